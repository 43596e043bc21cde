"""What one does with an allocation that is written: sign, give back, end."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from allocation import telling
from allocation.models import LEGS, TaskAllocation
from sam.dates import today
from ui.widgets import CheckboxCards, DateInput

Status = TaskAllocation.Status

_EXPLAINED = {
    "mandate": _("I may decide what the tasks ask for."),
    "resources": _("I have the time, people and money that they take."),
    "knowledge": _("I know the rules and the risks that they are about."),
}


class _ActForm(forms.Form):
    """An act; `actors` is the queryset's method that says whose it is."""

    label: str | Promise
    done: str | Promise
    lead: str | Promise = ""
    tone = "accent"
    starts: tuple = ()
    actors = "given_by"

    def __init__(self, allocation, data=None):
        self.allocation = allocation
        super().__init__(data)

    @classmethod
    def is_offered(cls, allocation):
        return allocation.status in cls.starts


class ProposeForm(_ActForm):
    label, done = _("Sign and send"), _("Signed, and sent to the receiver.")
    lead = _(
        "You sign that the tasks are allocated. The receiver is asked to sign too."
    )
    starts = (Status.DRAFT,)

    def carry_out(self, *, by):
        self.allocation.propose(by=by)
        telling.tell_proposed(self.allocation)


class TakeBackForm(_ActForm):
    label, done = _("Take it back"), _("It is a draft again.")
    lead = _("The receiver has not signed yet. It becomes a draft again.")
    starts = (Status.PROPOSED,)

    def carry_out(self, *, by):
        self.allocation.take_back(by=by)


class DiscardForm(_ActForm):
    label, done = _("Throw the draft away"), _("The draft is gone.")
    lead = _("It is gone for good. Nobody has signed it.")
    tone = "danger"
    starts = (Status.DRAFT,)
    actors = "drafted_by"

    def carry_out(self, *, by):
        self.allocation.discard()


class SignForm(_ActForm):
    label, done = _("Sign"), _("You have signed. The tasks are yours.")
    lead = _("Confirm one by one that you have what the tasks take.")
    # Whoever leaves a leg out says what is lacking: none of it is a matter of taste.
    mark_optional = False
    starts = (Status.PROPOSED,)
    actors = "received_by"

    confirmed = forms.MultipleChoiceField(
        label=_("Do you have what it takes?"),
        choices=list(LEGS.items()),
        required=False,
        widget=CheckboxCards(descriptions=_EXPLAINED),
    )
    lacks = forms.CharField(
        label=_("What is lacking?"),
        help_text=_(
            "When you leave one of them out. You can also give a task back instead."
        ),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self):
        said = super().clean()
        if len(said.get("confirmed", [])) < len(LEGS) and not said.get("lacks"):
            self.add_error("lacks", _("Say what is lacking, or confirm all three."))
        return said

    def carry_out(self, *, by):
        self.allocation.sign(by=by, **self.cleaned_data)
        telling.tell_signed(self.allocation)


class ConfirmForm(_ActForm):
    label, done = _("Confirm what was lacking"), _("Confirmed.")
    starts = (Status.SIGNED,)
    actors = "received_by"

    leg = forms.ChoiceField(label=_("What do you have now?"), widget=forms.RadioSelect)

    def __init__(self, allocation, data=None):
        super().__init__(allocation, data)
        self.fields["leg"].choices = [
            (leg, label) for leg, label, at in allocation.legs if not at
        ]

    @classmethod
    def is_offered(cls, allocation):
        return super().is_offered(allocation) and not allocation.is_complete

    def carry_out(self, *, by):
        self.allocation.confirm(by=by, **self.cleaned_data)


class GiveBackForm(_ActForm):
    label, done = _("Give tasks back"), _("Given back. They rest with the allocator.")
    lead = _(
        "From today they rest with the one who allocated them. Give back all of them to give"
        " back the allocation."
    )
    starts = (Status.PROPOSED, Status.SIGNED)
    actors = "received_by"

    tasks: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        None, label=_("Which tasks?"), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("What is missing: mandate, resources or knowledge. No names."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, allocation, data=None):
        super().__init__(allocation, data)
        self.fields["tasks"].queryset = allocation.allocated.held().select_related(
            "task"
        )

    def carry_out(self, *, by):
        self.allocation.give_back(by=by, **self.cleaned_data)
        telling.tell_returned(self.allocation)


class SeeReturnedForm(_ActForm):
    label = _("Say what is done about what came back")
    done = _("Noted.")
    lead = _("The tasks rest with you until somebody else has signed for them.")
    starts = (Status.PROPOSED, Status.SIGNED, Status.RETURNED)

    note = forms.CharField(
        label=_("What is done about it?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @classmethod
    def is_offered(cls, allocation):
        return super().is_offered(allocation) and any(
            each.returned_on and not each.return_seen_on
            for each in allocation.allocated.all()
        )

    def carry_out(self, *, by):
        self.allocation.see_returned(by=by, **self.cleaned_data)


class FollowUpForm(_ActForm):
    label, done = _("Note that it was followed up"), _("Noted. Next time in a year.")
    lead = _("Once a year the two of you talk of how the tasks go.")
    starts = (Status.SIGNED,)

    note = forms.CharField(
        label=_("What came of it?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @classmethod
    def is_offered(cls, allocation):
        return super().is_offered(allocation) and bool(allocation.receiver_id)

    def carry_out(self, *, by):
        self.allocation.follow_up(by=by, **self.cleaned_data)


class EndForm(_ActForm):
    label, done = _("End the allocation"), _("It ends on that day.")
    lead = _("After that day the tasks rest with the one who allocated them.")
    tone = "danger"
    starts = (Status.SIGNED,)
    actors = "ended_by"

    last_day = forms.DateField(
        label=_("Which day is the last?"), initial=today, widget=DateInput
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if day < self.allocation.first_day:
            raise ValidationError(_("It cannot end before it began."), code="before")
        return day

    def carry_out(self, *, by):
        self.allocation.end(by=by, **self.cleaned_data)


ACTS = {
    "sign": SignForm,
    "propose": ProposeForm,
    "confirm": ConfirmForm,
    "give-back": GiveBackForm,
    "returned": SeeReturnedForm,
    "follow-up": FollowUpForm,
    "take-back": TakeBackForm,
    "end": EndForm,
    "discard": DiscardForm,
}
