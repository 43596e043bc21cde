from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from actionplans.models import RiskMatrix
from riskassessment.models import Answer, Risk
from sam.dates import today
from ui.widgets import DateInput


class AnswerForm(forms.ModelForm):
    mark_optional = False

    class Meta:
        model = Answer
        fields = ["value", "comment"]

    value = forms.ChoiceField(
        choices=[choice for choice in Answer.Value.choices if choice[0]],
        widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
        required=False,
    )

    def __init__(self, data=None, *, question, answer=None):
        super().__init__(data, instance=answer, auto_id=f"id_{question.pk}_%s")
        self.fields["value"].label = question.text
        self.fields["value"].help_text = question.help_text
        self.fields["comment"].widget.attrs["rows"] = 2


class RiskForm(forms.ModelForm):
    class Meta:
        model = Risk
        fields = ["description", "likelihood", "consequence"]
        labels = {
            "description": _("What is the risk?"),
            "likelihood": _("How likely is it that something happens?"),
            "consequence": _("How bad can it become?"),
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, data=None, *, question, risk=None):
        super().__init__(data, instance=risk, auto_id=f"id_{question.pk}_%s")
        matrix = RiskMatrix.objects.current()
        for name in ["likelihood", "consequence"]:
            self.fields[name] = forms.TypedChoiceField(
                label=self._meta.labels[name],
                choices=getattr(matrix, f"{name}_choices"),
                coerce=int,
                widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
            )


class SubmitForm(forms.Form):
    """The last step of a round: when it was, and who of the invited came."""

    carried_out_on = forms.DateField(
        label=_("When was the round carried out?"), widget=DateInput
    )

    def __init__(self, round, data=None):
        super().__init__(data, initial={"carried_out_on": today()})
        self.participants = list(round.walkers())
        for participant in self.participants:
            self.fields[f"came_{participant.pk}"] = forms.TypedChoiceField(
                label=f"{participant}",
                choices=[("yes", _("Was present")), ("no", _("Did not come"))],
                coerce=lambda value: value == "yes",
                widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
            )

    def clean_carried_out_on(self):
        if (date := self.cleaned_data["carried_out_on"]) > today():
            raise ValidationError(_("The date has not come yet."))
        return date

    @property
    def present(self):
        return [
            participant
            for participant in self.participants
            if self.cleaned_data[f"came_{participant.pk}"]
        ]


def add_walk_forms(sections, sent=None):
    """Give each question its form, and where the answer is no one of its risk.

    `sent` has by question the forms that came in and are shown again:
    {question.pk: {"form": …}} or {question.pk: {"risk_form": …}}.
    """
    for question in questions_of(sections):
        question.form = AnswerForm(question=question, answer=question.answer)
        question.risk_form = RiskForm(question=question, risk=question.standing_risk)
        for name, form in (sent or {}).get(question.pk, {}).items():
            setattr(question, name, form)


def questions_of(sections):
    return [question for section in sections for question in section.asked]
