"""The whole municipality's report on one page: what one sees before one reads."""

from django.utils.translation import gettext as _

from reports.lines import before_among, in_time
from reports.metrics import Scale
from reports.printing import sections_of
from ui import charts

_FIGURES = ("metric_table", "indicator_table")


def in_short(content):
    sections = sections_of(content)
    questions = [each for section in sections for each in section.get("questions", [])]
    answered = [each for each in questions if each["answer"]]
    return {
        "figures": [
            row for row in (_first_row(each, content) for each in sections) if row
        ],
        "chart": _committees(content),
        "asked": len(answered),
        "not_yes": [each for each in answered if each["answer"] != "yes"],
        "matters": sum(
            len(section["matters"])
            for section in sections
            if section["kind"] == "lifted"
        ),
    }


def _first_row(section, content):
    """What a table of figures tells first: the period, the one before, the difference."""
    if section["kind"] not in _FIGURES:
        return None
    rows = [row for row in section["rows"] if not row["is_heading"]]
    if not rows:
        return None
    columns, figures = section["columns"], rows[0]["figures"]
    periods = content["period"], content["comparison_period"]
    places = in_time(columns, periods)
    before = before_among(places, columns, periods)
    kinds = [column["kind"] for column in columns]
    has_difference = "difference" in kinds
    return {
        "label": rows[0]["label"],
        "is_percent": rows[0]["scale"] == Scale.PERCENT,
        "now": figures[places[0]] if places else "",
        "before": "" if before is None else figures[before],
        "difference": figures[kinds.index("difference")] if has_difference else "",
    }


def _committees(content):
    """The first share among the key figures, committee by committee, the highest first."""
    place = next(
        (
            place
            for place, metric in enumerate(content["key_metrics"])
            if metric["scale"] == Scale.PERCENT
        ),
        None,
    )
    if place is None:
        return None
    metric = content["key_metrics"][place]
    known = [
        (part["committee"], float(part["figures"][place]))
        for part in content["parts"]
        if part["figures"][place] not in ("", "*")
    ]
    if not known:
        return None
    known.sort(key=lambda pair: -pair[1])
    message = _("%(label)s is highest in %(committee)s") % {
        "label": metric["label"],
        "committee": known[0][0],
    }
    return charts.bars(message, known, unit="%", decimals=metric["decimals"])
