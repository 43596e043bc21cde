from django import forms
from django.utils.translation import gettext_lazy as _

from organisation.forms import InUnitForm
from organisation.models import UnitPermission
from sam.dates import today
from ui.widgets import DateInput


class DayForm(forms.Form):
    """The day of which one asks; today when none is said."""

    mark_optional = False

    on = forms.DateField(label=_("On which day?"), required=False, widget=DateInput)

    def __init__(self, data):
        super().__init__(data if "on" in data else {"on": today()})
        self.is_valid()

    @property
    def day(self):
        return self.cleaned_data.get("on") or today()


class GapsForm(InUnitForm):
    permission = UnitPermission.VIEW_YEAR
    field_order = ["show", "unit"]

    show = forms.ChoiceField(
        label=_("What is lacking"),
        required=False,
        choices=[
            ("managers", _("Managers without a written allocation")),
            ("units", _("Units with tasks that no person holds")),
            ("legs", _("Allocations without all three legs")),
        ],
    )
