from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisation.models import Appointment, Role, Unit, User
from sam.dates import today
from talks.models import EarlyStep, EarlySupport, SickLeave
from talks.reach import own_people
from ui.days import not_future, not_past
from ui.forms import Versioned
from ui.widgets import DateInput, RadioCards


def contacts_of(*units):
    """Those of HR for any of the units."""
    above = {pk for unit in units for pk in unit.lineage}
    appointed = Appointment.objects.in_force().filter(role=Role.HR, unit__in=above)
    return User.objects.filter(is_active=True, pk__in=appointed.values("user"))


class _AboutForm(forms.Form):
    """About one of the own employees."""

    employee = forms.ModelChoiceField(
        User.objects.none(), label=_("For which employee?")
    )

    def __init__(self, data=None, *, by, employee=None):
        super().__init__(data, initial={"employee": employee})
        self.fields["employee"].queryset = own_people(by)


class OpenForm(_AboutForm):
    reason = forms.ChoiceField(
        label=_("Why?"),
        help_text=_("No diagnosis, and nothing about health."),
        choices=EarlySupport.Reason.choices,
        widget=RadioCards,
    )
    hr_contact = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who of HR helps you?"),
        help_text=_("Only you, the employee and this person can open it."),
    )
    step = forms.ChoiceField(label=_("First step"), choices=EarlyStep.Kind.choices)
    due_on = forms.DateField(
        label=_("By which day?"), widget=DateInput, validators=[not_past]
    )

    def __init__(self, data=None, *, by, employee=None):
        super().__init__(data, by=by, employee=employee)
        people = self.fields["employee"].queryset
        units = Unit.objects.filter(pk__in=people.order_by().values("unit"))
        self.fields["hr_contact"].queryset = contacts_of(*units)

    def clean_employee(self):
        employee = self.cleaned_data["employee"]
        if EarlySupport.objects.open().filter(employee=employee).exists():
            raise ValidationError(
                _("There is one that is open already."), code="double"
            )
        return employee

    def clean(self):
        """Who leads several units chooses the one of HR who is there for this employee."""
        said = super().clean()
        employee, contact = said.get("employee"), said.get("hr_contact")
        if employee and contact and contact not in contacts_of(employee.unit):
            self.add_error(
                "hr_contact", _("Choose somebody of HR for the employee's own unit.")
            )
        return said

    def carry_out(self, *, by):
        return EarlySupport.objects.begin(by=by, **self.cleaned_data)


class _ActForm(forms.Form):
    """One thing to do on a page of its own, `of` a support or a sick leave."""

    label: str | Promise
    done: str | Promise
    # In which status of it that can be done; in any when it is empty.
    starts = ""

    def __init__(self, of, data=None):
        self.of = of
        super().__init__(data)


class StepForm(_ActForm):
    label, done = _("Add a step"), _("The step is added.")

    kind = forms.ChoiceField(label=_("Step"), choices=EarlyStep.Kind.choices)
    due_on = forms.DateField(
        label=_("By which day?"), widget=DateInput, validators=[not_past]
    )

    def carry_out(self, *, by):
        self.of.add_step(by=by, **self.cleaned_data)


class StepDoneForm(forms.Form):
    done = _("The step is done.")

    done_on = forms.DateField(
        label=_("When was it done?"),
        initial=today,
        widget=DateInput,
        validators=[not_future],
    )

    def __init__(self, row, data=None):
        self.row = self.label = row
        super().__init__(data)

    def carry_out(self, *, by):
        self.row.mark_done(by=by, **self.cleaned_data)


class MilestoneDoneForm(StepDoneForm):
    done = _("The milestone is met.")


class CloseForm(_ActForm):
    label, done = _("Close"), _("It is closed.")
    starts = EarlySupport.Status.OPEN

    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=EarlySupport.Outcome.choices,
        widget=RadioCards,
    )

    def carry_out(self, *, by):
        self.of.close(by=by, **self.cleaned_data)


class ReopenForm(_ActForm):
    label, done = _("Open again"), _("It is open again.")
    starts = EarlySupport.Status.CLOSED

    def carry_out(self, *, by):
        self.of.reopen(by=by)


class HandOverForm(Versioned, _ActForm):
    label, done = _("Change HR's contact"), _("HR's contact is changed.")

    hr_contact = forms.ModelChoiceField(User.objects.none(), label=_("Who of HR?"))

    def __init__(self, support, data=None):
        self.instance = support
        super().__init__(support, data)
        self.fields["hr_contact"].queryset = contacts_of(support.unit)

    def carry_out(self, *, by):
        self.of.hand_over(by=by, **self.cleaned_data)


ACTS = {"close": CloseForm, "reopen": ReopenForm, "hand-over": HandOverForm}


class LeaveForm(_AboutForm):
    first_day = forms.DateField(
        label=_("First day of absence"), widget=DateInput, validators=[not_future]
    )
    is_expected_long = forms.BooleanField(
        label=_("It is expected to last 60 days or more"), required=False
    )

    def clean_employee(self):
        employee = self.cleaned_data["employee"]
        if SickLeave.objects.going_on().filter(employee=employee).exists():
            raise ValidationError(_("One is registered that goes on."), code="double")
        return employee

    def carry_out(self, *, by):
        return SickLeave.objects.register(by=by, **self.cleaned_data)


class EndForm(_ActForm):
    label, done = _("Back at work"), _("Saved.")

    ended_on = forms.DateField(
        label=_("From which day back at work?"),
        initial=today,
        widget=DateInput,
        validators=[not_future],
    )

    def clean_ended_on(self):
        day = self.cleaned_data["ended_on"]
        if day < self.of.first_day:
            raise ValidationError(_("It cannot end before it began."), code="before")
        return day

    def carry_out(self, *, by):
        self.of.end(by=by, **self.cleaned_data)
