from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from attachments import files, photos
from attachments.waiting import hold, waiting

MOST = 10


class PhotosInput(forms.FileInput):
    """A camera and a folder: the camera takes one at a time, the folder gives several.

    Photos that wait from when the form was sent before stand there with a way to take
    them out. The value: the keys of those that are left in, then the new files.
    """

    template_name = "attachments/photos_input.html"
    use_fieldset = True
    allow_multiple_selected = True
    # Set by the field when the form is shown again.
    waiting = ()

    def value_from_datadict(self, data, files, name):
        named = dict.fromkeys(_every(data, f"{name}-waiting"))
        taken_out = _every(data, f"{name}-remove")
        return [
            *(key for key in named if key not in taken_out),
            *files.getlist(name),
        ]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["waiting"] = self.waiting
        return context


def _every(data, name):
    """A form that a program fills may have its values in a plain dictionary."""
    return data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])


class PhotosField(forms.FileField):
    """Several photos, cleaned to a list of what `attachments.photos.keep` stores."""

    widget = PhotosInput
    default_error_messages = {
        "many": _("Choose at most %(limit)s photos."),
    }
    # Whose photos wait; set by KeepsPhotos.
    sender = ""

    def clean(self, data, initial=None):
        keys = [each for each in data if isinstance(each, str)]
        uploads = [each for each in data if not isinstance(each, str)]
        self.fit = waiting(self.sender, keys)
        room = MOST - len(self.fit)
        errors = [] if len(uploads) <= room else [self._too_many()]
        for uploaded in uploads[:room]:
            try:
                self.fit.append(photos.rewrite(uploaded))
            except ValidationError as error:
                errors.extend(error.error_list)
        if errors:
            raise ValidationError(errors)
        if self.required and not self.fit:
            raise ValidationError(self.error_messages["required"], code="required")
        return self.fit

    def _too_many(self):
        return ValidationError(
            self.error_messages["many"], params={"limit": MOST}, code="many"
        )

    def hold(self):
        """Let the photos that are fit wait, whatever else is wrong in the form."""
        self.widget.waiting = [
            hold(each, self.sender) if isinstance(each, photos.Photo) else each
            for each in getattr(self, "fit", [])
        ]


class KeepsPhotos(forms.Form):
    """A form whose photos are not lost when it comes back: pass sender=sender_of(request)."""

    def __init__(self, *args, sender="", **kwargs):
        super().__init__(*args, **kwargs)
        for field in self._photo_fields():
            field.sender = sender

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self.errors:
            self.hold_photos()

    def hold_photos(self):
        """For a view that shows a valid form again, as when two people write at once."""
        for field in self._photo_fields():
            if field.sender:
                field.hold()

    def _photo_fields(self):
        return [each for each in self.fields.values() if isinstance(each, PhotosField)]


class DocumentField(forms.FileField):
    """A PDF, picture or text, cleaned to the `attachments.files.Document` that `keep` stores."""

    widget = forms.FileInput(
        attrs={"accept": "application/pdf,image/jpeg,image/png,text/plain"}
    )

    def clean(self, data, initial=None):
        uploaded = super().clean(data, initial)
        return files.read(uploaded) if uploaded else None
