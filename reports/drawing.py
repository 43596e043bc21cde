"""The tables and questions of a report's content as pictures, with a message each."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.metrics import SUPPRESSED, Scale
from reports.models import Answer, Metric
from ui import charts
from ui.text import shortened

# So many series are told apart; of more periods than are told apart time goes sideways.
MOST_SERIES = 4
MOST_SIDE_BY_SIDE = 3
# So many bars, the highest, and so many questions stand in one picture.
MOST_BARS = 12
# From so many who have answered their answers are a picture and not only a table.
FEWEST_ANSWERS = 3

_SHOWN = [Answer.Value.YES, Answer.Value.PARTLY, Answer.Value.NO]


def figure(text):
    """A figure as the report's tables have it: 24054, 7,7 and -0,8."""
    if text == SUPPRESSED:
        return text
    return number_format(Decimal(text), force_grouping=False) if text else "–"


def table_chart(section):
    """The table's first group of rows; None when there is nothing to show.

    A few periods stand side by side for each row; more of them are lines over time.
    """
    if section["kind"] == "cross_table":
        return _totals(section)
    rows = _charted(section["rows"])
    places = _in_time(section["columns"])
    if not places or not any(_number(row["figures"][places[-1]]) for row in rows):
        return None
    how = {
        "unit": "%" if rows[0]["scale"] == Scale.PERCENT else "",
        "decimals": rows[0]["decimals"],
        "target": _target(section, rows),
    }
    message = _message(section, rows[0])
    headings = [section["columns"][place]["heading"] for place in places]
    if len(places) == 1:
        pairs = [(row["label"], _number(row["figures"][places[0]])) for row in rows]
        return charts.bars(message, pairs, **how)
    if len(places) > MOST_SIDE_BY_SIDE:
        how["target"] = _target(section, rows[:MOST_SERIES])
        return charts.lines(message, headings, _over(rows[:MOST_SERIES], places), **how)
    if len(rows) == 1:
        return charts.columns(message, headings, _over(rows, places), **how)
    series = [
        (heading, [_number(row["figures"][place]) for row in rows])
        for heading, place in zip(headings, places, strict=True)
    ]
    labels = [row["label"] for row in rows]
    return charts.columns(message, labels, series, series_are_periods=True, **how)


def _over(rows, places):
    """A series for each row, as time goes."""
    return [
        (row["label"], [_number(row["figures"][place]) for place in places])
        for row in rows
    ]


def _charted(rows):
    """From the first row with figures down to the next heading, those on its scale."""
    charted = []
    for row in rows:
        if not row["is_heading"]:
            charted.append(row)
        elif charted:
            break
    return [row for row in charted if row["scale"] == charted[0]["scale"]]


def _in_time(columns):
    """The places of the columns with figures, the earliest period first."""
    places = [
        place for place, column in enumerate(columns) if column["kind"] == "figure"
    ]
    # The newest stands first in a table; that it does is all that an old one tells.
    places.reverse()
    return sorted(places, key=lambda place: columns[place].get("period", [""])[-1])


def _target(section, rows):
    """(what it is called, the figure) that all the rows are to reach; None without one."""
    for column, *texts in zip(
        section["columns"], *(row["figures"] for row in rows), strict=True
    ):
        if column["kind"] == "target" and len(set(texts)) == 1 and texts[0]:
            return column["heading"], _number(texts[0])
    return None


def _totals(section):
    """Of incidents counted by two things: how many there are of each of the rows."""
    rows = [row for row in section["rows"] if not row.get("is_total")]
    pairs = [(row["label"], _number(row["figures"][-1])) for row in rows]
    pairs = [pair for pair in pairs if pair[1] is not None]
    if not any(number for _label, number in pairs):
        return None
    if section.get("down") != "month":
        pairs.sort(key=lambda pair: -pair[1])
    label, most = max(pairs, key=lambda pair: pair[1])
    message = _("Most are counted for %(label)s: %(number)s") % {
        "label": label,
        "number": figure(str(int(most))),
    }
    return charts.bars(message, pairs[:MOST_BARS])


def _number(text):
    return float(text) if text and text != SUPPRESSED else None


# What the picture tells


def _message(section, row):
    """What the first row tells, as a sentence."""
    places = _in_time(section["columns"])
    words = {"label": row["label"], "now": _said(row["figures"][places[-1]], row)}
    change = _change(section, row)
    if not change:
        known = change is not None
        told = (
            _("%(label)s is %(now)s, as before") if known else _("%(label)s is %(now)s")
        )
        return told % words
    words["change"] = _said(str(abs(change)), row, is_change=True)
    if change > 0:
        told = _("%(label)s is %(now)s, %(change)s more than before")
    else:
        told = _("%(label)s is %(now)s, %(change)s less than before")
    return ", ".join(filter(None, [told % words, _meaning(row, change)]))


def _said(text, row, *, is_change=False):
    number = figure(text)
    if row["scale"] != Scale.PERCENT or not text or text == SUPPRESSED:
        return number
    if is_change:
        return _("%(number)s percentage points") % {"number": number}
    return _("%(number)s per cent") % {"number": number}


def _meaning(row, change):
    """Whether the change is to the good, where the metric says what is."""
    if row.get("better", "neither") == Metric.Better.NEITHER:
        return ""
    rises = change > 0
    is_better = rises == (row["better"] == Metric.Better.HIGHER)
    return _("which is better") if is_better else _("which is worse")


def _change(section, row):
    """What stands in the column of differences; None where there is none."""
    for column, text in zip(section["columns"], row["figures"], strict=True):
        if column["kind"] == "difference" and text and text != SUPPRESSED:
            return Decimal(text)
    return None


# Questions and judgements


def answers_chart(section):
    """How those who answered below have answered each question; None when few have."""
    questions = [
        question
        for question in section["questions"]
        if len(question.get("parts") or []) >= FEWEST_ANSWERS
    ]
    rows = [(shortened(each["text"], 90), _answered(each)) for each in questions]
    if not any(sum(counts[:-1]) for _text, counts in rows):
        return None
    yes = sum(counts[0] for _text, counts in rows)
    every = sum(sum(counts) for _text, counts in rows)
    message = ngettext(
        "%(yes)s of %(all)s answer is yes", "%(yes)s of %(all)s answers are yes", every
    ) % {"yes": yes, "all": every}
    names = [*(str(value.label) for value in _SHOWN), _("Other or none")]
    return charts.stacked(message, rows[:MOST_BARS], names)


def _answered(question):
    given = [part["answer"] for part in question["parts"]]
    counts = [given.count(value) for value in _SHOWN]
    return [*counts, len(given) - sum(counts)]


def spread_chart(section):
    """How many have judged each requirement at 1 to 5; None when few have."""
    judged = [
        each
        for each in section["requirements"]
        if sum(each.get("spread") or []) >= FEWEST_ANSWERS
    ]
    if not judged:
        return None
    lowest = min(judged, key=lambda each: Decimal(each["score"] or 5))
    message = _("Lowest is “%(requirement)s” with %(score)s of 5") % {
        "requirement": shortened(lowest["text"], 90),
        "score": figure(lowest["score"]),
    }
    rows = [(shortened(each["text"], 90), each["spread"]) for each in judged]
    names = [_("mark %(mark)s") % {"mark": mark} for mark in range(1, 6)]
    return charts.stacked(message, rows[:MOST_BARS], names, is_ordered=True)
