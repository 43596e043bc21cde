"""The base quantities of a reporting year, for all committees in one query per family.

Each record counts for the committee that its unit answered to on the record's own date.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, F, FilteredRelation, Q, Sum

from incidents.models import Incident
from organisation.models import Placement
from reports.importing import months_of
from reports.metrics import Counted, Sex
from reports.models import Figure
from sam.dates import moment

NOW, BEFORE = "now", "before"


@dataclass
class Amounts:
    """Base quantities of one committee, or of all, in one period."""

    # Whether the committee sat at all in the period; if not, it adds nothing.
    sat: bool
    counted: dict = field(default_factory=dict)
    figures: dict = field(default_factory=dict)

    def of(self, sex=""):
        """{quantity: amount} for a sex or for all, to make metrics of; see Metric.figure."""
        if sex:
            return {
                quantity: amount
                for (quantity, of_sex), amount in self.figures.items()
                if of_sex == sex
            }
        women, men = self.of(Sex.WOMEN), self.of(Sex.MEN)
        both = {
            quantity: women[quantity] + men[quantity] for quantity in women.keys() & men
        }
        return self.counted | both

    @classmethod
    def sum(cls, parts):
        """What is unknown of one part that sat is unknown of the whole."""
        parts = [part for part in parts if part.sat]
        return cls(
            bool(parts),
            _added([part.counted for part in parts]),
            _added([part.figures for part in parts]),
        )


@dataclass(frozen=True)
class Measured:
    """{committee: Amounts} for the period and the one before; `stray` belongs nowhere."""

    now: dict
    before: dict
    # Records of the period whose unit answered to none of the year's committees.
    stray: int


def measure(reporting_year, committees):
    """The amounts of the committees with the given ids; two queries when all is there."""
    counts = _counts(reporting_year)
    figures = _figures(reporting_year)
    periods = {
        NOW: reporting_year.period,
        BEFORE: reporting_year.comparison_period,
    }
    amounts = {
        when: _amounts(when, period, committees, counts, figures)
        for when, period in periods.items()
    }
    stray = sum(
        sum(amount[NOW].values())
        for committee, amount in counts.items()
        if committee not in committees
    )
    return Measured(amounts[NOW], amounts[BEFORE], stray)


def _counts(reporting_year):
    """{committee: {period: {counted: number}}} of the program's own records."""
    now = _moments(reporting_year.period)
    before = _moments(reporting_year.comparison_period)
    numbers = {
        f"{when}_{counted}": Count("unit", filter=condition(within))
        for when, within in [(NOW, now), (BEFORE, before)]
        for counted, condition in _CONDITIONS.items()
    }
    rows = (
        Incident.objects.filter(
            _within("reported_at", now)
            | _within("reported_at", before)
            | _within("closed_at", now)
            | _within("closed_at", before)
        )
        .annotate(
            placed=FilteredRelation(
                "unit__placements",
                condition=Q(unit__placements__valid__contains=F("occurred_on")),
            )
        )
        .order_by()
        .values("placed__answers_to")
        .annotate(**numbers)
    )
    return {
        row["placed__answers_to"]: {
            when: {counted: row[f"{when}_{counted}"] for counted in Counted}
            for when in (NOW, BEFORE)
        }
        for row in rows
    }


def _within(field, moments):
    return Q(**{f"{field}__gte": moments[0], f"{field}__lt": moments[1]})


_CONDITIONS = {
    Counted.INJURIES: lambda within: (
        _within("reported_at", within) & Q(kind__in=Incident.Kind.injuries)
    ),
    Counted.NEAR_MISSES: lambda within: (
        _within("reported_at", within) & Q(kind__in=Incident.Kind.near_misses)
    ),
    # Closed in the period, whenever it was reported.
    Counted.CLOSED: lambda within: _within("closed_at", within),
}


def _moments(period):
    """From the first midnight of the municipality to the one after the last day."""
    return [moment(day) for day in (period.lower, period.upper)]


def _figures(reporting_year):
    """{committee: {period: {(quantity, sex): (sum, months)}}} of HR's figures."""
    now = _months_within(reporting_year.period)
    before = _months_within(reporting_year.comparison_period)
    rows = (
        Figure.objects.filter(now | before)
        .order_by()
        .values_list("committee", "quantity", "sex")
        .annotate(
            now=Sum("value", filter=now),
            now_months=Count("pk", filter=now),
            before=Sum("value", filter=before),
            before_months=Count("pk", filter=before),
        )
    )
    found = defaultdict(lambda: {NOW: {}, BEFORE: {}})
    for committee, quantity, sex, *sums in rows:
        found[committee][NOW][quantity, sex] = sums[:2]
        found[committee][BEFORE][quantity, sex] = sums[2:]
    return found


def _months_within(period):
    return Q(month__gte=period.lower.replace(day=1), month__lt=period.upper)


def _amounts(when, period, committees, counts, figures):
    """A count is known when anything at all was recorded in the period; a figure, when
    each month in which the committee sat has one."""
    is_recorded = any(any(found[when].values()) for found in counts.values())
    nothing = {when: dict.fromkeys(Counted, 0)}
    whole = len(months_of(period))
    is_whole = all(
        len(sums) and all(months == whole for _sum, months in sums.values())
        for sums in (figures[committee][when] for committee in committees)
    )
    sat = None if is_whole else _months_sat(period)
    return {
        committee: Amounts(
            sat=is_whole or bool(sat[committee]),
            counted=counts.get(committee, nothing)[when] if is_recorded else {},
            figures={
                key: total
                for key, (total, months) in figures[committee][when].items()
                if months >= (whole if is_whole else len(sat[committee])) and months
            },
        )
        for committee in committees
    }


def _months_sat(period):
    """{committee: months in which some unit answered to it}."""
    months = months_of(period)
    sat = defaultdict(set)
    places = (
        Placement.objects.filter(valid__overlap=period, answers_to__isnull=False)
        .order_by()
        .values_list("answers_to", "valid")
        .distinct()
    )
    for committee, valid in places:
        last = valid.upper or period.upper
        sat[committee].update(
            month
            for month, after in zip(months, [*months[1:], period.upper], strict=True)
            if valid.lower < after and last > month
        )
    return sat


def _added(parts):
    known = set.intersection(*(set(part) for part in parts)) if parts else set()
    return {key: sum(part[key] for part in parts) for key in known}
