"""What one can do with a measure now."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actionplans import effect
from actionplans.models import Measure
from sam.dates import today
from ui.days import not_future, not_past
from ui.widgets import DateInput

# How long after a measure its effect is proposed to be judged: a quarter, same weekday.
UNTIL_EFFECT = timedelta(weeks=13)
# What is to be seen in figures of sick leave and money is seen after a year.
UNTIL_FIGURES = relativedelta(years=1)
# Beyond these the year is taken to be mistyped.
LONGEST_AGO = relativedelta(years=5)
LATEST_EFFECT = relativedelta(years=2)

Status = Measure.Status


class ActForm(forms.Form):
    """Something to do with a measure: what is asked, and the verb that it becomes.

    `label` stands on the button; `leads_to` is the status that must be allowed to follow.
    """

    label: str | Promise
    # Whether it may be what the page asks for, or waits behind its button.
    is_asked = True
    # A template names the class, and does not make a form of it.
    do_not_call_in_templates = True
    leads_to: tuple[Measure.Status, ...] = ()

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

    @classmethod
    def is_offered(cls, measure):
        return measure.status == Status.PLANNED

    def carry_out(self, *, by):
        self.measure.start(by=by)


class FinishForm(ActForm):
    label = _("Mark as done")

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

    watched = forms.ChoiceField(
        label=_("Which events should become fewer?"),
        help_text=_("The program counts them before and after, to show if it helped."),
        required=False,
    )

    def __init__(self, *args):
        super().__init__(*args)
        self.fields["watched"].choices = events_for(self.measure)
        self.initial = {
            "done_on": today(),
            "effect_due_on": today()
            + (UNTIL_FIGURES if self.measure.is_measured else UNTIL_EFFECT),
            "watched": effect.chosen_for(self.measure),
        }

    @classmethod
    def is_offered(cls, measure):
        return measure.is_open and not measure.is_waiting

    def clean_done_on(self):
        done_on = self.cleaned_data["done_on"]
        if done_on < today() - LONGEST_AGO:
            raise ValidationError(_("That is more than five years ago. Is it right?"))
        happened_on = getattr(self.measure.plan.source, "occurred_on", None)
        if happened_on and done_on < happened_on:
            raise ValidationError(
                _("It cannot be done before that which it is for happened, %(day)s."),
                params={"day": date_format(happened_on)},
            )
        return done_on

    def clean(self):
        asked = super().clean()
        done_on, effect_due_on = asked.get("done_on"), asked.get("effect_due_on")
        if done_on and effect_due_on:
            if effect_due_on < done_on:
                self.add_error(
                    "effect_due_on",
                    _("The effect cannot be judged before the measure is done."),
                )
            if effect_due_on > done_on + LATEST_EFFECT:
                self.add_error(
                    "effect_due_on",
                    _("Choose a day within two years from when it was done."),
                )
        return asked

    def carry_out(self, *, by):
        self.measure.finish(by=by, **self.cleaned_data)


def events_for(measure):
    return [("", _("Not said")), *effect.choices(measure.plan.source)]


def share_field(label):
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        required=False,
        localize=True,
    )


class JudgeEffectForm(ActForm):
    label = _("Save the judgement")
    FIGURES = ("sick_leave_before", "sick_leave_after", "saved")
    leads_to = (Status.EFFECT_SUFFICIENT, Status.EFFECT_INSUFFICIENT)

    is_sufficient = forms.ChoiceField(
        label=_("Did it help enough?"),
        choices=[
            ("yes", _("Yes, it is enough")),
            ("partly", _("Partly, more is needed")),
            ("no", _("No, more is needed")),
        ],
        widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
    )
    effect_note = forms.CharField(
        label=_("What effect did it have?"),
        help_text=_("Ask those who work there."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
    )
    sick_leave_before = share_field(_("Sick leave before, per cent"))
    sick_leave_after = share_field(_("Sick leave after, per cent"))
    saved = forms.DecimalField(
        label=_("Saved, kronor"),
        max_digits=12,
        decimal_places=2,
        required=False,
        localize=True,
    )
    effect_source = forms.CharField(
        label=_("Where do the figures come from?"),
        help_text=_("Such as: the payroll system, the accounts, an estimate."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args):
        super().__init__(*args)
        if not self.measure.is_measured:
            for name in (*self.FIGURES, "effect_source"):
                del self.fields[name]

    def clean(self):
        asked = super().clean()
        has_figures = any(asked.get(name) is not None for name in self.FIGURES)
        if has_figures and not asked.get("effect_source"):
            self.add_error("effect_source", _("Say where the figures come from."))
        return asked

    def carry_out(self, *, by):
        said = self.cleaned_data.copy()
        helped = said.pop("is_sufficient")
        self.measure.judge_effect(
            by=by,
            is_sufficient=helped == "yes",
            helped_in_part=helped == "partly",
            **said,
        )


class WaitForm(ActForm):
    label = _("Let it wait for an order")
    leads_to = (Status.WAITING,)
    is_asked = False

    waits_for = forms.CharField(
        label=_("Whose order does it wait for?"),
        help_text=_("Such as: the chief executive, the leader team, AMU."),
        max_length=200,
    )

    def carry_out(self, *, by):
        self.measure.wait(by=by, **self.cleaned_data)


class OrderedForm(ActForm):
    label = _("It is ordered")

    starts_on = forms.DateField(
        label=_("From which day does it go on?"), initial=today, widget=DateInput
    )
    due_on = forms.DateField(
        label=_("When shall it be done?"), widget=DateInput, validators=[not_past]
    )
    note = forms.CharField(
        label=_("Who ordered it, and when?"),
        help_text=_("With the case number where there is one."),
        max_length=500,
    )

    @classmethod
    def is_offered(cls, measure):
        return measure.is_waiting

    def clean(self):
        asked = super().clean()
        first, last = asked.get("starts_on"), asked.get("due_on")
        if first and last and last < first:
            self.add_error("due_on", _("It cannot end before it begins."))
        return asked

    def carry_out(self, *, by):
        self.measure.take_order(by=by, **self.cleaned_data)


class WaitNoMoreForm(ActForm):
    label = _("No order is needed")
    is_asked = False

    reason = forms.CharField(label=_("Why?"), max_length=1_000)

    @classmethod
    def is_offered(cls, measure):
        return measure.is_waiting

    def carry_out(self, *, by):
        self.measure.wait_no_more(by=by, **self.cleaned_data)


class PostponeForm(ActForm):
    label = _("Postpone")

    due_on = forms.DateField(
        label=_("New date"), widget=DateInput, validators=[not_past]
    )
    reason = forms.CharField(label=_("Why?"), max_length=1_000)

    @classmethod
    def is_offered(cls, measure):
        return measure.is_open and not measure.is_waiting

    def clean_due_on(self):
        """What had no last day gets one, whichever it is."""
        due_on, measure = self.cleaned_data["due_on"], self.measure
        if measure.has_deadline and due_on <= measure.due_on:
            raise ValidationError(_("Choose a later date than the one it has."))
        return due_on

    def carry_out(self, *, by):
        self.measure.postpone(by=by, **self.cleaned_data)


class CancelForm(ActForm):
    label = _("Cancel the measure")
    leads_to = (Status.CANCELLED,)

    reason = forms.CharField(label=_("Why?"), max_length=1_000)

    def carry_out(self, *, by):
        self.measure.cancel(by=by, **self.cleaned_data)


class ResumeForm(ActForm):
    label = _("Take it up again")

    reason = forms.CharField(label=_("Why?"), max_length=1_000)

    @classmethod
    def is_offered(cls, measure):
        return measure.status == Status.CANCELLED

    def carry_out(self, *, by):
        self.measure.resume(by=by, **self.cleaned_data)


class WatchForm(ActForm):
    label = _("Choose events to count")
    is_asked = False

    watched = forms.ChoiceField(
        label=_("Which events should become fewer?"),
        help_text=_("The program counts them before and after, to show if it helped."),
    )

    def __init__(self, *args):
        super().__init__(*args)
        self.fields["watched"].choices = events_for(self.measure)
        self.initial = {"watched": effect.chosen_for(self.measure)}

    @classmethod
    def is_offered(cls, measure):
        return measure.done_on is not None

    def carry_out(self, *, by):
        self.measure.watch(**self.cleaned_data)


class TakeBackForm(ActForm):
    """Of what was said by mistake; nothing more is said of what is closed."""

    is_asked = False

    reason = forms.CharField(label=_("Why?"), max_length=1_000)

    @classmethod
    def is_offered(cls, measure):
        return measure.status in cls.said and measure.plan.takes_measures


class ReopenForm(TakeBackForm):
    label = _("It was not done")
    said = (Status.DONE,)

    def carry_out(self, *, by):
        self.measure.reopen(by=by, **self.cleaned_data)


class JudgeAnewForm(TakeBackForm):
    label = _("Judge the effect anew")
    said = Status.judged_states

    def carry_out(self, *, by):
        self.measure.judge_anew(by=by, **self.cleaned_data)


# In the order of the buttons; the first that is offered and asked for stands open.
ACTS = {
    "finish": FinishForm,
    "judge": JudgeEffectForm,
    "ordered": OrderedForm,
    "resume": ResumeForm,
    "start": StartForm,
    "postpone": PostponeForm,
    "wait": WaitForm,
    "wait-no-more": WaitNoMoreForm,
    "cancel": CancelForm,
    "watch": WatchForm,
    "reopen": ReopenForm,
    "judge-anew": JudgeAnewForm,
}


def acts_for(measure):
    return {name: act for name, act in ACTS.items() if act.is_offered(measure)}


def asked_of(acts):
    """The act that the page asks for by itself, if any."""
    return next((name for name, act in acts.items() if act.is_asked), None)


def proposed_after(measure):
    """For the form of what is decided when it did not help enough; the day is asked."""
    return measure.same_words
