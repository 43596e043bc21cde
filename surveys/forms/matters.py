from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from meetings import mailbox
from meetings.models import Body, MailboxMatter
from meetings.models.links import Link
from sam.dates import today
from surveys.models import Matter, MunicipalMeasure
from ui.forms import Versioned
from ui.widgets import DateInput


class MatterForm(Versioned):
    """The draft of what is laid before the body."""

    title = forms.CharField(label=_("Title"), max_length=300)
    text = forms.CharField(
        label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 16})
    )
    proposed = forms.ModelMultipleChoiceField(
        MunicipalMeasure.objects.none(),
        label=_("Which measures of the workplaces are laid before it?"),
        help_text=_("Those that a workplace has said need the municipality."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, matter, data=None):
        self.instance = matter
        proposed = matter.proposed.all()
        super().__init__(
            data,
            initial={"title": matter.title, "text": matter.text, "proposed": proposed},
        )
        if matter.kind == Matter.Kind.MEASURES:
            marked = MunicipalMeasure.objects.filter(follow_up__survey=matter.survey)
            field = self.fields["proposed"]
            field.queryset = marked.select_related("measure__unit")
            field.label_from_instance = _in_words
        else:
            del self.fields["proposed"]

    def saved_values(self, current):
        saved = super().saved_values(current)
        return saved | (
            {"proposed": current.proposed.all()} if "proposed" in saved else {}
        )

    def carry_out(self, *, by):
        self.instance.write(**self.cleaned_data)


class SendForm(forms.Form):
    """To the mailbox of a body."""

    body = forms.ModelChoiceField(
        Body.objects.none(), label=_("To which body?"), empty_label=None
    )

    def __init__(self, matter, data=None, *, by):
        super().__init__(data)
        self.matter = matter
        self.fields["body"].queryset = Body.objects.open_to(by)

    @transaction.atomic
    def carry_out(self, *, by):
        """The matter moves on, and lies in the mailbox under a number of its own."""
        matter, body = self.matter, self.cleaned_data["body"]
        sent = mailbox.send(
            body,
            by=by,
            subject=matter.title[:200],
            text=matter.text,
            unit=matter.unit,
            kind=MailboxMatter.Kind.CASE,
            link=Link.to(matter.survey, matter.survey.name),
            form_key=matter.pk,
        )
        matter.send(by=by, note=f"{body} {sent.year}-{sent.number}")


class DecideForm(forms.Form):
    """What the body decided, as it numbers its decisions."""

    decision = forms.CharField(
        label=_("Number of the decision"),
        help_text=_("As the body writes it, such as KST 61/26."),
        max_length=100,
    )
    decided_on = forms.DateField(label=_("Day of the decision"), widget=DateInput)

    def __init__(self, matter, data=None, *, case=None):
        """`case` is what it became at a meeting here, which is proposed."""
        super().__init__(data)
        self.matter = matter
        if case:
            self.initial["decision"] = f"{case.meeting.body} {case.reference}"
            self.initial["decided_on"] = case.meeting.meets_on

    def clean_decided_on(self):
        day = self.cleaned_data["decided_on"]
        if day > today():
            raise ValidationError(_("The day has not come yet."), code="future")
        if day < self.matter.survey.closed_on:
            raise ValidationError(_("The survey was not closed then."), code="before")
        return day

    def carry_out(self, *, by):
        self.matter.decide(by=by, **self.cleaned_data)


def _in_words(each):
    return f"{each.measure} ({each.measure.unit}): {each.reason}"
