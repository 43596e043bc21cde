"""The rows of a report's tables as numbers that can be held against each other."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import F, Q
from django.utils.translation import gettext as _

from reports.metrics import SUPPRESSED, Scale, Sex
from reports.models import Target
from reports.periods import last_day
from ui.numbers import decimal

# Fewer than so many say nothing by becoming more or fewer.
FEWEST = 10


@dataclass(frozen=True)
class Line:
    """One row; None where the figure is unknown or not shown."""

    # What the metric is called: “Total” or “Women” alone say nothing in a sentence.
    label: str
    metric: str
    sex: str
    age: str
    scale: str
    decimals: int
    better: str
    # Of periods as long as the report's own, which comes first, the newest before others.
    figures: tuple
    # In the period that the report's own is compared with; None where the table has none.
    before: Decimal | None = None
    # First and last day of the first figure.
    period: list | None = None
    target: Decimal | None = None

    @property
    def name(self):
        sex = str(Sex(self.sex).label).lower() if self.sex else ""
        return ", ".join(filter(None, [self.label, sex, self.age]))

    @property
    def now(self):
        return self.figures[0] if self.figures else None

    @property
    def is_whole(self):
        """Of all, not of a sex or an age."""
        return not self.sex and not self.age

    @property
    def change(self):
        """Since the period before; None where one of the two says nothing."""
        if not self.now or not self.before:
            return None
        if self.scale == Scale.COUNT and max(self.now, self.before) < FEWEST:
            return None
        return self.now - self.before

    @property
    def share_of_change(self):
        """How large the change is beside what it was."""
        return abs(self.change / self.before) if self.change else Decimal(0)

    @property
    def is_worse(self):
        worse = {"lower": 1, "higher": -1}.get(self.better, 0)
        return bool(self.change) and self.change * worse > 0

    @property
    def meets_target(self):
        """None without a target, without a figure, and where neither way is better."""
        if not self.target or not self.now or self.better == "neither":
            return None
        if self.better == "lower":
            return self.now <= self.target
        return self.now >= self.target

    def shown(self, value):
        """A figure of the row as the tables have it, with its unit."""
        text = decimal(value, self.decimals, grouped=False)
        return f"{text}\N{NO-BREAK SPACE}%" if self.scale == Scale.PERCENT else text

    def shown_change(self):
        """How much more or less, without a sign."""
        text = decimal(abs(self.change), self.decimals, grouped=False)
        if self.scale == Scale.PERCENT:
            return _("%(number)s percentage points") % {"number": text}
        return text


def lines_of(sections, metrics, periods):
    """The rows of the tables among the sections, in order; `metrics` are those of the
    template, by code, `periods` first and last day of the report's own period and of the
    one it is compared with."""
    return [
        _line(section["columns"], row, metrics[row["metric"]], periods)
        for section in sections
        if section.get("columns")
        for row in section["rows"]
        if row.get("metric") in metrics and not row["is_heading"]
    ]


def _line(columns, row, metric, periods):
    numbers = list(map(_number, row["figures"]))
    places = in_time(columns, periods)
    before = before_among(places, columns, periods)
    kinds = [column["kind"] for column in columns]
    return Line(
        label=metric.label,
        metric=row["metric"],
        sex=row["sex"],
        age=row["age"],
        scale=row["scale"],
        decimals=row["decimals"],
        better=row["better"],
        figures=tuple(numbers[place] for place in places),
        before=None if before is None else numbers[before],
        period=columns[places[0]]["period"] if places else None,
        target=numbers[kinds.index("target")] if "target" in kinds else None,
    )


def in_time(columns, periods):
    """The places of the columns whose figures can be held against each other: that of the
    report's own period, else the newest; then the earlier ones as long, newest first."""
    days = {
        place: column["period"]
        for place, column in enumerate(columns)
        if column["kind"] == "figure" and "period" in column
    }
    if not days:
        return []
    own = [place for place in days if days[place] == periods[0]]
    now = own[0] if own else max(days, key=lambda place: days[place][1])
    earlier = [
        place
        for place in days
        if _months(days[place]) == _months(days[now]) and days[place] < days[now]
    ]
    return [now, *sorted(earlier, key=days.get, reverse=True)]


def before_among(places, columns, periods):
    """Which of the places `in_time` the first is held against: that of the period compared
    with, else the newest; None without any."""
    earlier = places[1:]
    compared = [place for place in earlier if columns[place]["period"] == periods[1]]
    return next(iter(compared or earlier), None)


def _months(days):
    first, last = map(date.fromisoformat, days)
    return (last.year - first.year) * 12 + last.month - first.month


def _number(text):
    return Decimal(text) if text and text != SUPPRESSED else None


def targets_of(report):
    """{metric: value} that hold for the report: the committee's own before the others."""
    year = last_day(report.reporting_year.period).year
    rows = Target.objects.filter(year=year)
    rows = rows.filter(Q(committee=None) | Q(committee=report.committee_id))
    # The municipality's come first, and those of the committee over them.
    ordered = rows.order_by(F("committee").asc(nulls_first=True))
    return dict(ordered.values_list("metric", "value"))


def with_targets(lines, targets):
    """Those of all people, each with its target also where the table shows none."""
    return [
        line if line.target else replace(line, target=targets.get(line.metric))
        for line in lines
        if line.is_whole
    ]


def most_changed(lines, number):
    """Those that changed most beside what they were; each metric once, of all people."""
    whole = [line for line in lines if line.is_whole and line.change]
    found = {}
    for line in sorted(whole, key=lambda each: -each.share_of_change):
        found.setdefault(line.metric, line)
    return list(found.values())[:number]


def pairs(lines):
    """(women, men) of each table row that has both, neither nought."""
    women = {_key(line): line for line in lines if line.sex == Sex.WOMEN and line.now}
    men = {_key(line): line for line in lines if line.sex == Sex.MEN and line.now}
    return [(line, men[key]) for key, line in women.items() if key in men]


def _key(line):
    return line.metric, line.age
