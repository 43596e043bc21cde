from uuid import uuid4

from django import forms
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from attachments import files
from attachments.forms import DocumentField
from meetings import mailbox
from meetings.models import Body, MailboxMatter, Meeting, Topic
from organisation.models import Unit
from organisation.roles import responsible_for
from ui.forms import SearchField, WordsField
from ui.widgets import RadioCards

Status = MailboxMatter.Status


class MatterFilterForm(forms.Form):
    mark_optional = False

    q = WordsField(label=_("Search number or subject"), max_length=100)
    status = forms.ChoiceField(
        label=_("Status"), choices=[("", _("All")), *Status.choices], required=False
    )
    whose = forms.ChoiceField(
        label=_("Whose"),
        choices=[
            ("", _("All that I see")),
            ("mine", _("Sent by me")),
            ("mailbox", _("In mailboxes that I look after")),
        ],
        required=False,
    )

    def filter(self, matters, *, user):
        self.is_valid()
        said = self.cleaned_data
        for word in said.get("q", "").split():
            year, _dash, number = word.partition("-")
            named = Q(subject__icontains=word)
            if year.isdecimal() and number.isdecimal():
                named |= Q(year=int(year), number=int(number))
            matters = matters.filter(named)
        if status := said.get("status"):
            matters = matters.filter(status=status)
        if said.get("whose") == "mine":
            matters = matters.sent_by(user)
        elif said.get("whose") == "mailbox":
            matters = matters.handled_by(user)
        return matters


class SendForm(forms.Form):
    body = forms.ModelChoiceField(
        label=_("To whom?"),
        help_text=_("It goes to the secretary, who sees to what becomes of it."),
        queryset=Body.objects.none(),
        empty_label=None,
    )
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=MailboxMatter.Kind,
        widget=RadioCards(
            descriptions={
                "proposal": _("You get an answer within 14 days."),
                "problem": _("That your workplace could not solve by itself."),
            }
        ),
    )
    subject = forms.CharField(
        label=_("In a few words"), help_text=_("No names."), max_length=200
    )
    text = forms.CharField(
        label=_("What do you want to say?"),
        help_text=_("No names of those whom it concerns, and nothing of their health."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    topic = forms.ChoiceField(
        label=_("What does it concern?"),
        choices=[("", _("None of these")), *Topic.choices],
        required=False,
    )
    unit = SearchField(
        Unit.objects.none(),
        label=_("Which workplace is it about?"),
        url=reverse_lazy("organisation:unit_options"),
        required=False,
    )
    attachment = DocumentField(
        label=_("An attachment"),
        help_text=_("A PDF, picture or text of at most 10 MB."),
        required=False,
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *data, by, body=None):
        initial = {"unit": by.unit_id, "form_key": uuid4(), "body": body}
        super().__init__(*data, initial=initial)
        bodies = Body.objects.open_to(by).select_related("unit")
        self.fields["body"].queryset = bodies.order_by("-unit__lineage__len", "name")
        self.fields["unit"].queryset = Unit.objects.existing().select_related("parent")

    def carry_out(self, *, by):
        said = dict(self.cleaned_data)
        document = said.pop("attachment")
        kept = [files.keep(document, by=by)] if document else []
        return mailbox.send(said.pop("body"), by=by, attachments=kept, **said)


class _ActForm(forms.Form):
    label: str | Promise
    done: str | Promise
    fits: tuple[str, ...] = (Status.RECEIVED,)
    tone = "accent"

    def __init__(self, matter, data=None):
        self.matter = matter
        super().__init__(data)

    @staticmethod
    def allowed(user):
        return MailboxMatter.objects.handled_by(user)

    def carry_out(self, *, by):
        self.act(by=by)
        mailbox.moved(self.matter)


class ToMeetingForm(_ActForm):
    label = _("Case at a meeting")
    done = _("It stands on the agenda of the meeting.")
    for_reference = False

    meeting = forms.ModelChoiceField(
        label=_("At which meeting?"), queryset=Meeting.objects.none(), empty_label=None
    )

    def __init__(self, matter, data=None):
        super().__init__(matter, data)
        coming = matter.body.meetings.coming().order_by("meets_on")
        self.fields["meeting"].queryset = coming.select_related("body", "unit")

    def act(self, *, by):
        self.matter.put_on_agenda(
            by=by, for_reference=self.for_reference, **self.cleaned_data
        )


class ToReferenceForm(ToMeetingForm):
    label = _("For reference at a meeting")
    for_reference = True


class SendOnForm(_ActForm):
    label = _("Send on to a unit")
    done = _("It is sent to those who lead the unit.")

    unit = SearchField(
        Unit.objects.none(),
        label=_("To which unit? Whoever leads it gets the matter and answers."),
        url=reverse_lazy("organisation:unit_options"),
    )
    note = forms.CharField(
        label=_("What do you want to say to them?"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, matter, data=None):
        super().__init__(matter, data)
        self.fields["unit"].queryset = Unit.objects.existing().select_related("parent")

    def clean_unit(self):
        unit = self.cleaned_data["unit"]
        self.leaders = responsible_for(unit)
        if not self.leaders:
            raise forms.ValidationError(
                _("Nobody leads that unit. Choose another."), code="nobody"
            )
        return unit

    def act(self, *, by):
        self.matter.send_on(by=by, to=self.leaders, **self.cleaned_data)


class AskMoreForm(_ActForm):
    label, done = _("Ask for more"), _("The sender has been asked.")

    question = forms.CharField(
        label=_("What do you need to know?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def act(self, *, by):
        self.matter.ask_for_more(by=by, **self.cleaned_data)


class ArchiveForm(_ActForm):
    label, done = _("Put aside"), _("It is put aside. The sender reads why.")
    fits = (Status.RECEIVED, Status.SENT_ON, Status.MORE_ASKED)
    tone = "danger"

    reason = forms.CharField(
        label=_("Why? The sender reads it."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def act(self, *, by):
        self.matter.archive(by=by, **self.cleaned_data)


class AnswerForm(_ActForm):
    """By the secretary, or by whoever it was sent on to."""

    label, done = _("Answer the sender"), _("The sender has the answer.")
    fits = (Status.RECEIVED, Status.ON_AGENDA, Status.REFERENCE, Status.SENT_ON)

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    @staticmethod
    def allowed(user):
        return MailboxMatter.objects.answered_by_hand_of(user)

    def act(self, *, by):
        self.matter.reply(by=by, **self.cleaned_data)


class SupplementForm(_ActForm):
    """By the sender."""

    label, done = _("Tell more"), _("The secretary has what you added.")
    fits = (Status.MORE_ASKED,)

    text = forms.CharField(
        label=_("What do you want to add?"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    @staticmethod
    def allowed(user):
        return MailboxMatter.objects.sent_by(user)

    def carry_out(self, *, by):
        self.matter.supplement(by=by, **self.cleaned_data)
        mailbox.supplemented(self.matter)


class TakeUpForm(_ActForm):
    label, done = _("Take it up again"), _("It waits in the mailbox again.")
    fits = (Status.ANSWERED, Status.ARCHIVED, Status.SENT_ON)

    reason = forms.CharField(
        label=_("Why?"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def act(self, *, by):
        self.matter.take_back(by=by, **self.cleaned_data)


ACTS = {
    "meeting": ToMeetingForm,
    "reference": ToReferenceForm,
    "send-on": SendOnForm,
    "ask": AskMoreForm,
    "answer": AnswerForm,
    "archive": ArchiveForm,
    "tell-more": SupplementForm,
    "take-up": TakeUpForm,
}
