from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from retention import destroying, proposing
from retention.models import Entry
from sam.dates import today
from sam.keeping import kinds
from sam.workflow import InvalidTransition
from ui.widgets import CheckboxCards, DateInput


class OnForm(forms.Form):
    """The day on which the lists show what would go."""

    mark_optional = False

    on = forms.DateField(label=_("What may go on"), widget=DateInput, required=False)

    def day(self):
        self.is_valid()
        return self.cleaned_data.get("on") or today()


class ProposeForm(forms.Form):
    codes = forms.MultipleChoiceField(
        label=_("Which kinds of records?"), widget=CheckboxCards
    )
    case_number = forms.CharField(
        label=_("Case number of the decision"), max_length=50, required=False
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, counted, data=None):
        super().__init__(data)
        ready = {code: row.ready for code, row in counted.items() if row.ready}
        self.fields["codes"].choices = [
            (code, _labelled(kinds()[code], number)) for code, number in ready.items()
        ]

    def carry_out(self, *, by):
        return proposing.propose(by=by, on=today(), **self.cleaned_data)


def _labelled(kind, number):
    words = ngettext("%(kind)s: %(n)s record", "%(kind)s: %(n)s records", number)
    return words % {"kind": kind.label, "n": number}


class ConfirmForm(forms.Form):
    """Asks for the number, so that nobody confirms what they have not read."""

    number = forms.IntegerField(
        label=_("Type how many records are to be destroyed"),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )

    def __init__(self, run, number, data=None):
        super().__init__(data)
        self.run, self.records = run, number

    def clean_number(self):
        if self.cleaned_data["number"] != self.records:
            raise forms.ValidationError(
                _("That is not the number that stands above. Look once more.")
            )
        return self.records

    def carry_out(self, *, by):
        proposing.confirm(self.run, by=by)


class CallOffForm(forms.Form):
    why = forms.CharField(
        label=_("Why is it called off?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, run, data=None):
        super().__init__(data)
        self.run = run

    def carry_out(self, *, by):
        proposing.call_off(self.run, by=by, why=self.cleaned_data["why"])


class TryAgainForm(forms.Form):
    """Lets what failed wait for its destruction anew."""

    def __init__(self, run, data=None):
        super().__init__(data)
        self.run = run

    def carry_out(self, *, by):
        proposing.try_again(self.run, by=by)


class RestoreForm(forms.Form):
    """Puts one record back."""

    def __init__(self, item, data=None):
        super().__init__(data)
        self.item = item

    def carry_out(self, *, by):
        try:
            destroying.restore(self.item, by=by)
        except destroying.CannotRestore as error:
            raise InvalidTransition(str(error)) from error


class EntryFilterForm(forms.Form):
    mark_optional = False

    kind = forms.ChoiceField(label=_("Kind of record"), required=False)
    event = forms.ChoiceField(
        label=_("What"), choices=[("", _("All")), *Entry.Event.choices], required=False
    )

    def __init__(self, data=None):
        super().__init__(data)
        known = ((kind.code, kind.label) for kind in kinds().values())
        self.fields["kind"].choices = [("", _("All")), *known]

    def filter(self, entries):
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        return entries.filter(**said)


class AskForm(forms.Form):
    """Whether the log has a record that somebody can name."""

    mark_optional = False

    kind = forms.ChoiceField(label=_("Kind of record"))
    name = forms.CharField(
        label=_("Its number"),
        max_length=100,
        help_text=_("As the register had it, as 1234 or 2026/17."),
    )

    def __init__(self, data=None):
        super().__init__(data)
        self.fields["kind"].choices = [
            (kind.code, kind.label) for kind in kinds().values()
        ]
