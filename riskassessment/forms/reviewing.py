from django import forms
from django.utils.translation import gettext_lazy as _


class ReviewCommentForm(forms.Form):
    review_comment = forms.CharField(required=False, max_length=5_000)


class HandBackForm(forms.Form):
    reason = forms.CharField(
        label=_("What needs to be changed?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
    )


class SignForm(forms.Form):
    """The representative's word on the whole round; who does not agree says why."""

    has_read = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agrees = forms.TypedChoiceField(
        label=_("Do you agree with the assessment?"),
        choices=[("yes", _("I agree")), ("no", _("I do not agree"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
    )
    comment = forms.CharField(
        label=_("Comment"),
        help_text=_(
            "If you do not agree, write why here. It is signed with the round."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
        required=False,
    )
    is_read = forms.BooleanField(label=_("I have read the round"))

    def clean(self):
        said = super().clean()
        if said.get("agrees") is False and not said.get("comment"):
            self.add_error("comment", _("Say why you do not agree."))
        return said


class CloseForm(forms.Form):
    """Why a round is closed although something is missing."""

    note = forms.CharField(
        label=_("Why is it closed all the same?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
        required=False,
    )

    def __init__(self, data=None, *, must_say_why):
        super().__init__(data)
        self.fields["note"].required = must_say_why
