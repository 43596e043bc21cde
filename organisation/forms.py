from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from organisation.models import Unit
from ui.forms import SearchField


class InUnitForm(forms.Form):
    """Filters of a list, the unit with what hangs below it among them.

    `permission` says which units are offered. A filter without sense is left out.
    """

    mark_optional = False
    permission: str

    unit = SearchField(
        Unit.objects.none(),
        label=_("Unit"),
        url=reverse_lazy("organisation:unit_options"),
        required=False,
    )

    def __init__(self, data, *, user):
        super().__init__(data)
        units = Unit.objects.permitting(user, self.permission)
        self.fields["unit"].queryset = units.select_related("parent")
        self.is_valid()

    def in_unit(self, rows, *, path="unit"):
        """The rows of the chosen unit and those below; all when none is chosen."""
        if not (unit := self.cleaned_data.get("unit")):
            return rows
        return rows.filter(**{f"{path}__in": Unit.objects.within([unit.pk])})
