"""The base quantities of periods, for all committees in one query per family."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, reduce
from operator import or_

from django.db.models import Count, Q, Sum

from organisation.models import Placement
from reports import counting
from reports.metrics import Sex
from reports.models import Figure, Quantity
from reports.periods import months_of


@dataclass
class Amounts:
    """Base quantities of one committee in one period."""

    # Whether the committee sat at all in the period; if not, it adds nothing.
    sat: bool
    # Of the period, those in which the committee sat: of them its means are taken.
    months: int = 12
    # Months of the whole period.
    whole: int = 12
    # By (quantity, sex, age); without sex and age the whole.
    counted: dict = field(default_factory=dict)
    # By (quantity, sex, age) as HR divides it; None where a month is missing.
    figures: dict = field(default_factory=dict)
    # Quantities of which the mean of the months is taken.
    means: frozenset = frozenset()
    _cache: dict = field(default_factory=dict, repr=False)

    def of(self, sex="", age=""):
        """{quantity: amount} for a sex, an age or for all, to make metrics of."""
        key = str(sex), str(age)
        if key not in self._cache:
            self._cache[key] = self._of(*key)
        return self._cache[key]

    def _of(self, sex, age):
        parts = defaultdict(dict)
        for (quantity, of_sex, of_age), amount in self.figures.items():
            if (not sex or of_sex == sex) and (not age or of_age == age):
                parts[quantity][of_sex, of_age] = amount
        sums = {
            quantity: sum(amounts.values())
            for quantity, amounts in parts.items()
            if _is_whole(amounts, sex)
        }
        for quantity in self.means & sums.keys():
            sums[quantity] /= self.months
        counted = {
            quantity: number
            for (quantity, of_sex, of_age), number in self.counted.items()
            if (of_sex, of_age) == (sex, age)
        }
        return sums | counted


def _is_whole(amounts, sex):
    """Every month is there; where women and men are told apart, both are."""
    sexes = {of_sex for of_sex, _age in amounts}
    both = sex or sexes in ({""}, {*Sex.values})
    return both and None not in amounts.values()


class Together:
    """The amounts of several committees; what is unknown of one that sat is unknown of all.

    A committee that sat in some of the months adds to a mean as much as it had in them.
    """

    def __init__(self, parts):
        self.parts = [part for part in parts if part.sat]
        self.sat = bool(self.parts)
        self.months = max((part.whole for part in self.parts), default=12)
        self._cache = {}

    def of(self, sex="", age=""):
        key = str(sex), str(age)
        if key not in self._cache:
            amounts = [part.of(*key) for part in self.parts]
            known = set.intersection(*map(set, amounts)) if amounts else set()
            self._cache[key] = {
                quantity: sum(
                    each[quantity] * self._share(part, quantity)
                    for part, each in zip(self.parts, amounts, strict=True)
                )
                for quantity in known
            }
        return self._cache[key]

    def _share(self, part, quantity):
        is_shorter = quantity in part.means and part.months != self.months
        return Decimal(part.months) / self.months if is_shorter else 1


@dataclass(frozen=True)
class Measured(Mapping):
    """{period: {committee: Amounts}}; `stray` are records that belong nowhere."""

    amounts: dict
    stray: dict

    def __getitem__(self, period):
        return self.amounts[period]

    def __iter__(self):
        return iter(self.amounts)

    def __len__(self):
        return len(self.amounts)


def measure(periods, committees, *, quantities, sexes=(), ages=()):
    """The amounts of the committees with the given ids; one query for each family.

    `quantities` are codes; counted ones are divided by the sexes and ages named.
    """
    periods = list(dict.fromkeys(periods))
    counted = [code for code in quantities if code in counting.COUNTED]
    delivered = [code for code in quantities if code not in counting.COUNTED]
    counts = counting.counts(periods, counted, sexes=sexes, ages=ages)
    figures, means = _figures(periods, delivered)
    placements = _Placements(periods)
    amounts = {
        period: _amounts(
            period,
            placements,
            committees,
            {key: numbers[place] for key, numbers in counts.items()},
            {key: sums[place] for key, sums in figures.items()},
            means,
            [
                (code, sex, age)
                for code in counted
                for sex, age in counting.splits(sexes, ages)
            ],
        )
        for place, period in enumerate(periods)
    }
    stray = {
        period: sum(
            number
            for committee, numbers in counts.items()
            if committee not in committees
            for (code, sex, age), number in numbers[place].items()
            if not sex and not age and code in _EACH_ONCE
        )
        for place, period in enumerate(periods)
    }
    return Measured(amounts, stray)


# Counted quantities that hold what the others divide, so that no record counts twice.
_EACH_ONCE = ("injuries", "near_misses", "closed")


def _figures(periods, quantities):
    """{committee: [{(quantity, sex, age): (sum, months)} for each period]} of HR's figures,
    and of which quantities the mean of the months is taken."""
    found, means = defaultdict(lambda: [{} for _period in periods]), set()
    if not quantities or not periods:
        return found, frozenset()
    within = [_months_within(period) for period in periods]
    any_period = Q(pk__in=[])
    for each in within:
        any_period |= each
    numbers = {}
    for place, each in enumerate(within):
        numbers[f"sum_{place}"] = Sum("value", filter=each)
        numbers[f"months_{place}"] = Count("pk", filter=each)
    rows = (
        Figure.objects.filter(any_period, quantity__in=quantities)
        .order_by()
        .values_list("committee", "quantity", "quantity__over", "sex", "age")
        .annotate(**numbers)
    )
    for committee, quantity, over, sex, age, *values in rows:
        if over == Quantity.Over.MEAN:
            means.add(quantity)
        for place in range(len(periods)):
            total, months = values[2 * place : 2 * place + 2]
            if months:
                found[committee][place][quantity, sex, age] = total, months
    return found, frozenset(means)


def _months_within(period):
    return Q(month__gte=period.lower.replace(day=1), month__lt=period.upper)


def _amounts(period, placements, committees, counts, figures, means, keys):
    """A count is known when anything at all was recorded in the period; a figure, when
    each month in which the committee sat has one."""
    is_recorded = any(any(numbers.values()) for numbers in counts.values())
    whole = len(months_of(period))
    is_whole = all(
        sums and all(months == whole for _sum, months in sums.values())
        for sums in (figures.get(committee, {}) for committee in committees)
    )
    sat = None if is_whole else placements.months_sat(period)
    nothing = dict.fromkeys(keys, 0)
    return {
        committee: Amounts(
            sat=is_whole or bool(sat[committee]),
            months=whole if is_whole else len(sat[committee]) or whole,
            whole=whole,
            counted=counts.get(committee, nothing) if is_recorded else {},
            figures={
                key: total
                if months >= (whole if is_whole else len(sat[committee]))
                else None
                for key, (total, months) in figures.get(committee, {}).items()
            },
            means=means,
        )
        for committee in committees
    }


class _Placements:
    """Which committees units answered to in the periods, read when first asked for."""

    def __init__(self, periods):
        self.periods = periods

    @cached_property
    def rows(self):
        in_any = reduce(or_, (Q(valid__overlap=period) for period in self.periods))
        places = Placement.objects.filter(in_any, answers_to__isnull=False)
        return list(places.order_by().values_list("answers_to", "valid").distinct())

    def months_sat(self, period):
        """{committee: months of the period in which some unit answered to it}."""
        months = months_of(period)
        sat = defaultdict(set)
        for committee, valid in self.rows:
            last = valid.upper or period.upper
            sat[committee].update(
                month
                for month, after in zip(
                    months, [*months[1:], period.upper], strict=True
                )
                if valid.lower < after and last > month
            )
        return sat
