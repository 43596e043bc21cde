from django import forms
from django.utils.translation import gettext_lazy as _

from attachments import files
from attachments.forms import DocumentField
from meetings import proposing
from meetings.models import AgendaItem, Feed, Topic
from ui.forms import Versioned


class _PreparedForm(forms.Form):
    title = forms.CharField(
        label=_("What is it about?"), help_text=_("No names."), max_length=300
    )
    kind = forms.ChoiceField(
        label=_("What is to be done with it?"), choices=AgendaItem.Sort
    )
    background = forms.CharField(
        label=_("Background"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    proposal = forms.CharField(
        label=_("What is proposed?"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    topic = forms.ChoiceField(
        label=_("Which kind of information does it hold?"),
        help_text=_("So that one sees at the end of the year what has not come."),
        choices=[
            ("", _("None of these")),
            *Topic.choices,
        ],
        required=False,
    )
    is_closed = forms.BooleanField(
        label=_("Closed: only those who sit in it read this item"), required=False
    )
    attachment = DocumentField(
        label=_("An attachment"),
        help_text=_("A PDF, picture or text of at most 10 MB."),
        required=False,
    )

    def leave_out(self, meeting):
        if not meeting.body_id:
            del self.fields["is_closed"], self.fields["topic"]

    @property
    def written(self):
        names = set(AgendaItem.PREPARED) & set(self.cleaned_data)
        return {name: self.cleaned_data[name] for name in names}

    def keep_attachment(self, item, *, by):
        if document := self.cleaned_data.get("attachment"):
            item.attachments.add(files.keep(document, by=by))


class AddItemForm(_PreparedForm):
    feed = forms.ChoiceField(
        label=_("Is it filled from the records?"),
        choices=[("", _("No")), *Feed.choices],
        required=False,
    )

    def __init__(self, meeting, *data):
        self.meeting = meeting
        super().__init__(*data, initial={"kind": AgendaItem.Sort.INFORMATION})
        self.leave_out(meeting)

    def carry_out(self, *, by):
        item = self.meeting.add_item(feed=self.cleaned_data["feed"], **self.written)
        self.keep_attachment(item, by=by)
        return item


class ItemForm(_PreparedForm, Versioned):
    def __init__(self, item, *data):
        self.instance = item
        names = AgendaItem.PREPARED
        super().__init__(*data, initial={name: getattr(item, name) for name in names})
        self.leave_out(item.meeting)

    def carry_out(self, *, by):
        version = self.cleaned_data["version"]
        self.instance.prepare(version=version, **self.written)
        self.keep_attachment(self.instance, by=by)


class MinuteForm(Versioned):
    """What was said and decided of one item; each item is saved by itself, so that two
    people can write at once."""

    is_treated = forms.BooleanField(label=_("Gone through"), required=False)
    decision = forms.CharField(
        label=_("What was said and decided"),
        help_text=_("No names of those whom it concerns."),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    votes_for = forms.IntegerField(
        label=_("Votes for"),
        min_value=0,
        max_value=500,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    votes_against = forms.IntegerField(
        label=_("Votes against"),
        min_value=0,
        max_value=500,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    minority_text = forms.CharField(
        label=_("What the minority says"),
        help_text=_("Needed before the minutes are approved when not all agreed."),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, item, data=None):
        self.instance = item
        initial = {name: getattr(item, name) for name in AgendaItem.MINUTED}
        initial["is_treated"] = item.is_treated
        super().__init__(data, initial=initial, prefix=f"i{item.pk.hex}")
        if not item.body_id:
            for name in ["votes_for", "votes_against", "minority_text"]:
                del self.fields[name]

    def clean(self):
        said = super().clean()
        votes = [said.get("votes_for"), said.get("votes_against")]
        if None in votes and votes != [None, None]:
            name = "votes_for" if votes[0] is None else "votes_against"
            self.add_error(name, _("Write both how many were for and against."))
        return said

    def carry_out(self, *, by):
        self.instance.minute(by=by, **self.cleaned_data)


class EndItemForm(forms.Form):
    """Postpone an item, or withdraw it; both say why."""

    LABELS = {
        "postpone": _("Postpone the item"),
        "withdraw": _("Withdraw the item"),
    }
    reason = forms.CharField(
        label=_("Why?"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, item, act, data=None):
        self.item, self.act = item, act
        self.label = self.LABELS[act]
        super().__init__(data)

    def carry_out(self, *, by):
        reason = self.cleaned_data["reason"]
        if self.act == "postpone":
            self.item.postpone(by=by, note=reason)
        else:
            self.item.withdraw(by=by, reason=reason)


class AgendaForm(forms.Form):
    """What is proposed for the agenda; what is ticked comes last on it."""

    chosen = forms.MultipleChoiceField(
        label=_("What is to stand on the agenda?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, meeting, data=None):
        self.meeting = meeting
        super().__init__(data)
        self.proposals = proposing.proposals(meeting)
        self.fields["chosen"].choices = [
            (each.key, each.words) for each in self.proposals
        ]
        self.initial["chosen"] = [each.key for each in self.proposals if each.is_ticked]

    def carry_out(self, *, by):
        chosen = set(self.cleaned_data["chosen"])
        for each in self.proposals:
            if each.key in chosen:
                each.take(self.meeting, by=by)
