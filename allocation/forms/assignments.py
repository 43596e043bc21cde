from datetime import timedelta

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from allocation.forms.allocations import people_to_choose
from allocation.models import Assignment, AssignmentKind
from organisation.models import User
from sam.dates import today
from ui.forms import SearchField
from ui.widgets import DateInput


class AssignForm(forms.Form):
    """Somebody is named for something at a workplace."""

    kind = forms.ModelChoiceField(
        AssignmentKind.objects.none(), label=_("For what?"), empty_label=None
    )
    person = SearchField(
        User.objects.none(),
        url=reverse_lazy("allocation:people_options"),
        label=_("Who?"),
        required=False,
    )
    name = forms.CharField(
        label=_("Name"),
        help_text=_("Only for somebody without an account here."),
        max_length=200,
        required=False,
    )
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    since = forms.DateField(label=_("From which day?"), initial=today, widget=DateInput)
    last_day = forms.DateField(
        label=_("Until which day?"), required=False, widget=DateInput
    )

    def __init__(self, unit, data=None):
        self.unit = unit
        super().__init__(data)
        self.fields["kind"].queryset = AssignmentKind.objects.to_be_named()
        self.fields["person"].queryset = people_to_choose()

    def clean(self):
        said = super().clean()
        if not self.errors and bool(said["person"]) == bool(said["name"]):
            self.add_error("person", _("Choose a person or write a name."))
        since, last_day = said.get("since"), said.get("last_day")
        if since and last_day and last_day < since:
            self.add_error("last_day", _("The last day comes before the first."))
        return said

    def carry_out(self, *, by):
        said = dict(self.cleaned_data)
        last_day = said.pop("last_day")
        until = last_day and last_day + timedelta(days=1)
        valid = (said.pop("since"), until)
        Assignment.objects.create(unit=self.unit, valid=valid, **said)
