from django import forms
from django.utils.translation import gettext_lazy as _

from riskassessment.forms.walking import questions_of
from riskassessment.models import Answer


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


def add_review_forms(sections):
    for question in questions_of(sections):
        question.review_form = ReviewCommentForm(answer=question.answer)
