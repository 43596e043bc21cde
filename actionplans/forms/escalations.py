"""What narrows the list of lifted matters, how one is lifted, and what is done with one."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actionplans import escalating
from actionplans.models import Escalation
from organisation.forms import InUnitForm
from organisation.models import Committee, Unit, UnitPermission
from sam.dates import today
from ui.days import not_future
from ui.forms import SearchField
from ui.widgets import DateInput

Status, Theme = Escalation.Status, Escalation.Theme


def _lines(rows):
    return forms.Textarea(attrs={"rows": rows})


# The list


class EscalationFilterForm(InUnitForm):
    """Who asks for nothing gets those that are open."""

    permission = UnitPermission.VIEW_MEASURES
    field_order = ["whose", "status", "theme", "year", "unit"]

    WHOSE = [("", _("All")), ("to_me", _("To me")), ("from_me", _("From me"))]
    STATUSES = [("", _("Not finished")), *Status.choices, ("all", _("All"))]
    ORDERS = ("-sent_on", "sent_on", "theme", "-theme", "status", "-status")

    whose = forms.ChoiceField(label=_("Whose"), choices=WHOSE, required=False)
    status = forms.ChoiceField(label=_("Status"), choices=STATUSES, required=False)
    theme = forms.ChoiceField(
        label=_("Theme"), choices=[("", _("All")), *Theme.choices], required=False
    )
    year = forms.TypedChoiceField(
        label=_("Year"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, data, *, user):
        self.user = user
        self.order = data.get("sort") if data.get("sort") in self.ORDERS else "-sent_on"
        super().__init__(data, user=user)

    def full_clean(self):
        years = Escalation.objects.visible_to(self.user).years()
        self.fields["year"].choices = [("", _("All")), *((y, str(y)) for y in years)]
        super().full_clean()

    def filter(self, steps):
        asked = self.cleaned_data
        if whose := asked.get("whose"):
            named = {"to_me": steps.received_by, "from_me": steps.sent_from}
            steps = named[whose](self.user)
        if theme := asked.get("theme"):
            steps = steps.filter(theme=theme)
        if year := asked.get("year"):
            steps = steps.filter(sent_on__year=year)
        return self.in_unit(self._with_status(steps), path="origin_unit")

    def _with_status(self, steps):
        status = self.cleaned_data.get("status")
        if status in Status.values:
            return steps.filter(status=status)
        return steps if status == "all" else steps.open()


# Sending it


class ReceiverForm(forms.Form):
    """To whom: the level above, another unit by name, or a committee that it answers to."""

    to = forms.ChoiceField(label=_("To whom?"), widget=forms.RadioSelect)
    unit = SearchField(
        Unit.objects.none(),
        label=_("Which unit?"),
        help_text=_("If you chose another unit, such as premises, cleaning or IT."),
        url=reverse_lazy("organisation:unit_options"),
        required=False,
    )

    def __init__(self, data=None, *, sender, been=(), initial=None):
        super().__init__(data, initial=initial)
        self.sender = sender
        above = [each for each in [sender.parent] if each and each not in been]
        self.above = next((each for each in above if not each.closed_on), None)
        in_line = Committee.objects.filter(units__in=sender.lineage).distinct()
        self.committees = {
            f"committee-{each.slug}": each for each in in_line if each not in been
        }
        self.fields["to"].choices = self._choices()
        if self.above:
            self.initial["to"] = "above"
        units = Unit.objects.existing().exclude(pk=sender.pk)
        self.fields["unit"].queryset = units.select_related("parent")

    def _choices(self):
        above = _("The level above: %(unit)s") % {"unit": self.above}
        return [
            *([("above", above)] if self.above else []),
            ("elsewhere", _("Another unit or administration")),
            *((value, str(each)) for value, each in self.committees.items()),
        ]

    def clean(self):
        """Leave in `receiver` what the verbs take."""
        asked = super().clean()
        to = asked.get("to")
        if to == "elsewhere" and not asked.get("unit") and "unit" not in self.errors:
            self.add_error("unit", _("Say which unit."))
        unit = self.above if to == "above" else asked.get("unit")
        committee = self.committees.get(to)
        self.receiver = {"committee": committee} if committee else {"to_unit": unit}
        return asked


class LiftForm(ReceiverForm):
    """What a unit cannot solve itself, with what the program knows of it filled in."""

    label = _("Lift")
    done = _("It is lifted, and the receiver is told. It stays open here meanwhile.")
    field_order = ["matter", "to", "unit", "lacks", "theme", "reason", "wanted"]

    matter = forms.CharField(
        label=_("What is it about?"),
        help_text=_("Write no names of people."),
        max_length=500,
        widget=_lines(2),
    )
    lacks = forms.ChoiceField(
        label=_("What is lacking to solve it where it is?"),
        choices=Escalation.Lacks.choices,
        widget=forms.RadioSelect,
    )
    theme = forms.ChoiceField(
        label=_("Theme"),
        help_text=_("The yearly report gathers what was lifted by theme."),
        choices=[("", _("Choose")), *Theme.choices],
    )
    reason = forms.CharField(
        label=_("Why can it not be solved where it is?"),
        max_length=5_000,
        widget=_lines(4),
    )
    wanted = forms.CharField(
        label=_("What do you ask for?"),
        max_length=5_000,
        required=False,
        widget=_lines(3),
    )

    def carry_out(self, *, by, **subject):
        names = ["matter", "lacks", "theme", "reason", "wanted"]
        what = {name: self.cleaned_data[name] for name in names}
        escalating.lift(
            by=by, from_unit=self.sender, **self.receiver, **what, **subject
        )


# What is done with it


class ActForm(forms.Form):
    """One thing that can be done with a step now; `allowed` says by whom."""

    help: str | Promise = ""
    tone = "accent"
    starts: set[str] = set(Status.waiting_states)

    def __init__(self, step, data=None):
        super().__init__(data)
        self.step = step

    @staticmethod
    def allowed(user):
        """For most: whoever it was sent to."""
        return Escalation.objects.handled_by(user)

    @classmethod
    def offered(cls, user):
        """Those with which the person can do it now."""
        return cls.allowed(user).filter(status__in=cls.starts)


class AcceptForm(ActForm):
    label = _("Receive")
    done = _("The sender is told that you have it in hand.")
    help = _("The sender is told that you have it in hand.")
    starts = {Status.SENT}

    def carry_out(self, *, by):
        escalating.accept(self.step, by=by)


class AnswerForm(ActForm):
    label = _("Write the answer")
    done = _("The answer is sent to all whom the matter has come through.")
    help = _("The answer goes to all whom the matter has come through.")

    decision = forms.ChoiceField(
        label=_("What is decided?"),
        choices=Escalation.Decision.choices,
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("The answer"),
        help_text=_("What will be done and when; of what will not be done, why."),
        max_length=10_000,
        widget=_lines(5),
    )
    answered_on = forms.DateField(
        label=_("Which day was it decided?"),
        initial=today,
        widget=DateInput,
        validators=[not_future],
    )
    paragraph = forms.CharField(
        label=_("Paragraph of the minutes"), max_length=20, required=False
    )
    registry_number = forms.CharField(
        label=_("Registry number"), max_length=50, required=False
    )

    def __init__(self, step, data=None):
        super().__init__(step, data)
        if not step.committee_id:
            del self.fields["paragraph"], self.fields["registry_number"]

    def clean_answered_on(self):
        day = self.cleaned_data["answered_on"]
        if day < self.step.sent_on:
            raise ValidationError(_("It was not sent yet then."), code="early")
        return day

    def carry_out(self, *, by):
        escalating.reply(self.step, by=by, **self.cleaned_data)


class _WithReasonForm(ActForm):
    reason = forms.CharField(label=_("Why?"), max_length=5_000, widget=_lines(3))


class GiveBackForm(_WithReasonForm):
    label = _("Give back")
    done = _("It is given back, and the sender is told why.")

    def carry_out(self, *, by):
        escalating.give_back(self.step, by=by, **self.cleaned_data)


class WithdrawForm(_WithReasonForm):
    label = _("Take back")
    done = _("It is taken back.")
    tone = "danger"

    @staticmethod
    def allowed(user):
        return Escalation.objects.taken_back_by(user)

    def carry_out(self, *, by):
        escalating.withdraw(self.step, by=by, **self.cleaned_data)


class PassOnForm(ActForm, ReceiverForm):
    label = _("Pass on")
    done = _("It is passed on, and the sender is told to whom.")
    field_order = ["to", "unit", "reason", "wanted"]

    reason = forms.CharField(
        label=_("Why do you pass it on?"), max_length=5_000, widget=_lines(3)
    )
    wanted = forms.CharField(
        label=_("What do you ask for?"),
        max_length=5_000,
        required=False,
        widget=_lines(3),
    )

    def __init__(self, step, data=None):
        been = [each.receiver for each in step.steps().with_places() if each.is_open]
        initial = {"wanted": step.wanted}
        ReceiverForm.__init__(
            self, data, sender=step.holder, been=been, initial=initial
        )
        self.step = step

    def carry_out(self, *, by):
        what = {name: self.cleaned_data[name] for name in ["reason", "wanted"]}
        escalating.pass_on(self.step, by=by, **self.receiver, **what)


class NoteForm(ActForm):
    label = _("Say what you do now")
    done = _("Saved.")
    help = _(
        "What was granted becomes a measure with a person and a date. What was refused is "
        "handled where it is, or lifted to somebody else."
    )
    starts = set(Status.back_states)

    note = forms.CharField(
        label=_("What do you do now?"), max_length=2_000, widget=_lines(3)
    )

    @staticmethod
    def allowed(user):
        return Escalation.objects.sent_by_units_of(user)

    @classmethod
    def offered(cls, user):
        """Once: not after somebody has said it."""
        return super().offered(user).to_act_on()

    def carry_out(self, *, by):
        self.step.note(by=by, **self.cleaned_data)


# In the order of the buttons.
ACTS = {
    "accept": AcceptForm,
    "answer": AnswerForm,
    "pass-on": PassOnForm,
    "return": GiveBackForm,
    "withdraw": WithdrawForm,
    "note": NoteForm,
}
