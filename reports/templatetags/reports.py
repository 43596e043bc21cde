"""How a report's content is written, on the page and in the PDF alike."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actionplans.models import Escalation, Measure, Outcome
from reports.contents import titled
from reports.contents.lists import LATE
from reports.drawing import answers_chart, figure, spread_chart, table_chart
from reports.models import Answer, Document, Section
from ui.prose import blocks

register = template.Library()

register.filter("blocks", blocks)
register.filter("titled", titled)
register.filter("figure", figure)
register.simple_tag(table_chart)
register.simple_tag(answers_chart)
register.simple_tag(spread_chart)

# What the link to the form of a section says; of other kinds nothing is written.
_WRITING = {
    Section.Kind.NARRATIVE: gettext_lazy("Write"),
    Section.Kind.QUESTION_BLOCK: gettext_lazy("Answer the questions"),
    Section.Kind.SELF_ASSESSMENT: gettext_lazy("Judge the requirements"),
    Section.Kind.COVER_REPORT: gettext_lazy("Write the cover report"),
}


@register.filter
def writing_label(kind):
    return _WRITING.get(kind, "")


@register.filter
def answer(value):
    return Answer.Value(value).label if value else _("Not answered")


@register.filter
def goal_outcome(value):
    """How a goal went."""
    return Outcome(value).label if value else _("Not evaluated")


@register.filter
def said(value):
    """An answer, or how a requirement is judged."""
    return answer(value) if value in Answer.Value.values else figure(value)


@register.filter
def answer_tone(value):
    tones = {"yes": "success", "partly": "warning", "no": "danger"}
    return tones.get(value, "neutral")


@register.filter
def document_kind(value):
    return Document.Kind(value).label


@register.filter
def lifted_theme(value):
    return Escalation.Theme(value).label


@register.filter
def lifted_state(matter):
    """What was decided; until then where it is."""
    if matter["decision"]:
        return Escalation.Decision(matter["decision"]).label
    return Escalation.Status(matter["status"]).label


@register.filter
def measure_status(value):
    return _("Late") if value == LATE else Measure.Status(value).label


@register.filter
def told_outcome(section):
    """How many measures there were, and how many of each outcome, as a sentence."""
    counts = section["counts"]
    every = sum(counts.values())
    told = "; ".join(f"{measure_status(each)}: {counts[each]}" for each in counts)
    return ngettext(
        "There was %(number)s measure. %(outcomes)s.",
        "There were %(number)s measures. %(outcomes)s.",
        every,
    ) % {"number": every, "outcomes": told}
