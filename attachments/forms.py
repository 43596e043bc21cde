from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from attachments import files, photos

MOST = 10


class PhotosInput(forms.FileInput):
    """A camera and a folder: the camera takes one at a time, the folder gives several."""

    template_name = "attachments/photos_input.html"
    use_fieldset = True
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name)


class PhotosField(forms.FileField):
    """Several photos, cleaned to `attachments.photos.Photo`s that `keep` stores."""

    widget = PhotosInput
    default_error_messages = {
        "many": _("Choose at most %(limit)s photos."),
    }

    def clean(self, data, initial=None):
        if len(data) > MOST:
            raise ValidationError(
                self.error_messages["many"], params={"limit": MOST}, code="many"
            )
        cleaned, errors = [], []
        for uploaded in data:
            try:
                cleaned.append(photos.rewrite(uploaded))
            except ValidationError as error:
                errors.extend(error.error_list)
        if errors:
            raise ValidationError(errors)
        return cleaned


class DocumentField(forms.FileField):
    """A PDF, picture or text, cleaned to the `attachments.files.Document` that `keep` stores."""

    widget = forms.FileInput(
        attrs={"accept": "application/pdf,image/jpeg,image/png,text/plain"}
    )

    def clean(self, data, initial=None):
        uploaded = super().clean(data, initial)
        return files.read(uploaded) if uploaded else None
