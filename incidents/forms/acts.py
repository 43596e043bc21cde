from django import forms
from django.utils.translation import gettext_lazy as _

from actionplans.models import RiskMatrix
from incidents import handling
from incidents.forms.dates import NotInFuture
from incidents.forms.risk import RiskField, offer_steps
from incidents.models import Code, Incident
from organisation.models import UnitPermission, User
from riskassessment.forms.risks import WeighingForm
from riskassessment.models import Risk
from sam.dates import today
from ui.forms import Versioned
from ui.text import shortened
from ui.widgets import DateInput, RadioCards

Severity = Incident.Severity
Status = Incident.Status


class ActForm(forms.Form):
    """One thing that the incident's manager can do with it now."""

    # From which states, to which; the model's table of transitions decides too.
    starts: set[Incident.Status]
    leads_to: Incident.Status
    # Somebody has written in it what must not be lost.
    holds_words = False

    def __init__(self, incident, data=None):
        super().__init__(data)
        self.incident = incident

    @classmethod
    def fits(cls, incident):
        return incident.status in cls.starts and incident.may_become(cls.leads_to)


class SeverityField(forms.ChoiceField):
    """The legal question; while it is not judged yet, that may be the answer."""

    def __init__(self, *, may_wait):
        severities = [severity for severity in Severity if severity or may_wait]
        super().__init__(
            label=_("Was there serious danger to life or health?"),
            choices=[(severity.value, severity.label) for severity in severities],
            required=not may_wait,
            widget=RadioCards(
                descriptions={
                    Severity.SERIOUS.value: _(
                        "Death, severe injury, several hurt at the same time, or a "
                        "near miss that could have ended so. Serious threats count."
                    )
                }
            ),
        )


class StartForm(ActForm):
    label = _("Start the investigation")
    done = _("The investigation has begun.")
    starts, leads_to = {Status.REPORTED}, Status.INVESTIGATING

    severity = SeverityField(may_wait=True)

    def __init__(self, incident, data=None):
        super().__init__(incident, data)
        self.initial = {"severity": incident.severity}

    def carry_out(self, *, by):
        handling.start(self.incident, by=by, **self.cleaned_data)


class JudgeForm(Versioned, ActForm):
    label = _("Judge the severity")
    done = _("The severity is judged.")

    severity = SeverityField(may_wait=False)

    def __init__(self, incident, data=None):
        super().__init__(incident, data)
        self.initial = {"severity": incident.severity, "version": incident.version}

    @classmethod
    def fits(cls, incident):
        return incident.status != Status.CLOSED

    def carry_out(self, *, by):
        handling.judge(self.incident, by=by, **self.cleaned_data)


class ConcludeForm(Versioned, NotInFuture, ActForm):
    label = _("Conclude the investigation")
    done = _("The investigation is concluded. Decide now what is to be done.")
    starts, leads_to = {Status.INVESTIGATING}, Status.MEASURES
    holds_words = True

    findings = forms.CharField(
        label=_("What did the investigation show?"),
        help_text=_("Why could it happen? Ask why until the answer can be acted on."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    cause = forms.ModelChoiceField(
        Code.objects.none(),
        label=_("What deviated from the normal?"),
        empty_label=_("Choose"),
    )
    severity = SeverityField(may_wait=False)
    on = forms.DateField(label=_("Investigated on"), initial=today, widget=DateInput)

    def __init__(self, incident, data=None):
        super().__init__(incident, data)
        self.initial = {
            "findings": incident.findings,
            "cause": incident.cause_id,
            "severity": incident.severity,
            "version": incident.version,
        }
        self.fields["cause"].queryset = Code.objects.offered(
            Code.List.DEVIATION, besides=incident.cause_id
        )

    def clean_on(self):
        return self.refuse_future("on")

    def carry_out(self, *, by):
        handling.conclude(self.incident, by=by, **self.cleaned_data)


class CloseForm(NotInFuture, ActForm):
    label = _("Close the incident")
    done = _("The incident is closed, and the reporter has been told.")
    starts, leads_to = {Status.MEASURES}, Status.CLOSED
    holds_words = True

    likelihood_after = RiskField(
        "likelihood", label=_("How likely is it now, with the measures done?")
    )
    consequence_after = RiskField(
        "consequence", label=_("How bad can it become now, with the measures done?")
    )
    feedback_to = forms.CharField(
        label=_("Which employees have been told what came of it?"),
        help_text=_("For example those who were there, or all at the workplace."),
        max_length=300,
    )
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
    summary = forms.CharField(
        label=_("What may colleagues know? No names"),
        help_text=_(
            "What happened, what lay behind and what has been done, in a few sentences. "
            "The reporter reads it, and it may be shown at the workplace meeting."
        ),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, incident, data=None):
        super().__init__(incident, data)
        self.initial = {
            "feedback_to": incident.feedback_to,
            "summary": incident.summary,
        }
        if self.risk_before:
            offer_steps(self, incident.investigation.weighed_by)
        else:
            del self.fields["likelihood_after"], self.fields["consequence_after"]

    @property
    def risk_before(self):
        """Assessed once, it is assessed anew when the measures are done."""
        investigation = getattr(self.incident, "investigation", None)
        return investigation and investigation.risk_before

    @property
    def matrix(self):
        if not self.risk_before:
            return None
        marks = {self.risk_before: _("Before")}
        return self.incident.investigation.weighed_by.grid(marks)

    @classmethod
    def fits(cls, incident):
        return super().fits(incident) and incident.is_ready_to_close

    def clean_feedback_on(self):
        return self.refuse_future("feedback_on")

    def carry_out(self, *, by):
        told = dict(self.cleaned_data)
        if self.risk_before:
            told["risk_after"] = (
                told.pop("likelihood_after"),
                told.pop("consequence_after"),
            )
        handling.close(self.incident, by=by, **told)


class ReopenForm(ActForm):
    label = _("Investigate again")
    done = _("The incident is under investigation again.")
    starts, leads_to = {Status.MEASURES, Status.CLOSED}, Status.INVESTIGATING
    holds_words = True

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
        others = able.exclude(pk=incident.responsible_id)
        self.fields["responsible"].queryset = others.exclude(pk__in=incident.barred)

    @classmethod
    def fits(cls, incident):
        return incident.status != Status.CLOSED

    def carry_out(self, *, by):
        handling.hand_over(self.incident, by=by, **self.cleaned_data)


class RegisterForm(WeighingForm, ActForm):
    """What the incident has shown of a risk that will be there tomorrow too."""

    label = _("Put the risk in the register")
    done = _("The risk is in the register.")
    holds_words = True

    description = forms.CharField(
        label=_("What is the risk?"),
        help_text=_(
            "All who read the unit's risks read this, also those who may not see the "
            "incident. No names, and nothing of who was hurt."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    aspect = forms.ChoiceField(
        label=_("Side of the work environment"),
        choices=[("", _("Not said")), *Risk.Aspect.choices],
        required=False,
    )
    field_order = ["description", "aspect", "existing_measures"]

    def __init__(self, incident, data=None):
        super().__init__(incident, data)
        self.weighed_by = RiskMatrix.objects.current()
        self.weigh_by(self.weighed_by)
        self.initial = {"description": shortened(incident.findings, 500)}
        investigation = getattr(incident, "investigation", None)
        # By an earlier matrix, or one that ships, it says nothing in this one.
        if investigation and investigation.matrix_id == self.weighed_by.pk:
            self.initial |= {
                "likelihood": investigation.likelihood_before,
                "consequence": investigation.consequence_before,
            }

    @classmethod
    def fits(cls, incident):
        return incident.status != Status.REPORTED and incident.risk_id is None

    def carry_out(self, *, by):
        what = {"matrix": self.weighed_by, **self.cleaned_data}
        handling.put_in_register(self.incident, by=by, **what)


ACTS = {
    "start": StartForm,
    "judge": JudgeForm,
    "conclude": ConcludeForm,
    "close": CloseForm,
    "reopen": ReopenForm,
    "hand-over": HandOverForm,
    "register": RegisterForm,
}


def acts_for(incident):
    """The forms that make sense now; says nothing of permission."""
    return {name: form for name, form in ACTS.items() if form.fits(incident)}
