from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organisation.models import Municipality
from reports import looks
from ui.numbers import decimal


class LooksForm(forms.ModelForm):
    """Logo and colour; a logo that is not chosen anew stays."""

    picture = forms.FileField(
        label=_("Logo"),
        help_text=_(
            "PNG or JPEG, about 1,200 pixels wide, at most 20 MB. It stands on white."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    colour = forms.RegexField(
        r"^#[0-9a-fA-F]{6}\Z",
        label=_("Colour"),
        help_text=_(
            "Of headings and lines in documents. It must be dark enough to be read on"
            " white."
        ),
        widget=forms.TextInput(attrs={"type": "color"}),
    )
    removes_logo = forms.BooleanField(
        label=_("Take the logo away: the name stands in its place"), required=False
    )

    field_order = ["picture", "removes_logo", "colour"]

    class Meta:
        model = Municipality
        fields = ["colour"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.logo:
            del self.fields["removes_logo"]

    def clean_picture(self):
        uploaded = self.cleaned_data["picture"]
        return looks.redrawn(uploaded) if uploaded else None

    def clean_colour(self):
        colour = self.cleaned_data["colour"].lower()
        contrast = looks.contrast_on_white(colour)
        if contrast < looks.LEAST_CONTRAST:
            # Rounded down: never as much as is asked for.
            shown = decimal(int(contrast * 10) / 10)
            raise ValidationError(
                _(
                    "%(colour)s is too light to be read on white: its contrast is"
                    " %(contrast)s to 1, and %(least)s is needed. Choose a darker colour."
                ),
                params={
                    "colour": colour,
                    "contrast": shown,
                    "least": decimal(looks.LEAST_CONTRAST),
                },
            )
        return colour

    def carry_out(self):
        if picture := self.cleaned_data["picture"]:
            self.instance.logo.name = looks.kept(picture)
        elif self.cleaned_data.get("removes_logo"):
            self.instance.logo = ""
        self.instance.save(update_fields=["colour", "logo"])
