"""What is written in one section of one report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.evidence import evidence_for
from reports.models import Answer, Question, Section
from ui.forms import Versioned


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
        narrative = report.narratives.filter(section=section, row=None).first()
        initial = (
            {"text": narrative.text, "version": narrative.version}
            if narrative
            else {"version": 0}
        )
        super().__init__(data, initial=initial)

    def carry_out(self, *, by):
        self.report.write(self.section, by=by, **self.cleaned_data)


class AnswersForm(forms.Form):
    """A block of questions. Where others answer below: where to depart from what they give."""

    mark_optional = False

    def __init__(self, report, section, sections, data=None):
        self.report = report
        self.asked = list(Question.objects.filter(section=section))
        answers = report.answers.filter(question__section=section)
        self.answers = {answer.question_id: answer for answer in answers}
        self.contents = {
            content["code"]: content
            for each in sections
            if each["code"] == section.code
            for content in each["questions"]
        }
        # The summary's evidence is what the committees answered.
        self.evidence = {} if report.is_summary else evidence_for(report, self.asked)
        super().__init__(data)
        for question in self.asked:
            self._add_fields(question)

    def _add_fields(self, question):
        answer = self.answers.get(question.pk) or Answer()
        choices = Answer.Value.choices
        if self.report.is_summary:
            choices = [("", _("As proposed")), *choices]
        self.fields[f"value-{question.pk}"] = forms.ChoiceField(
            label=question.text,
            choices=choices,
            initial=answer.value or self._proposed(question),
            required=False,
            widget=forms.RadioSelect(attrs={"class": "side-by-side"}),
        )
        self.fields[f"comment-{question.pk}"] = forms.CharField(
            label=_("Why not as proposed?") if self.report.is_summary else _("Comment"),
            initial=answer.comment,
            max_length=2_000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def _proposed(self, question):
        """What the program knows already; it counts when the form is saved."""
        evidence = self.evidence.get(question.code)
        return evidence.value if evidence else ""

    @property
    def questions(self):
        """Each question's fields, and what its page shows beside them."""
        return [
            {
                "value": self[f"value-{question.pk}"],
                "comment": self[f"comment-{question.pk}"],
                "content": self.contents[question.code],
                "evidence": self.evidence.get(question.code),
            }
            for question in self.asked
        ]

    def clean(self):
        if self.report.is_summary:
            for question in self.asked:
                self._require_reason(question)

    def _require_reason(self, question):
        name = f"comment-{question.pk}"
        if self.cleaned_data.get(f"value-{question.pk}") and not self.cleaned_data.get(
            name
        ):
            self.add_error(
                name,
                _("Say why the answer is another than the committees' answers give."),
            )

    def carry_out(self, *, by):
        for question in self.asked:
            self.report.answer(
                question,
                self.cleaned_data[f"value-{question.pk}"],
                comment=self.cleaned_data[f"comment-{question.pk}"],
                by=by,
            )


EDITORS = {
    Section.Kind.NARRATIVE: NarrativeForm,
    Section.Kind.QUESTION_BLOCK: AnswersForm,
}
