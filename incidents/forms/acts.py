from django import forms
from django.utils.translation import gettext_lazy as _

from incidents import handling
from incidents.forms.dates import NotInFuture
from incidents.models import Code, Incident
from organisation.models import UnitPermission, User
from sam.dates import today
from ui.widgets import DateInput, RadioCards

Status = Incident.Status


class ActForm(forms.Form):
    """One thing that the incident's manager can do with it now."""

    # From which states, to which; the model's table of transitions decides too.
    starts: set[Incident.Status]
    leads_to: Incident.Status

    def __init__(self, incident, data=None):
        super().__init__(data)
        self.incident = incident

    @classmethod
    def fits(cls, incident):
        return incident.status in cls.starts and incident.may_become(cls.leads_to)


class StartForm(ActForm):
    label = _("Start the investigation")
    done = _("The investigation has begun.")
    starts, leads_to = {Status.REPORTED}, Status.INVESTIGATING

    def carry_out(self, *, by):
        self.incident.start_investigation(by=by, responsible=self.incident.responsible)


class ConcludeForm(NotInFuture, ActForm):
    label = _("Conclude the investigation")
    done = _("The investigation is concluded. Decide now what is to be done.")
    starts, leads_to = {Status.INVESTIGATING}, Status.MEASURES

    findings = forms.CharField(
        label=_("What did the investigation show?"),
        help_text=_("Why could it happen? Ask why until the answer can be acted on."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    cause = forms.ModelChoiceField(
        Code.objects.offered(Code.List.DEVIATION),
        label=_("What deviated from the normal?"),
        empty_label=_("Choose"),
    )
    severity = forms.ChoiceField(
        label=_("Was there serious danger to life or health?"),
        choices=[
            (severity.value, severity.label)
            for severity in [Incident.Severity.NOT_SERIOUS, Incident.Severity.SERIOUS]
        ],
        widget=RadioCards(
            descriptions={
                Incident.Severity.SERIOUS.value: _(
                    "Death, severe injury, several hurt at the same time, or a near "
                    "miss that could have ended so. Serious threats count."
                )
            }
        ),
    )
    on = forms.DateField(label=_("Investigated on"), initial=today, widget=DateInput)

    def __init__(self, incident, data=None):
        super().__init__(incident, data)
        self.initial = {
            "findings": incident.findings,
            "cause": incident.cause_id,
            "severity": incident.severity,
        }

    def clean_on(self):
        return self.refuse_future("on")

    def carry_out(self, *, by):
        self.incident.conclude_investigation(by=by, **self.cleaned_data)


class CloseForm(NotInFuture, ActForm):
    label = _("Close the incident")
    done = _("The incident is closed, and the reporter has been told.")
    starts, leads_to = {Status.MEASURES}, Status.CLOSED

    feedback_on = forms.DateField(
        label=_("When were the employees concerned told?"),
        initial=today,
        widget=DateInput,
    )
    feedback_how = forms.CharField(
        label=_("How were they told?"),
        help_text=_("For example at the workplace meeting, or in person."),
        max_length=300,
    )

    @classmethod
    def fits(cls, incident):
        return super().fits(incident) and incident.is_ready_to_close

    def clean_feedback_on(self):
        return self.refuse_future("feedback_on")

    def carry_out(self, *, by):
        handling.close(self.incident, by=by, **self.cleaned_data)


class ReopenForm(ActForm):
    label = _("Investigate again")
    done = _("The incident is under investigation again.")
    starts, leads_to = {Status.MEASURES, Status.CLOSED}, Status.INVESTIGATING

    reason = forms.CharField(
        label=_("Why?"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def carry_out(self, *, by):
        self.incident.reopen(by=by, **self.cleaned_data)


class HandOverForm(ActForm):
    label = _("Hand over the responsibility")
    done = _("The responsibility is handed over, and the new responsible is told.")

    responsible = forms.ModelChoiceField(
        User.objects.none(), label=_("New responsible"), empty_label=_("Choose")
    )

    def __init__(self, incident, data=None):
        super().__init__(incident, data)
        able = User.objects.permitted(UnitPermission.HANDLE_INCIDENTS, incident.unit)
        self.fields["responsible"].queryset = able.exclude(pk=incident.responsible_id)

    @classmethod
    def fits(cls, incident):
        return incident.status != Status.CLOSED

    def carry_out(self, *, by):
        handling.hand_over(self.incident, by=by, **self.cleaned_data)


ACTS = {
    "start": StartForm,
    "conclude": ConcludeForm,
    "close": CloseForm,
    "reopen": ReopenForm,
    "hand-over": HandOverForm,
}


def acts_for(incident):
    """The forms that make sense now; says nothing of permission."""
    return {name: form for name, form in ACTS.items() if form.fits(incident)}
