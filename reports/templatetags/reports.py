"""How a report's content is written, on the page and in the PDF alike."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from actionplans.models import Escalation, Measure
from reports.contents import KEY_METRICS, titled
from reports.metrics import METRICS, Scale
from reports.models import Answer, Document
from reports.prose import blocks
from ui import charts

register = template.Library()

register.filter("blocks", blocks)
register.filter("titled", titled)


@register.filter
def figure(text):
    """A figure as the report's tables have it: 24054, 7,7 and -0,8."""
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
def key_metrics():
    """The heads of the columns of the committees' key figures."""
    return [METRICS[code].label for code in KEY_METRICS]


@register.simple_tag
def table_chart(section):
    """The table's first group of rows as a picture; None when there is nothing to show."""
    rows = _charted(section["rows"])
    if not any(row["figures"][0] for row in rows):
        return None
    decimals = Scale(rows[0]["scale"]).decimals
    unit = "%" if rows[0]["scale"] == Scale.PERCENT else ""
    message = _message(section, rows[0])
    if not section["is_compared"]:
        pairs = [(row["label"], _number(row["figures"][0])) for row in rows]
        return charts.bars(message, pairs, unit=unit, decimals=decimals)
    series = [
        (heading, [_number(row["figures"][place]) for row in rows])
        for place, heading in enumerate(section["headings"])
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
    return float(text) if text else None


def _message(section, row):
    """What the first row tells, as a sentence."""
    words = {"label": row["label"], "now": figure(row["figures"][0])}
    if row["scale"] == Scale.PERCENT:
        words["now"] += " %"
    if not section["is_compared"] or not row["figures"][2]:
        return _("%(label)s: %(now)s") % words
    change = Decimal(row["figures"][2])
    words["change"] = figure(str(abs(change)))
    if row["scale"] == Scale.PERCENT:
        words["change"] += " " + _("percentage points")
    if change > 0:
        return _("%(label)s: %(now)s, up %(change)s") % words
    if change < 0:
        return _("%(label)s: %(now)s, down %(change)s") % words
    return _("%(label)s: %(now)s, unchanged") % words
