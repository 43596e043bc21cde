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
    """For one page, in its language: `_draw` and `_answers_to`, done once for each."""
    return cache(_draw), cache(_answers_to)


def _draw(name, choices, chosen):
    context = {"name": name, "choices": choices, "chosen": chosen}
    return render_to_string("riskassessment/options.html", context)


def _answers_to(kind, low_label, high_label, language):
    """What may be chosen; nothing where the answer is written."""
    if kind == Question.Kind.YES_NO:
        choices = Answer.Value.choices
        return tuple(Choice(value, str(label)) for value, label in choices if value)
    if kind == Question.Kind.SCALE:
        ends = {"1": low_label, "5": high_label}
        steps = [Choice(each, each, ends.get(each, ""), language) for each in "12345"]
        neither = Choice("not_applicable", _("Not applicable"), is_apart=True)
        return (*steps, neither)
    return ()


def steps_of(choices):
    return tuple(Choice(str(step), label) for step, label in choices)
