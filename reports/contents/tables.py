"""Tables of figures: each row a metric, each column a period or something to compare with."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from reports.contents.texts import text_of
from reports.counting import COUNTED
from reports.metrics import difference, rounded
from reports.models import Metric, TableColumn, TableRow
from reports.periods import Span, heading_of, last_day, name_of, of_span

_Column = TableColumn.Kind


@dataclass
class Row:
    """A row on its way into the content: its figures, and of how many people each tells."""

    row: TableRow
    metric: Metric | None
    figures: list = field(default_factory=list)
    groups: list = field(default_factory=list)


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
    for column in columns:
        figure, group = _figure(year, report, row, metric, column)
        made.figures.append(figure)
        made.groups.append(group)
    shown = [
        figure
        for figure, column in zip(made.figures, columns, strict=True)
        if column.kind == _Column.FIGURE
    ]
    for place, column in enumerate(columns):
        if column.kind == _Column.DIFFERENCE and len(shown) > 1:
            made.figures[place] = difference(*shown[:2])
    return made


def _figure(year, report, row, metric, column):
    """A cell's figure, and of how many people it tells; None where it does not tell."""
    match column.kind:
        case _Column.FIGURE:
            amounts = year.amounts(report, period_of(year, column))
            of_row = amounts.of(row.sex, row.age)
            figure = metric.figure(of_row, months=amounts.months)
            return figure, of_row.get(metric.group)
        case _Column.TARGET:
            return _rounded(_target(year, report, metric), metric), None
        case _Column.SERIES:
            until = last_day(period_of(year, column))
            key = (column.series_id, metric.code, until, row.sex, row.age)
            return _rounded(year.series.get(key), metric), None
    return None, None


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
    """What stands below the table: definitions, each once, and periods that differ."""
    metrics = {row.metric.code: row.metric for row in rows if row.metric}
    found = [
        f"{metric.label}: {metric.definition}"
        for metric in metrics.values()
        if metric.definition
    ]
    lengths = {
        (period.upper.year - period.lower.year) * 12
        + period.upper.month
        - period.lower.month
        for period in _periods(year, columns)
    }
    if len(lengths) > 1:
        found.append(_("The columns tell of periods of different lengths."))
    return found


def _periods(year, columns):
    return [period_of(year, each) for each in columns if each.kind == _Column.FIGURE]


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
