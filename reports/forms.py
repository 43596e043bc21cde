from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from reports import snapshots
from reports.evidence import evidence_for
from reports.importing import take_in
from reports.models import Answer, Report, Section
from sam.dates import today
from ui.forms import Versioned
from ui.widgets import DateInput

Status = Report.Status


class NarrativeForm(Versioned):
    text = forms.CharField(
        label=_("Text"),
        help_text=_(
            "An empty line begins a new paragraph, a line that begins with - is a point"
            " in a list. Name no persons."
        ),
        max_length=200_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 18}),
    )

    mark_optional = False

    def __init__(self, report, section, _sections, data=None):
        self.report, self.section = report, section
        narrative = report.narratives.get(section=section)
        super().__init__(
            data, initial={"text": narrative.text, "version": narrative.version}
        )

    def carry_out(self, *, by):
        self.report.write(self.section, by=by, **self.cleaned_data)


class AnswersForm(forms.Form):
    """A block of questions. For the summary: where to depart from what is proposed."""

    mark_optional = False

    def __init__(self, report, section, sections, data=None):
        self.report = report
        self.answers = list(
            report.answers.filter(question__section=section)
            .select_related("question")
            .order_by("question__order")
        )
        self.contents = {
            content["code"]: content
            for each in sections
            if each["code"] == section.code
            for content in each["questions"]
        }
        # The summary's evidence is what the committees answered.
        self.evidence = {} if report.is_summary else evidence_for(report, self.contents)
        super().__init__(data)
        for answer in self.answers:
            self._add_fields(answer)

    def _add_fields(self, answer):
        choices = Answer.Value.choices
        if self.report.is_summary:
            choices = [("", _("As proposed")), *choices]
        self.fields[f"value-{answer.pk}"] = forms.ChoiceField(
            label=answer.question.text,
            choices=choices,
            initial=answer.value or self._proposed(answer),
            required=False,
            widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
        )
        self.fields[f"comment-{answer.pk}"] = forms.CharField(
            label=_("Why not as proposed?") if self.report.is_summary else _("Comment"),
            initial=answer.comment,
            max_length=2_000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def _proposed(self, answer):
        """What the program knows already; it counts when the form is saved."""
        evidence = self.evidence.get(answer.question.code)
        return evidence.value if evidence else ""

    @property
    def questions(self):
        """Each question's fields, and what its page shows beside them."""
        return [
            {
                "value": self[f"value-{answer.pk}"],
                "comment": self[f"comment-{answer.pk}"],
                "content": self.contents[answer.question.code],
                "evidence": self.evidence.get(answer.question.code),
            }
            for answer in self.answers
        ]

    def clean(self):
        if self.report.is_summary:
            for answer in self.answers:
                self._require_reason(answer)

    def _require_reason(self, answer):
        name = f"comment-{answer.pk}"
        if self.cleaned_data.get(f"value-{answer.pk}") and not self.cleaned_data.get(
            name
        ):
            self.add_error(
                name,
                _("Say why the answer is another than the committees' answers give."),
            )

    def carry_out(self, *, by):
        for answer in self.answers:
            self.report.answer(
                answer.question,
                self.cleaned_data[f"value-{answer.pk}"],
                comment=self.cleaned_data[f"comment-{answer.pk}"],
                by=by,
            )


EDITORS = {
    Section.Kind.NARRATIVE: NarrativeForm,
    Section.Kind.QUESTION_BLOCK: AnswersForm,
}


class _Act(forms.Form):
    """A move of the report; `decides` needs the right to decide, else that to write."""

    decides = False

    def __init__(self, report, data=None):
        self.report = report
        super().__init__(data)


class SubmitForm(_Act):
    title, done = _("Submit the report"), _("The report is submitted.")
    fits = Status.DRAFT

    def carry_out(self, *, by):
        self.report.submit(by=by)


class ApproveForm(_Act):
    title = _("Approve the report")
    done = _("The report is approved and no longer changes.")
    fits, decides = Status.SUBMITTED, True

    def carry_out(self, *, by):
        snapshots.approve(self.report, by=by)


class SendBackForm(_Act):
    title, done = _("Send the report back"), _("The report is a draft again.")
    fits, decides = Status.SUBMITTED, True

    reason = forms.CharField(
        label=_("What needs to be changed?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def carry_out(self, *, by):
        self.report.send_back(by=by, reason=self.cleaned_data["reason"])


class PresentForm(_Act):
    title, done = _("Note the presentation"), _("The presentation is noted.")
    fits = Status.APPROVED

    presented_on = forms.DateField(label=_("Day of the meeting"), widget=DateInput)
    paragraph = forms.CharField(label=_("Paragraph (§)"), max_length=20, required=False)
    registry_number = forms.CharField(
        label=_("Registry number"), max_length=50, required=False
    )

    def __init__(self, report, data=None):
        super().__init__(report, data)
        for name, field in self.fields.items():
            field.initial = getattr(report, name)

    def clean_presented_on(self):
        day = self.cleaned_data["presented_on"]
        if day > today():
            raise ValidationError(_("The day has not come yet."), code="future")
        return day

    def carry_out(self, *, by):
        self.report.note_presentation(**self.cleaned_data)


ACTS = {
    "submit": SubmitForm,
    "approve": ApproveForm,
    "send-back": SendBackForm,
    "present": PresentForm,
}


class ImportForm(forms.Form):
    """A file with something wrong in it raises ImportRefused when it is taken in."""

    file = forms.FileField(
        label=_("Spreadsheet with HR's figures"), help_text=_("An xlsx file.")
    )

    def carry_out(self, *, by):
        file = self.cleaned_data["file"]
        source = take_in(file, name=file.name, by=by)
        self.done = ngettext(
            "%(number)s row was imported.",
            "%(number)s rows were imported.",
            source.rows,
        ) % {"number": source.rows}
