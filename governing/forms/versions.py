"""What is asked while a version is written, and when it is decided."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from attachments import files
from attachments.forms import DocumentField
from governing.models import VersionText
from sam.dates import today
from ui.days import not_future
from ui.forms import Versioned
from ui.widgets import DateInput


class LanguageForm(forms.Form):
    """A further language, or the easy version of one."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    is_easy_read = forms.BooleanField(
        label=_("Easy to read"),
        help_text=_("Short sentences and everyday words, for who wants it so."),
        required=False,
    )
    title = forms.CharField(label=_("Title in that language"), max_length=200)

    def __init__(self, version, data=None):
        super().__init__(data)
        self.document_version = version

    def clean(self):
        cleaned = super().clean()
        key = {name: cleaned.get(name) for name in ("language", "is_easy_read")}
        if self.document_version.texts.filter(**key).exists():
            self.add_error("language", _("There is a text in that language already."))
        return cleaned

    def carry_out(self, *, by):
        return self.document_version.write(by=by, **self.cleaned_data)


class TextForm(Versioned):
    title = forms.CharField(label=_("Title"), max_length=200)
    body = forms.CharField(
        label=_("Text"),
        help_text=_(
            "An empty line makes a new paragraph. A line that begins with # is a "
            "heading, one that begins with - a point in a list."
        ),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 24}),
        required=False,
    )
    file = DocumentField(
        label=_("File"),
        help_text=_("A PDF that is offered beside the text, at most 10 MB."),
        required=False,
    )
    removes_file = forms.BooleanField(label=_("Take the file away"), required=False)

    def __init__(self, text, data=None, files=None):
        self.instance = text
        initial = {"title": text.title, "body": text.body}
        super().__init__(data, files, initial=initial)
        if not text.file_id:
            del self.fields["removes_file"]

    def saved_by(self, current):
        return current.changed_by

    def saved_values(self, current):
        return {name: getattr(current, name) for name in ("title", "body")}

    def carry_out(self, *, by):
        said = dict(self.cleaned_data)
        said["body"] = said["body"].replace("\r\n", "\n")
        before, removes = self.instance.file, said.pop("removes_file", False)
        kept = said.pop("file")
        if kept or removes:
            said["file"] = files.keep(kept, by) if kept else None
        self.instance.change(by=by, **said)
        if before and "file" in said and not _is_used(before):
            before.discard()


def _is_used(attachment):
    """Also by the version before, from which the draft was begun."""
    return VersionText.objects.filter(file=attachment).exists()


class DecideForm(forms.Form):
    decided_by = forms.CharField(
        label=_("Who decided?"),
        help_text=_("A body or a person, such as: the council, the head of schools."),
        max_length=200,
    )
    decided_on = forms.DateField(
        label=_("On which day?"),
        initial=today,
        widget=DateInput,
        validators=[not_future],
    )
    case_number = forms.CharField(label=_("Case number"), max_length=50, required=False)
    valid_from = forms.DateField(
        label=_("From which day does it hold?"), initial=today, widget=DateInput
    )
    review_on = forms.DateField(
        label=_("Until when, and when is it reviewed?"),
        help_text=_("The owner is reminded a month before."),
        widget=DateInput,
    )
    what_is_new = forms.CharField(
        label=_("What is new in this version?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, version, data=None):
        super().__init__(data)
        self.document_version = version

    def clean_review_on(self):
        day, begins = (
            self.cleaned_data["review_on"],
            self.cleaned_data.get("valid_from"),
        )
        if begins and day <= begins:
            raise ValidationError(
                _("It is to be reviewed after the day from which it holds."),
                code="before",
            )
        return day

    def carry_out(self, *, by):
        self.document_version.decide(by=by, **self.cleaned_data)
