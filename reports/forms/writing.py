"""What is written in one section of one report."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.contents.scores import SCORES
from reports.evidence import evidence_for
from reports.models import Answer, CoverReport, Question, Section
from ui.forms import Versioned, VersionField
from ui.widgets import DateInput


class _WrittenForm(Versioned):
    """Of words that say who wrote them last."""

    def saved_by(self, current):
        return current.written_by


class NarrativeForm(_WrittenForm):
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

    def __init__(self, report, section, _sections, data=None, *, row=None):
        self.report, self.section, self.row = report, section, row
        narrative = report.narratives.filter(section=section, row=row).first()
        initial = (
            {"text": narrative.text, "version": narrative.version}
            if narrative
            else {"version": 0}
        )
        super().__init__(data, initial=initial)

    def carry_out(self, *, by):
        self.report.write(self.section, by=by, row=self.row, **self.cleaned_data)


class CoverForm(_WrittenForm):
    """The cover report: each step of the decision route has fields of its own."""

    # So many bodies may handle it, one after the other.
    STEPS = range(1, 7)

    summary = forms.CharField(
        label=_("What the report says in short"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    proposal = forms.CharField(
        label=_("Proposal for a decision"),
        help_text=_("As the committee is asked to decide it, one point in each line."),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    mark_optional = False

    def __init__(self, report, _section, _sections, data=None):
        self.report = report
        cover = CoverReport.objects.filter(report=report).first() or CoverReport()
        super().__init__(
            data, initial={**self.saved_values(cover), "version": cover.version}
        )
        for number in self.STEPS:
            self._add_step(number)

    def _add_step(self, number):
        self.fields[f"body-{number}"] = forms.CharField(
            label=_("Who handles it"), max_length=200, required=False
        )
        self.fields[f"on-{number}"] = forms.DateField(
            label=_("Day"), required=False, widget=DateInput
        )
        self.fields[f"paragraph-{number}"] = forms.CharField(
            label=_("Paragraph (§)"), max_length=20, required=False
        )

    @property
    def steps(self):
        """The fields of each step, with its number."""
        names = ["body", "on", "paragraph"]
        return [
            (number, [self[f"{name}-{number}"] for name in names])
            for number in self.STEPS
        ]

    def saved_values(self, cover):
        values = {"summary": cover.summary, "proposal": cover.proposal}
        for number in self.STEPS:
            step = dict(enumerate(cover.route, start=1)).get(number, {})
            on = step.get("on")
            values |= {
                f"body-{number}": step.get("body", ""),
                f"on-{number}": date.fromisoformat(on) if on else None,
                f"paragraph-{number}": step.get("paragraph", ""),
            }
        return values

    def clean(self):
        for number in self.STEPS:
            words = [
                self.cleaned_data.get(f"{name}-{number}")
                for name in ("on", "paragraph")
            ]
            if any(words) and not self.cleaned_data.get(f"body-{number}"):
                self.add_error(f"body-{number}", _("Say who handles it then."))

    def carry_out(self, *, by):
        said = self.cleaned_data
        self.report.write_cover(
            by=by,
            version=said["version"],
            summary=said["summary"],
            proposal=said["proposal"],
            route=[
                self._step(number) for number in self.STEPS if said[f"body-{number}"]
            ],
        )

    def _step(self, number):
        on = self.cleaned_data[f"on-{number}"]
        return {
            "body": self.cleaned_data[f"body-{number}"],
            "on": on.isoformat() if on else "",
            "paragraph": self.cleaned_data[f"paragraph-{number}"]
            .removeprefix("§")
            .strip(),
        }


class AnswersForm(_WrittenForm):
    """A block of questions. Where others answer below: where to depart from what they give."""

    version = VersionField(min_value=0, required=False)
    mark_optional = False
    # What an answer is, as the model and the form's fields call it.
    said = "value"
    proposed_first = _("As proposed")

    def __init__(self, report, section, sections, data=None):
        self.report, self.section = report, section
        self.asked = list(Question.objects.filter(section=section))
        self.answered = report.answers_to(section)
        self.contents = {
            content["code"]: content
            for each in sections
            if each["code"] == section.code
            for content in each.get("questions") or each.get("requirements", [])
        }
        self.is_put_together = any(
            "proposed" in each for each in self.contents.values()
        )
        # The summary's evidence is what the committees answered.
        self.evidence = {} if report.is_summary else evidence_for(report, self.asked)
        super().__init__(data, initial={"version": self.answered.stamp})
        for question in self.asked:
            self._add_fields(question)

    def _add_fields(self, question):
        answer = self.answered.of.get(question.pk) or Answer()
        self.fields[f"{self.said}-{question.pk}"] = self._field(question, answer)
        self.fields[f"comment-{question.pk}"] = forms.CharField(
            label=_("Why not as proposed?") if self.is_put_together else _("Comment"),
            initial=answer.comment,
            max_length=2_000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def _field(self, question, answer):
        return forms.ChoiceField(
            label=question.text,
            choices=self._choices(Answer.Value.choices),
            initial=answer.value or self._proposed(question),
            required=False,
            widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
        )

    def _choices(self, choices):
        """With a way back to what those below give."""
        first = [("", self.proposed_first)] if self.is_put_together else []
        return [*first, *choices]

    def _proposed(self, question):
        """What the program knows already; it counts when the form is saved."""
        evidence = self.evidence.get(question.code)
        return evidence.value if evidence and not self.is_put_together else ""

    @property
    def questions(self):
        """Each question's fields, and what its page shows beside them."""
        return [
            {
                "value": self[f"{self.said}-{question.pk}"],
                "comment": self[f"comment-{question.pk}"],
                "content": self.contents[question.code],
                "evidence": self.evidence.get(question.code),
            }
            for question in self.asked
        ]

    def clean(self):
        if self.is_put_together:
            for question in self.asked:
                self._require_reason(question)

    def _require_reason(self, question):
        name = f"comment-{question.pk}"
        departs = self.cleaned_data.get(f"{self.said}-{question.pk}")
        if departs and not self.cleaned_data.get(name):
            self.add_error(
                name,
                _("Say why the answer is another than what the answers below give."),
            )

    def carry_out(self, *, by):
        self.report.answer_all(
            self.section,
            {question: self._words(question) for question in self.asked},
            by=by,
            stamp=self.cleaned_data["version"] or 0,
        )

    def _words(self, question):
        return {
            self.said: self.cleaned_data[f"{self.said}-{question.pk}"],
            "comment": self.cleaned_data[f"comment-{question.pk}"],
        }

    def version_of(self, answered):
        return answered.stamp

    def saved_values(self, answered):
        """What another has answered since."""
        saved = {}
        for question in self.asked:
            answer = answered.of.get(question.pk) or Answer()
            saved[f"{self.said}-{question.pk}"] = getattr(answer, self.said)
            saved[f"comment-{question.pk}"] = answer.comment
        return saved


class ScoresForm(AnswersForm):
    """Requirements judged from 1 to 5. Above those who judge: where to depart from their
    mean."""

    said = "score"
    proposed_first = _("The mean")

    def _field(self, question, answer):
        return forms.TypedChoiceField(
            label=question.text,
            choices=self._choices([(score, str(score)) for score in SCORES]),
            coerce=int,
            empty_value=None,
            initial=answer.score or "",
            required=False,
            widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
        )


EDITORS = {
    Section.Kind.NARRATIVE: NarrativeForm,
    # Of one of its rows.
    Section.Kind.INDICATOR_TABLE: NarrativeForm,
    Section.Kind.COVER_REPORT: CoverForm,
    Section.Kind.QUESTION_BLOCK: AnswersForm,
    Section.Kind.SELF_ASSESSMENT: ScoresForm,
}
