"""A snapshot as a tagged PDF. The same snapshot makes the same bytes, anywhere."""

from functools import partial
from itertools import count
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override

from reports import drawing
from reports.failing import naming
from reports.layouts import of_today
from reports.metrics import SUPPRESSED
from reports.models import Section
from reports.printing import place_of, reports_of, sections_of, title_of
from reports.summing import in_short
from ui import pdf

_STYLE = Path(__file__).with_name("report.css")
# Of more columns a table is cut into pieces that stand below each other.
MOST_COLUMNS = 20
# Of more rows it may begin where it does not end; fewer go to the next page together.
_MOST_ROWS_TOGETHER = 22

_Kind = Section.Kind
_TEMPLATES = {
    _Kind.NARRATIVE: "narrative",
    _Kind.METRIC_TABLE: "figures",
    _Kind.INDICATOR_TABLE: "figures",
    _Kind.CROSS_TABLE: "figures",
    _Kind.QUESTION_BLOCK: "questions",
    _Kind.SELF_ASSESSMENT: "self_assessment",
    _Kind.RISK_LIST: "risks",
    _Kind.MEASURE_LIST: "measures",
    _Kind.INSPECTION_LIST: "inspections",
    _Kind.GOAL_LIST: "goals",
    _Kind.LIFTED: "lifted",
    _Kind.LIFTED_BEFORE: "lifted",
    _Kind.COVER_REPORT: "cover_report",
}
_CHARTS = {
    _Kind.METRIC_TABLE: drawing.table_chart,
    _Kind.INDICATOR_TABLE: drawing.table_chart,
    _Kind.CROSS_TABLE: drawing.table_chart,
    _Kind.QUESTION_BLOCK: drawing.answers_chart,
    _Kind.SELF_ASSESSMENT: drawing.spread_chart,
}


def render(snapshot, **options):
    return typeset(
        html_of(snapshot),
        identifier=snapshot.fingerprint[:32],
        pictures=_pictures(snapshot.content),
        **options,
    )


def typeset(html, *, identifier, pictures=None, attachments=(), archival=False):
    return pdf.typeset(
        html,
        _STYLE,
        identifier=identifier,
        pictures=pictures,
        attachments=attachments,
        archival=archival,
    )


def html_of(snapshot):
    content = of_today(snapshot.content)
    with override(settings.LANGUAGE_CODE):
        reports = reports_of(content)
        are_many = len(reports) > 1
        return render_to_string(
            "reports/pdf/report.html",
            {
                "report": content,
                "title": title_of(content, with_place=False),
                "place": place_of(content),
                "fingerprint": snapshot.fingerprint,
                "are_many": are_many,
                "chapters": [
                    _chapter(report, f"{place}-" if are_many else "")
                    for place, report in enumerate(reports, start=1)
                ],
                "short": in_short(content) if content.get("parts") else None,
            },
        )


class _Logo:
    """The logo as the document had it: its name comes from what is in it, and no other
    file is ever kept by that name."""

    def __init__(self, name):
        self.open = partial(default_storage.open, name)


def _pictures(content):
    logo = content.get("logo")
    return {"picture:logo": _Logo(logo)} if logo else {}


def _chapter(report, prefix):
    """One report's sections as HTML; `prefix` tells its anchors from another report's."""
    sections = sections_of(report)
    figures = count(1)
    return {
        "report": report,
        "place": place_of(report),
        "prefix": prefix,
        "numbered": [section for section in sections if section["number"]],
        "sections": [_section(each, report, prefix, figures) for each in sections],
        "questions": [
            question
            for section in sections
            for question in section.get("questions", [])
        ],
    }


def _section(section, report, prefix, figures):
    """What a reader jumps over, in the levels that are left below the chapter's own."""
    with naming(section):
        chart = _chart(section)
        context = {
            "section": section,
            "report": report,
            "anchor": f"{prefix}{section['code']}",
            "tag": f"h{min(section['level'] + 1 + bool(prefix), 6)}",
            "below": f"h{min(section['level'] + 2 + bool(prefix), 6)}",
            "chart": chart,
            "figure": next(figures) if chart else None,
            "kind": _TEMPLATES.get(section["kind"]),
        }
        if "columns" in section:
            context |= _layout(section)
        html = render_to_string("reports/pdf/section.html", context)
    return mark_safe(html)  # noqa: S308 - rendered and escaped by the template


def _chart(section):
    """None of what is not drawn, and of tables that are empty or not answered yet."""
    draw = _CHARTS.get(section["kind"])
    answered = any(each["answer"] for each in section.get("questions", []))
    has_any = section.get("rows") or answered or section.get("requirements")
    return draw(section) if draw and has_any else None


# Tables on paper


def _layout(section):
    """How the table is set: smaller the wider it is, and whether it is kept together."""
    number = min(len(section["columns"]), MOST_COLUMNS)
    texts = [row["text"] for row in section["rows"] if row.get("text")]
    is_short = len(section["rows"]) <= _MOST_ROWS_TOGETHER and not texts
    known = [text for row in section["rows"] for text in row["figures"]]
    return {
        "pieces": _pieces(section),
        "width": "few" if number <= 4 else "some" if number <= 8 else "many",
        "is_short": is_short,
        "is_wide": number > 14,
        # Where no note says it already.
        "has_suppressed": SUPPRESSED in known
        and not any(SUPPRESSED in note for note in section["notes"]),
    }


def _pieces(section):
    """The table; one of very many columns as several, each with the labels of its rows."""
    return [
        section
        | {
            "columns": section["columns"][start : start + MOST_COLUMNS],
            "rows": [
                row | {"figures": row["figures"][start : start + MOST_COLUMNS]}
                for row in section["rows"]
            ],
        }
        for start in range(0, len(section["columns"]), MOST_COLUMNS)
    ]
