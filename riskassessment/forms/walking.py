from datetime import timedelta
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from riskassessment.models import Answer, Question, Risk
from sam.dates import today
from ui.days import not_future
from ui.widgets import DateInput

# How long a telephone may be without network before its clock is not believed.
LONGEST_WAIT = timedelta(days=30)
LARGEST = Decimal(10) ** 12


class SentForm(forms.Form):
    """What a device says of its sending; without scripts it says nothing."""

    key = forms.UUIDField(required=False)
    # Milliseconds between the tap and the sending: the device's own clock is not asked.
    ago = forms.IntegerField(required=False, min_value=0)

    @property
    def said_at(self):
        waited = timedelta(milliseconds=min(self.cleaned_data["ago"] or 0, 10**12))
        return timezone.now() - min(waited, LONGEST_WAIT)


class AnswerForm(SentForm):
    """What was said of a question; what is left out is left as it was."""

    value = forms.CharField(required=False, max_length=2_000)
    comment = forms.CharField(required=False, max_length=5_000)
    # What stood there when the person began.
    was_value = forms.CharField(required=False, strip=False)
    was_comment = forms.CharField(required=False, strip=False)

    def __init__(self, data, *, question):
        super().__init__(data)
        self.question = question

    def clean_value(self):
        value = self.cleaned_data["value"]
        if value in ("", Answer.Value.NOT_APPLICABLE):
            return value
        return _READERS[self.question.kind](value)

    def clean_comment(self):
        return _with_plain_lines(self.cleaned_data["comment"])

    def clean_was_comment(self):
        return _with_plain_lines(self.cleaned_data["was_comment"])

    @property
    def said(self):
        return {
            name: self.cleaned_data[name]
            for name in ["value", "comment"]
            if name in self.data
        }

    @property
    def was(self):
        return {
            name: self.cleaned_data[f"was_{name}"]
            for name in self.said
            if f"was_{name}" in self.data
        }


def _with_plain_lines(text):
    """Forms send two characters where a line ends, scripts one: they say the same."""
    return text.replace("\r\n", "\n")


def _one_of(*allowed):
    def read(value):
        if value not in allowed:
            raise ValidationError(_("Choose one of the answers."))
        return value

    return read


def _number(value):
    """A decimal comma is as good as a point, and figures may stand in groups."""
    try:
        number = Decimal("".join(value.split()).replace(",", "."))
        if not number.is_finite() or abs(number) > LARGEST:
            raise InvalidOperation
    except InvalidOperation as error:
        raise ValidationError(_("Write a number, such as 12 or 12.5.")) from error
    return f"{number:f}"


_READERS = {
    Question.Kind.YES_NO: _one_of(Answer.Value.YES, Answer.Value.NO),
    Question.Kind.SCALE: _one_of("1", "2", "3", "4", "5"),
    Question.Kind.NUMBER: _number,
    Question.Kind.TEXT: _with_plain_lines,
}


class RiskForm(SentForm):
    """The risk behind an answer, weighed by the municipality's matrix."""

    description = forms.CharField(label=_("What is the risk?"), max_length=500)
    aspect = forms.ChoiceField(
        label=_("Side of the work environment"),
        choices=[("", _("Not said")), *Risk.Aspect.choices],
        required=False,
    )
    existing_measures = forms.CharField(
        label=_("What is already done against it?"), max_length=2_000, required=False
    )
    # Nothing chosen: as the level has it.
    is_serious = forms.TypedChoiceField(
        choices=[("", ""), ("true", ""), ("false", "")],
        coerce=lambda value: value == "true",
        empty_value=None,
        required=False,
    )
    version = forms.IntegerField(required=False, min_value=0)

    def __init__(self, data, *, matrix):
        super().__init__(data)
        steps = {
            "likelihood": _("How likely is it that something happens?"),
            "consequence": _("How bad can it become?"),
        }
        for name, label in steps.items():
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=getattr(matrix, f"{name}_choices"), coerce=int
            )

    @property
    def assessment(self):
        apart = ("key", "ago")
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in apart
        }


class SubmitForm(forms.Form):
    """The last step of a round: when it was, and who of the invited came."""

    carried_out_on = forms.DateField(
        label=_("When was the round carried out?"),
        widget=DateInput,
        validators=[not_future],
    )

    def __init__(self, participants, data=None):
        super().__init__(data, initial={"carried_out_on": today()})
        self.participants = list(participants)
        for participant in self.participants:
            self.fields[f"came_{participant.pk}"] = forms.TypedChoiceField(
                label=f"{participant}",
                choices=[("yes", _("Was present")), ("no", _("Did not come"))],
                coerce=lambda value: value == "yes",
                widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
            )

    @property
    def present(self):
        return [
            participant
            for participant in self.participants
            if self.cleaned_data[f"came_{participant.pk}"]
        ]
