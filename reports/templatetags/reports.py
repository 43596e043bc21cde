"""How a report's content is written, on the page and in the PDF alike."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from actionplans.models import Escalation, Measure
from reports.contents import titled
from reports.metrics import SUPPRESSED, Scale
from reports.models import Answer, Document
from reports.prose import blocks
from ui import charts

register = template.Library()

register.filter("blocks", blocks)
register.filter("titled", titled)


@register.filter
def figure(text):
    """A figure as the report's tables have it: 24054, 7,7 and -0,8."""
    if text == SUPPRESSED:
        return text
    return number_format(Decimal(text), force_grouping=False) if text else "–"


@register.filter
def answer(value):
    return Answer.Value(value).label if value else _("Not answered")


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
    return Measure.Status(value).label


@register.simple_tag
def table_chart(section):
    """The table's first group of rows as a picture; None when there is nothing to show."""
    rows = _charted(section["rows"])
    places = [
        place
        for place, column in enumerate(section["columns"])
        if column["kind"] == "figure"
    ]
    if not places or not any(_number(row["figures"][places[0]]) for row in rows):
        return None
    decimals = rows[0]["decimals"]
    unit = "%" if rows[0]["scale"] == Scale.PERCENT else ""
    message = _message(section, rows[0])
    if len(places) == 1:
        pairs = [(row["label"], _number(row["figures"][places[0]])) for row in rows]
        return charts.bars(message, pairs, unit=unit, decimals=decimals)
    series = [
        (
            section["columns"][place]["heading"],
            [_number(row["figures"][place]) for row in rows],
        )
        for place in places
    ]
    labels = [row["label"] for row in rows]
    # Read from left to right as time goes.
    return charts.columns(message, labels, series[::-1], unit=unit, decimals=decimals)


def _charted(rows):
    """Down to the first heading among the rows, those on the first row's scale."""
    charted = []
    for row in rows:
        if row["is_heading"]:
            break
        charted.append(row)
    return [row for row in charted if row["scale"] == charted[0]["scale"]]


def _number(text):
    return float(text) if text and text != SUPPRESSED else None


def _message(section, row):
    """What the first row tells, as a sentence."""
    words = {"label": row["label"], "now": figure(row["figures"][0])}
    if row["scale"] == Scale.PERCENT:
        words["now"] += " %"
    change = _change(section, row)
    if change is None:
        return _("%(label)s: %(now)s") % words
    words["change"] = figure(str(abs(change)))
    if row["scale"] == Scale.PERCENT:
        words["change"] += " " + _("percentage points")
    if change > 0:
        return _("%(label)s: %(now)s, up %(change)s") % words
    if change < 0:
        return _("%(label)s: %(now)s, down %(change)s") % words
    return _("%(label)s: %(now)s, unchanged") % words


def _change(section, row):
    """What stands in the column of differences; None where there is none."""
    for column, text in zip(section["columns"], row["figures"], strict=True):
        if column["kind"] == "difference" and text and text != SUPPRESSED:
            return Decimal(text)
    return None
