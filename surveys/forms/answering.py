"""The questions, as somebody answers them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from surveys import answering

# Chosen by whoever passes a question by: nothing is kept of it.
PASSED = ""
# Of a scale whose ends have words: they stand in a row.
STEPS = 5


class AnswerForm(forms.Form):
    """All may be passed by, but something is to be answered."""

    mark_optional = False

    def __init__(self, way, data=None):
        super().__init__(data)
        self.way = way
        self.questions = list(way.survey.questionnaire.questions())
        for question in self.questions:
            self.fields[_name(question)] = _field(question)

    @property
    def groups(self):
        """[(heading, fields)] in the order of the questionnaire."""
        found: dict = {}
        for question in self.questions:
            found.setdefault(question.group, []).append(self[_name(question)])
        return list(found.items())

    def clean(self):
        given = super().clean()
        if not self.errors and not any(
            given[_name(each)] for each in self.questions if not each.is_text
        ):
            raise ValidationError(_("Answer at least one question."), code="empty")
        return given

    def carry_out(self):
        given = {each: self.cleaned_data[_name(each)] for each in self.questions}
        said = {each: value for each, value in given.items() if value}
        answering.submit(
            self.way,
            answers={str(q.pk): value for q, value in said.items() if not q.is_text},
            texts={q.pk: value for q, value in said.items() if q.is_text},
        )


class CodeForm(forms.Form):
    """For who has a code on paper."""

    code = forms.CharField(
        label=_("The code of your workplace"),
        help_text=_("It stands on the paper that you have been given."),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "class": "short",
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )

    def clean_code(self):
        code = "".join(self.cleaned_data["code"].lower().split())
        if not code.isalnum() or answering.way_of(code) is None:
            raise ValidationError(_("There is no such code. Read it once more."))
        return code


def _name(question):
    return f"q{question.pk.hex}"


def _field(question):
    if question.is_text:
        return forms.CharField(
            label=str(question),
            help_text=_(
                "Do not name anybody, and write nothing that tells who you are. What you "
                "write may be read by those who lead."
            ),
            max_length=2_000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
        )
    options = question.options()
    side_by_side = {} if question.kind == "choice" else {"class": "side-by-side"}
    if len(options) == STEPS and side_by_side:
        side_by_side = {"class": "side-by-side scale"}
    return forms.ChoiceField(
        label=str(question),
        choices=[*options, (PASSED, _("I pass by this one"))],
        required=False,
        widget=forms.RadioSelect(attrs=side_by_side),
    )
