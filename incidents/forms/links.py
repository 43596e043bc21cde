from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from incidents import links
from incidents.models import ReportingLink
from organisation.models import Unit, User
from ui.forms import SearchField


class LinkForm(forms.ModelForm):
    unit = SearchField(
        Unit.objects.none(),
        url=reverse_lazy("incidents:link_units"),
        label=_("For which workplace?"),
    )
    person = SearchField(
        User.objects.none(),
        url=reverse_lazy("incidents:link_people"),
        label=_("For one person, who has no log-in?"),
        help_text=_("Leave it out for a poster that everyone at the workplace uses."),
        required=False,
    )

    class Meta:
        model = ReportingLink
        fields = ["unit", "person"]

    def __init__(self, data=None, *, by):
        super().__init__(data)
        self.instance.created_by = by
        self.fields["unit"].queryset = links.units_of(by)
        self.fields["person"].queryset = links.people_of(by)

    def clean(self):
        cleaned = super().clean()
        unit, person = cleaned.get("unit"), cleaned.get("person")
        if unit and person and unit.pk not in person.unit.lineage:
            self.add_error("person", _("The person is not employed at that workplace."))
        return cleaned
