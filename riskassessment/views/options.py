"""The choices of a question, drawn once for each that may be chosen.

Two hundred questions have the same three answers; to draw them for each is most of the
time that the page of a round takes.
"""

from functools import cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from riskassessment.models import Answer, Question


class Choice(NamedTuple):
    value: str
    label: str
    help: str = ""
    language: str = ""
    # On a line of its own.
    is_apart: bool = False


def drawing():
    """For one page, in its language: draws the choices `name`, with one chosen."""

    @cache
    def draw(name, choices, chosen):
        context = {"name": name, "choices": choices, "chosen": chosen}
        return render_to_string("riskassessment/options.html", context)

    return draw


def answers_to(question, language):
    """What may be chosen; nothing where the answer is written."""
    if question.kind == Question.Kind.YES_NO:
        return tuple(Choice(*each) for each in Answer.Value.choices if each[0])
    if question.kind == Question.Kind.SCALE:
        ends = {"1": question.low_label, "5": question.high_label}
        steps = [Choice(each, each, ends.get(each, ""), language) for each in "12345"]
        neither = Choice("not_applicable", _("Not applicable"), is_apart=True)
        return (*steps, neither)
    return ()


def steps_of(choices):
    return tuple(Choice(str(step), label) for step, label in choices)
