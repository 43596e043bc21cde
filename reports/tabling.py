"""A report's content as plain tables: what spreadsheets, text files and Word show alike.

The PDF is laid out by templates of its own.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.drawing import figure
from reports.metrics import SUPPRESSED, Scale
from reports.models import Section
from reports.printing import sections_of
from reports.templatetags.reports import (
    answer,
    goal_outcome,
    lifted_state,
    lifted_theme,
    measure_status,
)

Kind = Section.Kind


class Figure(NamedTuple):
    """A figure as the content has it: "7.7", nothing when unknown, or suppressed."""

    text: str
    decimals: int = 0
    is_percent: bool = False

    @property
    def value(self):
        """The number; None where there is none to reckon with."""
        is_number = self.text and self.text != SUPPRESSED
        return Decimal(self.text) if is_number else None

    def __str__(self):
        return figure(self.text)


@dataclass
class Row:
    cells: list
    is_heading: bool = False
    is_total: bool = False
    # What somebody wrote about the row, across the whole table.
    text: str = ""


@dataclass
class Table:
    title: str
    headings: list
    rows: list[Row]
    number: str = ""
    notes: list = field(default_factory=list)
    # How wide each column is beside the others.
    widths: list = field(default_factory=list)

    @property
    def name(self):
        return f"{self.number} {self.title}".strip()


def table_of(section, report):
    """The section as a table; None when it is none, or has nothing to list."""
    make = _TABLES.get(section["kind"])
    table = make(section, report) if make else None
    return table if table and table.rows else None


def tables_of(report):
    """(section, table) of all that have one, in the report's order."""
    for section in sections_of(report):
        if table := table_of(section, report):
            yield section, table


# Figures


def _figures(section, _report):
    headings = [column["heading"] for column in section["columns"]]
    rows = [_row(row, section["columns"]) for row in section["rows"]]
    return Table(
        section["title"],
        [section["label_heading"], *headings],
        rows,
        number=str(section.get("table", "")),
        notes=section["notes"],
        widths=[40, *[16] * len(headings)],
    )


def _row(row, columns):
    if row["is_heading"]:
        empty = [""] * len(columns)
        return Row([row["label"], *empty], is_heading=True, text=row.get("text", ""))
    cells = [
        _cell(text, row, column)
        for text, column in zip(row["figures"], columns, strict=True)
    ]
    return Row([row["label"], *cells], is_total=row.get("is_total", False))


def _cell(text, row, column):
    # Between shares lie percentage points.
    is_percent = row["scale"] == Scale.PERCENT and column["kind"] != "difference"
    return Figure(text, row["decimals"], is_percent)


def _self_assessment(section, _report):
    return Table(
        section["title"],
        [
            _("Requirement"),
            _("From 1 to 5"),
            _("The year before"),
            _("Answered"),
            *"12345",
            _("Comment"),
        ],
        [
            Row(
                [
                    each["text"],
                    Figure(each["score"], 1),
                    Figure(each["before"], 1),
                    *_of_groups(each),
                    each["comment"],
                ]
            )
            for each in section["requirements"]
        ],
        number=str(section.get("table", "")),
        widths=[50, 10, 10, 14, *[6] * 5, 40],
    )


def _of_groups(requirement):
    """How many have answered and what; nothing where a level judges for itself alone."""
    if not requirement["asked"]:
        return [""] * 6
    answered = {"done": requirement["answered"], "all": requirement["asked"]}
    spread = [Figure(str(number)) for number in requirement["spread"]]
    return [_("%(done)s of %(all)s") % answered, *spread]


# Questions


def _questions(section, _report):
    return Table(
        section["title"],
        [_("Question"), _("Answer"), _("Comment")],
        [Row(_said(question)) for question in section["questions"]],
        widths=[60, 16, 40],
    )


def all_questions(report):
    """Those of all sections in one table."""
    return Table(
        _("Questions"),
        [_("Section"), _("Question"), _("Answer"), _("Comment")],
        [
            Row([section["title"], *_said(question)])
            for section in sections_of(report)
            for question in section.get("questions", [])
        ],
        widths=[40, 70, 16, 60],
    )


def _said(question):
    return [question["text"], answer(question["answer"]), question["comment"]]


# Lists


def _risks(section, _report):
    return Table(
        section["title"],
        [_("Unit"), _("Risk"), _("Level"), _("Measures")],
        [
            Row([each["unit"], each["what"], each["level"], _measures(each)])
            for each in section["risks"]
        ],
        notes=_more(section),
        widths=[24, 40, 14, 40],
    )


def _measure_list(section, _report):
    return Table(
        section["title"],
        [_("Measure"), _("Unit"), _("Due"), _("Status"), _("Effect")],
        [
            Row(
                [
                    each["activity"],
                    each["unit"],
                    each["due_on"],
                    measure_status(each["status"]),
                    each["effect"],
                ]
            )
            for each in section["measures"]
        ],
        notes=_more(section),
        widths=[40, 24, 14, 18, 24],
    )


def _inspections(section, _report):
    return Table(
        section["title"],
        [
            _("Day"),
            _("Unit"),
            _("What it was about"),
            _("Demands"),
            _("Due"),
            _("Closed"),
        ],
        [
            Row([each[key] for key in ["on", "unit", "subject", "demands"]] + dates)
            for each in section["inspections"]
            for dates in [[each["due_on"], each["closed_on"]]]
        ],
        notes=_more(section),
        widths=[14, 24, 36, 40, 14, 14],
    )


def _goals(section, _report):
    return Table(
        section["title"],
        [
            _("Goal"),
            _("Unit"),
            _("Aim"),
            _("Latest figure"),
            _("Standing"),
            _("Evaluation"),
            _("Why"),
        ],
        [
            Row(
                [
                    each["goal"],
                    each["unit"],
                    each["aim"],
                    " ".join(filter(None, [each["figure"], each["period"]])),
                    each["standing"],
                    str(goal_outcome(each["outcome"])),
                    each["note"],
                ]
            )
            for each in section["goals"]
        ],
        notes=_more(section),
        widths=[40, 24, 24, 18, 16, 18, 40],
    )


def _lifted(section, _report):
    rows = []
    for matter in section["matters"]:
        words = [matter["matter"], lifted_theme(matter["theme"])]
        words += [matter[each] for each in ["unit", "from", "committee", "wanted"]]
        words += [_measures(matter), lifted_state(matter), matter["answer"]]
        rows.append(Row([*words, matter["answered_on"], matter["paragraph"]]))
    names = section.get("without_closed")
    closed = _("Have not closed any of their matters:")
    return Table(
        section["title"],
        [
            _("What it is about"),
            _("Theme"),
            _("Arose in"),
            _("From"),
            _("To"),
            _("What is asked for"),
            _("Planned measures"),
            _("Decision"),
            _("Answer"),
            _("Answered on"),
            _("Paragraph of the minutes"),
        ],
        rows,
        notes=[f"{closed} {', '.join(names)}."] if names else [],
        widths=[40, 20, 24, 24, 24, 40, 40, 18, 40, 14, 14],
    )


def _measures(of):
    return "\n".join(
        f"{each['activity']} ({measure_status(each['status'])})"
        for each in of["measures"]
    )


def _more(section):
    number = section.get("more")
    if not number:
        return []
    told = ngettext(
        "%(number)s more is not listed here.",
        "%(number)s more are not listed here.",
        number,
    )
    return [told % {"number": number}]


def _route(section, _report):
    return Table(
        _("Decision route"),
        [_("Handled by"), _("Day"), _("Paragraph of the minutes")],
        [
            Row([each["body"], each["on"], each.get("paragraph", "")])
            for each in section["route"]
        ],
        widths=[40, 16, 20],
    )


_TABLES = {
    Kind.METRIC_TABLE: _figures,
    Kind.INDICATOR_TABLE: _figures,
    Kind.CROSS_TABLE: _figures,
    Kind.SELF_ASSESSMENT: _self_assessment,
    Kind.QUESTION_BLOCK: _questions,
    Kind.RISK_LIST: _risks,
    Kind.MEASURE_LIST: _measure_list,
    Kind.INSPECTION_LIST: _inspections,
    Kind.GOAL_LIST: _goals,
    Kind.LIFTED: _lifted,
    Kind.LIFTED_BEFORE: _lifted,
    Kind.COVER_REPORT: _route,
}


# What the whole is made of


def tables_of_parts(report):
    """Of the summary: its committees' key figures and answers."""
    if not report.get("parts"):
        return []
    return [_key_figures(report), _answers(report)]


def _key_figures(report):
    metrics = report["key_metrics"]
    rows = [
        Row(
            [
                part["committee"],
                *[
                    Figure(text, each["decimals"], each["scale"] == Scale.PERCENT)
                    for text, each in zip(part["figures"], metrics, strict=True)
                ],
            ]
        )
        for part in report["parts"]
    ]
    return Table(
        _("Key figures of the committees"),
        [_("Committee"), *(each["label"] for each in metrics)],
        rows,
        notes=report.get("key_notes", []),
        widths=[40, *[18] * len(metrics)],
    )


def _answers(report):
    parts = report["parts"]
    questions = [
        question
        for section in report["sections"]
        for question in section.get("questions", [])
    ]
    rows = [
        Row([question["text"], *(answer(part["answers"][place]) for part in parts)])
        for place, question in enumerate(questions)
    ]
    return Table(
        _("Answers of the committees"),
        [_("Question"), *(part["committee"] for part in parts)],
        rows,
        widths=[70, *[18] * len(parts)],
    )
