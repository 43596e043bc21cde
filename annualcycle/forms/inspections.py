from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from annualcycle.models import AuthorityInspection
from organisation.forms import InUnitForm
from organisation.models import Unit, UnitPermission
from sam.dates import today
from ui.days import not_future
from ui.forms import SearchField, Versioned
from ui.widgets import DateInput

Status = AuthorityInspection.Status


def units_handled_by(user):
    """Units whose inspections the person may register."""
    units = Unit.objects.existing()
    handled = units.permitting(user, UnitPermission.HANDLE_ROUNDS)
    managed = units.permitting(user, UnitPermission.MANAGE_ROUNDS)
    return (handled | managed).distinct().select_related("parent")


def years_to_choose():
    """Those of which somebody may still ask."""
    now = today().year
    return [("", _("All")), *((year, str(year)) for year in range(now, now - 10, -1))]


class InspectionFilterForm(InUnitForm):
    permission = UnitPermission.VIEW_ROUNDS
    field_order = ["status", "year", "unit"]

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("All")), *Status.choices],
        required=False,
    )
    year = forms.TypedChoiceField(
        label=_("Year"),
        choices=years_to_choose,
        coerce=int,
        empty_value=None,
        required=False,
    )

    def filter(self, inspections):
        if status := self.cleaned_data.get("status"):
            inspections = inspections.filter(status=status)
        if year := self.cleaned_data.get("year"):
            inspections = inspections.filter(held_on__year=year)
        return self.in_unit(inspections)


class _WrittenForm(forms.Form):
    """What is written of an inspection."""

    held_on = forms.DateField(
        label=_("When was the inspection?"), widget=DateInput, validators=[not_future]
    )
    subject = forms.CharField(
        label=_("What was it about?"),
        help_text=_("For example threats and violence. No names."),
        max_length=500,
    )
    case_number = forms.CharField(
        label=_("The authority's case number"), max_length=50, required=False
    )
    demands = forms.CharField(
        label=_("What does the authority demand?"),
        help_text=_("Leave it empty when it demands nothing."),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    due_on = forms.DateField(
        label=_("By which day are the demands to be met?"),
        required=False,
        widget=DateInput,
    )
    note = forms.CharField(
        label=_("Notes"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self):
        held_on, due_on = (
            self.cleaned_data.get(name) for name in ("held_on", "due_on")
        )
        if held_on and due_on and due_on < held_on:
            self.add_error(
                "due_on", _("The demands cannot be met before the inspection.")
            )
        if due_on and not self.cleaned_data.get("demands"):
            self.add_error("demands", _("Say what is to be done by that day."))


class RegisterForm(_WrittenForm):
    unit = SearchField(
        Unit.objects.none(),
        label=_("Which unit was inspected?"),
        url=reverse_lazy("organisation:unit_options"),
    )
    field_order = ["unit"]

    def __init__(self, data=None, *, by):
        super().__init__(data, initial={"unit": by.unit_id})
        self.fields["unit"].queryset = units_handled_by(by)

    def carry_out(self, *, by):
        return AuthorityInspection.objects.register(by=by, **self.cleaned_data)


class ChangeForm(_WrittenForm, Versioned):
    def __init__(self, inspection, data=None):
        self.instance = inspection
        names = AuthorityInspection.WRITTEN
        initial = {name: getattr(inspection, name) for name in names}
        super().__init__(data, initial=initial)

    def clean(self):
        super().clean()
        held_on, closed_on = self.cleaned_data.get("held_on"), self.instance.closed_on
        if held_on and closed_on and closed_on < held_on:
            self.add_error("held_on", _("It was closed before that day."))

    def carry_out(self, *, by):
        self.instance.change(by=by, **self.cleaned_data)


class _ActForm(forms.Form):
    """A move of an inspection from one status to the other."""

    label: str | Promise
    done: str | Promise
    starts: Status

    note = forms.CharField(
        label=_("Notes"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, inspection, data=None):
        self.inspection = inspection
        super().__init__(data)


class CloseForm(_ActForm):
    label, done = _("Close the inspection"), _("The inspection is closed.")
    starts = Status.OPEN

    closed_on = forms.DateField(
        label=_("When did the authority close the case?"),
        widget=DateInput,
        validators=[not_future],
    )
    field_order = ["closed_on"]

    def clean_closed_on(self):
        day = self.cleaned_data["closed_on"]
        if day < self.inspection.held_on:
            raise ValidationError(
                _("It cannot be closed before it was carried out."), code="before"
            )
        return day

    def carry_out(self, *, by):
        self.inspection.close(by=by, **self.cleaned_data)


class ReopenForm(_ActForm):
    label, done = _("Open the inspection again"), _("The inspection is open again.")
    starts = Status.CLOSED

    def carry_out(self, *, by):
        self.inspection.reopen(by=by, **self.cleaned_data)


ACTS = {"close": CloseForm, "reopen": ReopenForm}
