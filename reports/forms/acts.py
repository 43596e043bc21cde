"""The moves of a report from one state to the next."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports import snapshots
from reports.gaps import gaps
from reports.models import Report, ReportLevel, fingerprint_of
from reports.models.templates import PRINTED_LEVELS
from ui.days import not_future
from ui.widgets import DateInput

Status = Report.Status


class _Act(forms.Form):
    """A move of the report; `decides` needs the right to decide, else that to write."""

    fits: tuple = ()
    levels: list = ReportLevel.values
    decides = False
    # What is still to be written, and what is other since it was submitted; told beside
    # the button by those that it concerns.
    gaps: tuple = ()
    changes: tuple = ()

    def __init__(self, report, data=None):
        self.report = report
        super().__init__(data)

    def look_at(self, content):
        """Tell what the content of the report means for the move."""


class SubmitForm(_Act):
    title, done = _("Submit the report"), _("The report is submitted.")
    fits = Report.WRITTEN_IN

    def look_at(self, content):
        self.gaps = gaps(content)

    def carry_out(self, *, by):
        snapshots.submit(self.report, by=by)


class ApproveForm(_Act):
    title = _("Approve the report")
    done = _("The report is approved and no longer changes.")
    fits, decides = (Status.SUBMITTED,), True

    # The fingerprint of what whoever approves has on the page.
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def look_at(self, content):
        self.gaps = gaps(content)
        self.changes = snapshots.changes_since_submission(self.report, content)
        self.initial["seen"] = fingerprint_of(content)

    def carry_out(self, *, by):
        snapshots.approve(self.report, by=by, seen=self.cleaned_data["seen"])


class SendBackForm(_Act):
    title, done = _("Send the report back"), _("The report is sent back.")
    fits, decides = (Status.SUBMITTED,), True

    reason = forms.CharField(
        label=_("What needs to be changed?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def carry_out(self, *, by):
        self.report.send_back(by=by, reason=self.cleaned_data["reason"])


class PresentForm(_Act):
    title, done = _("Note the presentation"), _("The presentation is noted.")
    fits = (Status.APPROVED, Status.PRESENTED)
    # The parts of workplaces and administrations come to no meeting of their own.
    levels = PRINTED_LEVELS

    presented_on = forms.DateField(
        label=_("Day of the meeting"), widget=DateInput, validators=[not_future]
    )
    paragraph = forms.CharField(label=_("Paragraph (§)"), max_length=20, required=False)
    registry_number = forms.CharField(
        label=_("Registry number"), max_length=50, required=False
    )

    def __init__(self, report, data=None):
        super().__init__(report, data)
        for name, field in self.fields.items():
            field.initial = getattr(report, name)

    def carry_out(self, *, by):
        self.report.note_presentation(by=by, **self.cleaned_data)


class ArchiveForm(_Act):
    title, done = _("Archive the report"), _("The report is archived.")
    fits, decides = (Status.PRESENTED,), True
    levels = PRINTED_LEVELS

    def carry_out(self, *, by):
        self.report.archive(by=by)


class CorrectForm(_Act):
    title = _("Correct the report")
    done = _("A new edition can be written. The one before is kept.")
    fits, decides = Report.FROZEN_IN, True

    reason = forms.CharField(
        label=_("Why is it corrected?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def carry_out(self, *, by):
        self.report.correct(by=by, reason=self.cleaned_data["reason"])


ACTS = {
    "submit": SubmitForm,
    "approve": ApproveForm,
    "send-back": SendBackForm,
    "present": PresentForm,
    "archive": ArchiveForm,
    "correct": CorrectForm,
}
