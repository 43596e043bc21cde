"""What can be done with the assessment of a change, and what is asked then."""

from functools import partial

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplans.models import RiskMatrix
from riskassessment import changing
from riskassessment.forms.changes import axis_field
from riskassessment.models import ChangeAssessment, Participant
from sam.dates import today
from sam.workflow import MOVED_ON
from ui.days import not_future
from ui.widgets import DateInput, RadioCards

Status = ChangeAssessment.Status
Decision = ChangeAssessment.Decision


def _text(label, *, rows=3, **kwargs):
    # As long as the shortest of the columns that keep such a text.
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, max_length=2_000, **kwargs)


class ActForm(forms.Form):
    """One thing to do with an assessment now, by whoever may `verb` it."""

    verb = "handle"
    # A template names the class, and does not make a form of it.
    do_not_call_in_templates = True
    # The state that whoever fills it in has before them.
    seen = forms.CharField(widget=forms.HiddenInput, max_length=20)

    def __init__(self, change, data=None):
        super().__init__(data)
        self.change = change
        self.initial = {"seen": change.status}

    @classmethod
    def label_for(cls, change):
        return cls.label

    @property
    def title(self):
        return self.label_for(self.change)

    def clean(self):
        cleaned = super().clean()
        if cleaned.pop("seen", "") != self.change.status:
            raise forms.ValidationError(MOVED_ON, code="moved_on")
        return cleaned


class HandOverForm(ActForm):
    label = _("Hand over to the safety representative")
    done = _("It is handed over. The safety representative has been told.")

    took_part = forms.ModelMultipleChoiceField(
        Participant.objects.none(),
        label=_("Who has taken part in the assessment?"),
        widget=forms.CheckboxSelectMultiple,
    )
    no_social_risk = _text(
        _("Why is there no organisational or social risk?"),
        help_text=_(
            "None of the risks is organisational or social. Add one, or say why the "
            "change brings none."
        ),
    )

    def __init__(self, change, data=None):
        super().__init__(change, data)
        people = change.participants.all()
        field = self.fields["took_part"]
        field.queryset = people
        # Read with the change: the choices need not be asked for again.
        field.choices = [(each.pk, str(each)) for each in people]
        self.initial["took_part"] = [each.pk for each in people if each.was_present]
        self.initial["no_social_risk"] = change.no_social_risk
        if change.has_social_risk():
            del self.fields["no_social_risk"]

    @classmethod
    def fits(cls, change):
        return change.is_draft

    def carry_out(self, *, by):
        changing.hand_over(self.change, by=by, **self.cleaned_data)


class SignForm(ActForm):
    label = _("Sign")
    done = _("It is signed. The manager has been told.")
    verb = "review"

    has_read = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agrees = forms.TypedChoiceField(
        label=_("Do you agree with the assessment?"),
        choices=[("yes", _("I agree")), ("no", _("I do not agree"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
    )
    comment = _text(
        _("Comment"),
        help_text=_("What should be thought of? If you do not agree, say why."),
        required=False,
    )

    def __init__(self, change, data=None):
        super().__init__(change, data)
        if data is None:
            self.initial["has_read"] = change.fingerprint()

    @classmethod
    def fits(cls, change):
        return change.is_in_review

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("agrees") is False and not cleaned.get("comment"):
            self.add_error("comment", _("Say why you do not agree."))
        return cleaned

    def carry_out(self, *, by):
        changing.sign(self.change, by=by, **self.cleaned_data)


class HandBackForm(ActForm):
    label = _("Hand back")
    done = _("It is handed back. The manager has been told.")
    verb = "review"

    reason = _text(_("What needs to be changed?"))

    @classmethod
    def fits(cls, change):
        return change.is_in_review

    def carry_out(self, *, by):
        changing.hand_back(self.change, by=by, **self.cleaned_data)


class DecideForm(ActForm):
    label = _("Decide")
    done = _("The decision is kept.")

    decision = forms.ChoiceField(
        label=_("What is decided?"), choices=Decision.choices, widget=forms.RadioSelect
    )
    decision_note = _text(_("Reasons for the decision"))
    decided_on = forms.DateField(
        label=_("Decided on"), widget=DateInput, validators=[not_future]
    )
    follow_up_on = forms.DateField(
        label=_("When is it followed up?"),
        help_text=_("When the change has been carried out and can be judged."),
        widget=DateInput,
        required=False,
    )
    unreviewed_reason = _text(
        _("Why is it decided without the safety representative's word?"), rows=2
    )
    unmeasured_reason = _text(
        _("Why is nothing planned against a serious risk?"),
        help_text=_(
            "There are serious risks without a measure. Plan one against each, or say "
            "why it is decided all the same."
        ),
        rows=2,
        required=False,
    )

    def __init__(self, change, data=None):
        super().__init__(change, data)
        self.fields["decided_on"].initial = today
        if not change.is_in_review:
            del self.fields["unreviewed_reason"]
        if not change.unmeasured().exists():
            del self.fields["unmeasured_reason"]

    @classmethod
    def fits(cls, change):
        return change.status in (Status.IN_REVIEW, Status.REVIEWED)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == Decision.REFRAIN:
            return cleaned | {"follow_up_on": None}
        self._check_follow_up(cleaned.get("follow_up_on"))
        if "unmeasured_reason" in self.fields and not cleaned.get("unmeasured_reason"):
            self.add_error(
                "unmeasured_reason",
                _("Plan a measure against each serious risk, or say why not."),
            )
        return cleaned

    def _check_follow_up(self, day):
        if "follow_up_on" in self.errors:
            return
        if not day:
            self.add_error("follow_up_on", _("Say when it is followed up."))
        elif day < max(self.change.starts_on, self.cleaned_data.get("decided_on", day)):
            self.add_error(
                "follow_up_on",
                _("It cannot be followed up before it is decided and has begun."),
            )

    def carry_out(self, *, by):
        self.change.decide(by=by, **self.cleaned_data)


class PostponeForm(ActForm):
    label = _("Follow up on another day")
    done = _("The day is moved.")

    follow_up_on = forms.DateField(label=_("New date"), widget=DateInput)
    reason = _text(_("Why?"), rows=2)

    @classmethod
    def fits(cls, change):
        return change.is_to_follow_up

    def clean_follow_up_on(self):
        day = self.cleaned_data["follow_up_on"]
        if day <= self.change.follow_up_on:
            raise forms.ValidationError(
                _("Choose a later date than the one it has."), code="early"
            )
        return day

    def carry_out(self, *, by):
        self.change.postpone(by=by, **self.cleaned_data)


class ReopenForm(ActForm):
    done = _("It is being assessed again.")

    reason = _text(_("Why?"), rows=2)

    @classmethod
    def fits(cls, change):
        return change.may_become(Status.DRAFT)

    @classmethod
    def label_for(cls, change):
        return {
            Status.IN_REVIEW: _("Take it back"),
            Status.REVIEWED: _("Assess it anew"),
        }.get(change.status, _("Take it up again"))

    def carry_out(self, *, by):
        self.change.reopen(by=by, **self.cleaned_data)


class CancelForm(ActForm):
    label = _("Cancel the assessment")
    done = _("The assessment is cancelled.")

    reason = _text(
        _("Why?"),
        rows=2,
        help_text=_("Its risks are closed, except where measures are going on."),
    )

    @classmethod
    def fits(cls, change):
        return change.may_become(Status.CANCELLED)

    def carry_out(self, *, by):
        self.change.cancel(by=by, **self.cleaned_data)


# In the order of the buttons; the first that fits stands open on the page.
ACTS = {
    "sign": SignForm,
    "hand-back": HandBackForm,
    "hand-over": HandOverForm,
    "decide": DecideForm,
    "postpone": PostponeForm,
    "reopen": ReopenForm,
    "cancel": CancelForm,
}
# Whoever leads it comes to these by a button.
_NEVER_OPEN = ("postpone", "reopen", "cancel")


def acts_for(change, verbs):
    """The acts that make sense now for whoever may `handle` or `review` it."""
    return {
        name: act
        for name, act in ACTS.items()
        if act.verb in verbs and act.fits(change)
    }


def opened(acts, wanted):
    """The act that was asked for, else the one that takes the assessment forward."""
    if wanted in acts:
        return wanted
    return next((name for name in acts if name not in _NEVER_OPEN), None)


class FollowUpForm(forms.Form):
    """How it went, and of each risk whether it is still as it was weighed."""

    done = _("The change is followed up.")
    mark_optional = False

    outcome = forms.ChoiceField(
        label=_("Did it go as thought?"),
        choices=ChangeAssessment.Outcome.choices,
        widget=forms.RadioSelect,
    )
    follow_up_note = _text(
        _("How did it go?"),
        help_text=_("Ask those concerned and the safety representative."),
        rows=4,
    )

    def __init__(self, change, data=None):
        super().__init__(data)
        self.change = change
        self.risks = list(change.to_weigh_anew())
        matrix = RiskMatrix.objects.current()
        for risk in self.risks:
            self._ask_of(risk, matrix)

    def _ask_of(self, risk, matrix):
        key, optional = risk.pk.hex, {"required": False}
        anew = {**optional, "help_text": _("Only when it has to be weighed anew.")}
        self.fields |= {
            f"found_{key}": forms.ChoiceField(
                label=_("What is it like now?"), choices=FOUND, widget=RadioCards
            ),
            f"likelihood_{key}": axis_field(
                matrix, "likelihood", _("How likely is it now?"), **anew
            ),
            f"consequence_{key}": axis_field(
                matrix, "consequence", _("How bad can it become now?"), **anew
            ),
            f"reason_{key}": _text(
                _("Why?"),
                rows=2,
                help_text=_("Not needed when it is as it was weighed."),
                **optional,
            ),
        }

    @property
    def general(self):
        return [self["outcome"], self["follow_up_note"]]

    @property
    def by_risk(self):
        """[(risk, its fields)]"""
        names = ["found", "likelihood", "consequence", "reason"]
        return [
            (risk, [self[f"{name}_{risk.pk.hex}"] for name in names])
            for risk in self.risks
        ]

    def clean(self):
        cleaned = super().clean()
        for risk in self.risks:
            self._check(risk, cleaned)
        return cleaned

    def _check(self, risk, cleaned):
        key = risk.pk.hex
        found = cleaned.get(f"found_{key}")
        needed = {"anew": ["likelihood", "consequence", "reason"], "gone": ["reason"]}
        for name in needed.get(found, []):
            if not cleaned.get(f"{name}_{key}"):
                self.add_error(f"{name}_{key}", _("Fill this in too."))

    @property
    def judged(self):
        return {risk: self._judgement(risk) for risk in self.risks}

    def _judgement(self, risk):
        said = {
            name: self.cleaned_data[f"{name}_{risk.pk.hex}"]
            for name in ["found", "likelihood", "consequence", "reason"]
        }
        found, reason = said.pop("found"), said["reason"] or str(self._why())
        if found == "anew":
            kept = {"existing_measures": risk.existing_measures}
            return partial(risk.rate, **said, **kept)
        return partial(risk.confirm if found == "stands" else risk.close, reason=reason)

    @staticmethod
    def _why():
        return _("Confirmed when the change was followed up.")

    def carry_out(self, *, by):
        self.change.follow_up(
            by=by,
            outcome=self.cleaned_data["outcome"],
            follow_up_note=self.cleaned_data["follow_up_note"],
            judged=self.judged,
        )


FOUND = [
    ("stands", _("As it is weighed")),
    ("anew", _("It has to be weighed anew")),
    ("gone", _("The risk is gone")),
]
