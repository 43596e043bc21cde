"""What one can do with a measure now."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actionplans.forms.days import not_future, not_past
from actionplans.models import Measure
from sam.dates import today
from ui.widgets import DateInput

# How long after a measure its effect is proposed to be judged: a quarter, same weekday.
UNTIL_EFFECT = timedelta(weeks=13)


class ActForm(forms.Form):
    """Something to do with a measure: what is asked, and the verb that it becomes.

    `label` stands on the button; `leads_to` is the status that must be allowed to follow.
    """

    label: str | Promise
    # A template names the class, and does not make a form of it.
    do_not_call_in_templates = True
    leads_to: tuple[Measure.Status, ...]

    def __init__(self, measure, data=None):
        super().__init__(data)
        self.measure = measure

    @classmethod
    def is_offered(cls, measure):
        return any(measure.may_become(status) for status in cls.leads_to)

    def carry_out(self, *, by):
        raise NotImplementedError


class StartForm(ActForm):
    label = _("Begin")
    leads_to = (Measure.Status.STARTED,)

    def carry_out(self, *, by):
        self.measure.start(by=by)


class FinishForm(ActForm):
    label = _("Mark as done")
    leads_to = (Measure.Status.DONE,)

    done_on = forms.DateField(
        label=_("When was it done?"), widget=DateInput, validators=[not_future]
    )
    done_note = forms.CharField(
        label=_("What was done?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
    )
    effect_due_on = forms.DateField(
        label=_("When can it be seen whether it helped?"), widget=DateInput
    )

    def __init__(self, *args):
        super().__init__(*args)
        self.initial = {"done_on": today(), "effect_due_on": today() + UNTIL_EFFECT}

    def clean(self):
        asked = super().clean()
        done_on, effect_due_on = asked.get("done_on"), asked.get("effect_due_on")
        if done_on and effect_due_on and effect_due_on < done_on:
            self.add_error(
                "effect_due_on",
                _("The effect cannot be judged before the measure is done."),
            )
        return asked

    def carry_out(self, *, by):
        self.measure.finish(by=by, **self.cleaned_data)


class JudgeEffectForm(ActForm):
    label = _("Save the judgement")
    leads_to = (Measure.Status.EFFECT_SUFFICIENT, Measure.Status.EFFECT_INSUFFICIENT)

    is_sufficient = forms.TypedChoiceField(
        label=_("Did it help enough?"),
        choices=[("yes", _("Yes, it is enough")), ("no", _("No, more is needed"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
    )
    effect_note = forms.CharField(
        label=_("What effect did it have?"),
        help_text=_("Ask those who work there."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
    )

    def carry_out(self, *, by):
        self.measure.judge_effect(by=by, **self.cleaned_data)


class PostponeForm(ActForm):
    label = _("Postpone")

    due_on = forms.DateField(
        label=_("New date"), widget=DateInput, validators=[not_past]
    )
    reason = forms.CharField(label=_("Why?"), max_length=1_000)

    @classmethod
    def is_offered(cls, measure):
        return measure.is_open

    def clean_due_on(self):
        if (due_on := self.cleaned_data["due_on"]) <= self.measure.due_on:
            raise ValidationError(_("Choose a later date than the one it has."))
        return due_on

    def carry_out(self, *, by):
        self.measure.postpone(by=by, **self.cleaned_data)


class CancelForm(ActForm):
    label = _("Cancel the measure")
    leads_to = (Measure.Status.CANCELLED,)

    reason = forms.CharField(label=_("Why?"), max_length=1_000)

    def carry_out(self, *, by):
        self.measure.cancel(by=by, **self.cleaned_data)


class ResumeForm(ActForm):
    label = _("Take it up again")
    leads_to = (Measure.Status.PLANNED,)

    reason = forms.CharField(label=_("Why?"), max_length=1_000)

    def carry_out(self, *, by):
        self.measure.resume(by=by, **self.cleaned_data)


# In the order of the buttons; the first that is offered stands open on the page.
ACTS = {
    "finish": FinishForm,
    "judge": JudgeEffectForm,
    "resume": ResumeForm,
    "start": StartForm,
    "postpone": PostponeForm,
    "cancel": CancelForm,
}


def acts_for(measure):
    return {name: act for name, act in ACTS.items() if act.is_offered(measure)}
