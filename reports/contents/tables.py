"""Tables of figures: each row a metric, each column a period or something to compare with."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from reports import suppressing
from reports.contents.texts import text_of
from reports.counting import COUNTED
from reports.metrics import SUPPRESSED, difference, rounded
from reports.models import Metric, TableColumn, TableRow
from reports.periods import (
    Span,
    heading_of,
    last_day,
    months_of,
    name_of,
    of_span,
)

_Column = TableColumn.Kind


@dataclass
class Row:
    """A row on its way into the content."""

    row: TableRow
    metric: Metric | None
    figures: list = field(default_factory=list)


def metric_table(year, report, section):
    columns = columns_of(year, report, section)
    rows = rows_of(year, report, section, columns)
    return {
        "label_heading": section.label_heading or section.title,
        "columns": [_column(year, column) for column in columns],
        "rows": [_as_content(row) for row in rows],
        "notes": notes(year, rows, columns),
        "missing": _missing(year, report, section, columns),
    }


def indicator_table(year, report, section):
    """A metric table whose rows without a metric are indicators with a text of their own."""
    content = metric_table(year, report, section)
    for row, shown in zip(section.read_rows, content["rows"], strict=True):
        if shown["is_heading"]:
            shown["row"] = row.pk
            shown["text"] = text_of(year, report, section, row)
    return content


def columns_of(year, report, section):
    """Those that this level's reports have; without any, the period itself."""
    columns = [
        column
        for column in section.read_columns
        if not column.levels or report.level in column.levels
    ]
    return columns or [TableColumn(section=section, order=1)]


def period_of(year, column):
    """The days that a column tells of; of a target or a series those it stands beside."""
    return of_span(column.span, column.years_back, year.reporting_year)


def rows_of(year, report, section, columns):
    return [_row(year, report, row, columns) for row in section.read_rows]


def _row(year, report, row, columns):
    metric = year.metrics.get(row.metric_id)
    made = Row(row, metric)
    if not metric:
        return made
    made.figures = [_figure(year, report, row, metric, column) for column in columns]
    of_periods = [
        (period_of(year, column).upper, figure)
        for figure, column in zip(made.figures, columns, strict=True)
        if column.kind == _Column.FIGURE
    ]
    # The newer first, whichever stands first; of those that end together the first.
    two = sorted(of_periods[:2], key=lambda each: each[0], reverse=True)
    for place, column in enumerate(columns):
        if column.kind == _Column.DIFFERENCE and len(two) > 1:
            made.figures[place] = _difference(*(figure for _day, figure in two))
    return made


def _figure(year, report, row, metric, column):
    """A cell's figure as it is shown; None where it is unknown."""
    match column.kind:
        case _Column.FIGURE:
            period = period_of(year, column)
            return figure_of(
                year, metric, period, report.committee_id, row.sex, row.age
            )
        case _Column.TARGET:
            return _rounded(_target(year, report, metric), metric)
        case _Column.SERIES:
            until = last_day(period_of(year, column))
            key = (column.series_id, metric.code, until, row.sex, row.age)
            return _rounded(year.series.get(key), metric)
    return None


def figure_of(year, metric, period, committee, sex="", age=""):
    """What is shown of a committee, or without one of the municipality."""
    amounts = year.amounts_of(committee, period)
    figure = metric.figure(amounts.of(sex, age), months=amounts.months)
    return year.groups.shown(figure, metric, period, committee, sex, age)


def _difference(now, before):
    """Of what is not shown neither is the difference, from which it could be computed."""
    return SUPPRESSED if SUPPRESSED in (now, before) else difference(now, before)


def _target(year, report, metric):
    own = year.targets.get((report.committee_id, metric.code))
    return year.targets.get((None, metric.code)) if own is None else own


def _rounded(value, metric):
    return None if value is None else rounded(value, metric.shown_decimals)


def _column(year, column):
    content = {"kind": column.kind, "heading": _heading(year, column)}
    if column.kind in (_Column.FIGURE, _Column.SERIES):
        period = period_of(year, column)
        days = [period.lower.isoformat(), last_day(period).isoformat()]
        content["period"] = days
    return content


def _heading(year, column):
    match column.kind:
        case _Column.DIFFERENCE:
            return column.heading or _("Difference")
        case _Column.TARGET:
            return column.heading or _("Target")
        case _Column.SERIES if not column.heading:
            return year.compared[column.series_id].name
    return heading_of(column.heading, period_of(year, column))


def _as_content(row):
    if row.metric is None:
        return {"label": row.row.label, "is_heading": True, "figures": []}
    return {
        "label": row.row.label,
        "is_heading": False,
        "metric": row.metric.code,
        "sex": row.row.sex,
        "age": row.row.age,
        "scale": row.metric.scale,
        "decimals": row.metric.shown_decimals,
        "better": row.metric.better,
        "figures": [as_text(figure) for figure in row.figures],
    }


def as_text(figure):
    """As JSON keeps it without loss; nothing for what is unknown."""
    return "" if figure is None else str(figure)


def notes(year, rows, columns):
    """What stands below the table: definitions, each once, periods that differ in length,
    where the figures of others come from, and why something is not shown."""
    metrics = {row.metric.code: row.metric for row in rows if row.metric}
    definitions = [
        f"{metric.label}: {metric.definition}"
        for metric in metrics.values()
        if metric.definition
    ]
    series = [year.compared[each] for each in _ids_of_series(columns)]
    sources = [f"{each.name}: {each.source}" for each in series if each.source]
    hidden = why_hidden(year, [row.figures for row in rows])
    return [*definitions, *_unequal_periods(year, columns), *sources, *hidden]


def why_hidden(year, rows):
    """The note below rows of figures among which some are not shown."""
    is_hidden = any(SUPPRESSED in figures for figures in rows)
    return [suppressing.note(year.template.smallest_group)] if is_hidden else []


def _ids_of_series(columns):
    return dict.fromkeys(column.series_id for column in columns if column.series_id)


def _unequal_periods(year, columns):
    """A footnote that names the columns' periods when one is longer than another."""
    of_periods = [
        (_heading(year, column), period_of(year, column))
        for column in columns
        if column.kind in (_Column.FIGURE, _Column.SERIES)
    ]
    if len({len(months_of(period)) for _name, period in of_periods}) < 2:
        return []
    named = "; ".join(
        f"{name}: {period.lower.isoformat()} – {last_day(period).isoformat()}"
        for name, period in of_periods
    )
    words = _("The columns tell of periods of different lengths. %(periods)s.")
    return [words % {"periods": named}]


# What is missing


def _missing(year, report, section, columns):
    """Figures that the report's own period should have, and has not."""
    period = year.reporting_year.period
    of_period = [
        column
        for column in columns
        if column.kind == _Column.FIGURE
        and column.span == Span.PERIOD
        and not column.years_back
    ]
    rows = [row for row in section.read_rows if row.metric_id]
    if not of_period or not rows:
        return []
    amounts = year.amounts(report, period)
    lacking = [
        row
        for row in rows
        if not set(year.metrics[row.metric_id].quantities)
        <= amounts.of(row.sex, row.age).keys()
    ]
    if not lacking:
        return []
    is_counted = any(_is_counted(year.metrics[row.metric_id]) for row in lacking)
    reason = (
        _("No incident was recorded in the period %(period)s.")
        if is_counted
        else _("Figures from HR are missing for the period %(period)s%(where)s.")
    )
    where = _where_missing(year, rows) if report.is_summary else ""
    words = {"period": name_of(period), "where": where}
    return [{"section": section.title, "reason": reason % words}]


def _is_counted(metric):
    """Whether it comes from the program's own records."""
    return metric.of[0] in COUNTED


def _where_missing(year, rows):
    """Which committees have not delivered what the section's table needs."""
    needed = {
        (quantity, row.sex, row.age)
        for row in rows
        for quantity in year.metrics[row.metric_id].quantities
    }
    of_period = year.measured[year.reporting_year.period]
    names = [
        committee.name
        for pk, committee in year.committees.items()
        if of_period[pk].sat
        and any(
            quantity not in of_period[pk].of(sex, age) for quantity, sex, age in needed
        )
    ]
    return f": {', '.join(names)}" if names else ""
