"""How many of the employees have had their talks: by unit, with all that hangs below.

Figures of few people are hidden, and those from which they could be computed; the same for
everyone who reads (organisation.small_groups).
"""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.db.models import Count, FilteredRelation, Max, Q

from organisation.leading import employed
from organisation.models import Unit, User
from organisation.small_groups import units_to_show
from sam.dates import today
from talks.models import OpinionCount, Talk, TalkCount

Kind = Talk.Kind
# Of what is counted, in the order of TalkCount's columns.
NUMBERS = ["employees", "held", "asked", "informed"]
# A leader with less than this is named to the head.
LITTLE = 50


class Share(NamedTuple):
    """Whole numbers of a unit and all below it; none where they are not shown."""

    employees: int = 0
    held: int = 0
    asked: int = 0
    informed: int = 0

    def __add__(self, other):
        return Share(*(sum(pair) for pair in zip(self, other, strict=True)))

    @property
    def held_percent(self):
        return percent(self.held, self.employees)

    @property
    def asked_percent(self):
        return percent(self.asked, self.employees)

    @property
    def informed_percent(self):
        return percent(self.informed, self.employees)


def percent(part, whole):
    return 100 * part / whole if whole else None


class Row(NamedTuple):
    unit: object
    # Whether the other rows are its parts.
    is_whole: bool
    # {kind: Share}; empty where too few people work there.
    now: dict
    before: dict

    @property
    def is_shown(self):
        return bool(self.now)


class Overview:
    """The shares of all units in a year and the one before it."""

    def __init__(self, year):
        self.year = year
        found = Unit.objects.existing().select_related("parent")
        self.units = list(found)
        self.now, shown_now = self._summed(counted(year))
        self.before, shown_before = self._summed(counted(year - 1))
        self._shown = {"now": shown_now, "before": shown_before}

    def rows(self, units, *, whole=None):
        """A row for each, `whole` (one of them) first, the others by name."""
        return [
            Row(
                each,
                each == whole,
                self.now[each.pk] if each.pk in self._shown["now"] else {},
                self.before[each.pk] if each.pk in self._shown["before"] else {},
            )
            for each in sorted(units, key=lambda unit: (unit != whole, unit.name))
        ]

    def with_little(self, units, *, kind=Kind.EMPLOYEE):
        """The shown ones of which no part is shown, with less than half of the talks held."""
        shown = self._shown["now"]
        divided = {above for pk in shown for above in self._lineages[pk][:-1]}
        return [
            row
            for row in self.rows(units)
            if row.is_shown
            and row.unit.pk not in divided
            and row.now[kind].held_percent < LITTLE
        ]

    def _summed(self, rows):
        """({unit: {kind: Share}}, ids of those to show)."""
        self._lineages = {unit.pk: unit.lineage for unit in self.units}
        summed = {
            unit.pk: dict.fromkeys(Kind.values, Share()) for unit in self.units
        }
        sizes: dict = defaultdict(int)
        for (unit, kind), share in rows.items():
            if unit not in summed:
                continue
            sizes[unit] = max(sizes[unit], share.employees)
            for above in self._lineages[unit]:
                if above in summed:
                    summed[above][kind] += share
        return summed, units_to_show(self.units, sizes)


def counted(year):
    """{(unit, kind): Share} of the year: as it stands, or as it was kept."""
    if year >= today().year:
        return live(year)
    rows = TalkCount.objects.filter(year=year).values_list("unit", "kind", *NUMBERS)
    return {(unit, kind): Share(*numbers) for unit, kind, *numbers in rows}


def live(year):
    """Of those who work here today, wherever they had their talk."""
    found = {}
    for kind in Kind.values:
        of_kind = FilteredRelation(
            "talks",
            condition=Q(
                talks__kind=kind,
                talks__held_on__range=(date(year, 1, 1), date(year, 12, 31)),
            ),
        )
        rows = (
            employed(User.objects.exclude(unit=None))
            .annotate(held_talks=of_kind)
            .order_by()
            .values_list("unit")
            .annotate(
                Count("pk", distinct=True),
                Count("held_talks__employee", distinct=True),
                Count(
                    "held_talks__employee",
                    distinct=True,
                    filter=Q(held_talks__asked_about_violence=True),
                ),
                Count(
                    "held_talks__employee",
                    distinct=True,
                    filter=Q(held_talks__informed_of_support=True),
                ),
            )
        )
        found |= {(unit, kind): Share(*numbers) for unit, *numbers in rows}
    return found


def keep(year):
    """Write down how it stands, so that it can be told when the year is over."""
    TalkCount.objects.keep(
        year,
        [
            {"unit_id": unit, "kind": kind, **share._asdict()}
            for (unit, kind), share in live(year).items()
        ],
    )


def opinions(year):
    """{question: {answer: {unit: number}}} of a year that is over; else nothing."""
    found: dict = defaultdict(lambda: defaultdict(dict))
    if year < today().year:
        rows = OpinionCount.objects.filter(year=year)
        for row in rows.values_list("question", "answer", "unit", "number"):
            found[row[0]][row[1]][row[2]] = row[3]
    return found


def last_talks(units, first, last, *, kind=Kind.EMPLOYEE, **marks):
    """[(unit, employees, those with such a talk in the days, day of the last)]."""
    conditions = {"kind": kind, "held_on__range": (first, last), **marks}
    of_kind = FilteredRelation(
        "talks",
        condition=Q(**{f"talks__{name}": value for name, value in conditions.items()}),
    )
    return (
        employed(User.objects.filter(unit__in=units.order_by().values("pk")))
        .annotate(held_talks=of_kind)
        .order_by()
        .values_list("unit")
        .annotate(
            Count("pk", distinct=True),
            Count("held_talks__employee", distinct=True),
            Max("held_talks__held_on"),
        )
    )
