from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from actionplans.scale import Level
from organisation import roles
from organisation.forms import InUnitForm
from organisation.models import Role, Unit, UnitPermission, User
from riskassessment.models import Answer, Checklist, InspectionRound, Risk
from sam.dates import today
from ui.forms import SearchField
from ui.widgets import DateInput


class RoundFilterForm(InUnitForm):
    permission = UnitPermission.VIEW_ROUNDS

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("All")), *InspectionRound.Status.choices],
        required=False,
    )
    field_order = ["status", "unit"]

    def filter(self, rounds):
        if status := self.cleaned_data.get("status"):
            rounds = rounds.filter(status=status)
        return self.in_unit(rounds)


class RiskFilterForm(InUnitForm):
    permission = UnitPermission.VIEW_ROUNDS

    level = forms.ChoiceField(
        label=_("Level"), choices=[("", _("All")), *Level.choices], required=False
    )
    field_order = ["level", "unit"]

    def in_units(self, risks):
        return self.in_unit(risks, path="answer__round__unit")

    def of_level(self, risks):
        level = self.cleaned_data.get("level")
        return risks.of_level(level) if level else risks


class UnitForm(forms.Form):
    """Where the round is to be: asked first, because it decides whom to invite."""

    unit = SearchField(
        Unit.objects.none(),
        label=_("Which workplace?"),
        url=reverse_lazy("organisation:unit_options"),
    )

    def __init__(self, data, *, units):
        super().__init__(data)
        self.fields["unit"].queryset = units.select_related("parent")


class RoundForm(forms.Form):
    checklist = forms.ModelChoiceField(
        Checklist.objects.offered(),
        label=_("Which checklist?"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    planned_on = forms.DateField(label=_("When?"), widget=DateInput)
    invited = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Safety representatives to invite"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, data=None, *, unit):
        super().__init__(data)
        holders = roles.holders(Role.SAFETY_REPRESENTATIVE, unit)
        nearest = roles.nearest([Role.SAFETY_REPRESENTATIVE], unit)
        invited = self.fields["invited"]
        invited.queryset = User.objects.filter(pk__in=[each.pk for each in holders])
        invited.initial = [each.pk for each in nearest]
        if not holders:
            invited.help_text = _(
                "The workplace has no safety representative in the program. "
                "Ask the chief safety representative."
            )


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
        for name in ["likelihood", "consequence"]:
            self.fields[name] = forms.TypedChoiceField(
                label=self._meta.labels[name],
                choices=Risk._meta.get_field(name).choices,
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


class ReviewCommentForm(forms.ModelForm):
    mark_optional = False

    class Meta:
        model = Answer
        fields = ["review_comment"]
        labels = {"review_comment": _("Your comment")}
        widgets = {"review_comment": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, data=None, *, answer):
        super().__init__(data, instance=answer, auto_id=f"id_{answer.question_id}_%s")


class HandBackForm(forms.Form):
    reason = forms.CharField(
        label=_("What needs to be changed?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
    )


class SignForm(forms.Form):
    has_read = forms.CharField(widget=forms.HiddenInput, max_length=64)
    is_read = forms.BooleanField(label=_("I have read the round"))
    comment = forms.CharField(
        label=_("Comment"),
        help_text=_("If you do not agree with everything, write what here."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
        required=False,
    )


def add_walk_forms(sections, sent=None):
    """Give each question its form, and where the answer is no one of its risk.

    `sent` has by question the forms that came in and are shown again:
    {question.pk: {"form": …}} or {question.pk: {"risk_form": …}}.
    """
    for question in _questions(sections):
        question.form = AnswerForm(question=question, answer=question.answer)
        question.risk_form = RiskForm(question=question, risk=question.standing_risk)
        for name, form in (sent or {}).get(question.pk, {}).items():
            setattr(question, name, form)


def add_review_forms(sections):
    for question in _questions(sections):
        question.review_form = ReviewCommentForm(answer=question.answer)


def _questions(sections):
    return [question for section in sections for question in section.asked]
