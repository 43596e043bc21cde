"""How many of the employees have had their talks: by unit, with all that hangs below.

Figures of few people are hidden, and those from which they could be computed; the same for
everyone who reads (organisation.small_groups).
"""

from collections import Counter, defaultdict
from datetime import date
from typing import NamedTuple

from django.db.models import Count, FilteredRelation, Max, Q

from organisation.leading import employed
from organisation.models import Unit, User
from organisation.small_groups import PEOPLE, summed
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
        self.units = list(Unit.objects.existing())
        self.now = self._summed(counted(year))
        self.before = self._summed(counted(year - 1))

    def rows(self, units, *, whole=None):
        """A row for each, `whole` (one of them) first, the others by name."""
        return [
            Row(
                each,
                each == whole,
                self.now.get(each.pk, {}),
                self.before.get(each.pk, {}),
            )
            for each in sorted(units, key=lambda unit: (unit != whole, unit.name))
        ]

    def with_little(self, units):
        """The shown ones of which no part is shown, with less than half of the talks held."""
        divided = {
            above
            for unit in self.units
            if unit.pk in self.now
            for above in unit.lineage[:-1]
        }
        return [
            row
            for row in self.rows(units)
            if row.is_shown
            and row.unit.pk not in divided
            and row.now[Kind.EMPLOYEE].held_percent < LITTLE
        ]

    def _summed(self, rows):
        """{unit: {kind: Share}} of those that may be shown."""
        numbers: dict = defaultdict(Counter)
        for (unit, kind), share in rows.items():
            numbers[unit][PEOPLE] = share.employees
            for name, number in share._asdict().items():
                numbers[unit][kind, name] = number
        return {
            unit: {
                kind: Share(*(found[kind, name] for name in NUMBERS))
                for kind in Kind.values
            }
            for unit, found in summed(self.units, numbers).items()
        }


def counted(year):
    """{(unit, kind): Share} of the year: as it stands, or as it was kept."""
    if year >= today().year:
        return live(year)
    rows = TalkCount.objects.filter(year=year).values_list("unit", "kind", *NUMBERS)
    return {(unit, kind): Share(*numbers) for unit, kind, *numbers in rows}


def live(year):
    """Of those who work here today, wherever they had their talk."""
    days = (date(year, 1, 1), date(year, 12, 31))
    of_year = FilteredRelation("talks", condition=Q(talks__held_on__range=days))
    numbers = {
        f"{kind}_{name}": _with_talk(held_talks__kind=kind, **marks)
        for kind in Kind.values
        for name, marks in _MARKS.items()
    }
    people = employed(User.objects.exclude(unit=None)).annotate(held_talks=of_year)
    rows = people.order_by().values_list("unit")
    found = {}
    for unit, employees, *held in rows.annotate(
        employees=Count("pk", distinct=True), **numbers
    ):
        for place, kind in enumerate(Kind.values):
            of_kind = held[place * len(_MARKS) : (place + 1) * len(_MARKS)]
            found[unit, kind] = Share(employees, *of_kind)
    return found


# What a talk must have to count as held, asked and informed.
_MARKS: dict[str, dict] = {
    "held": {},
    "asked": {"held_talks__asked_about_violence": True},
    "informed": {"held_talks__informed_of_support": True},
}


def _with_talk(**marks):
    """How many of the employees have had such a talk, however often."""
    return Count("held_talks__employee", distinct=True, filter=Q(**marks))


def keep(year):
    """Write down how it stands, so that it can be told when the year is over."""
    TalkCount.objects.keep(
        year,
        [
            {"unit_id": unit, "kind": kind, **share._asdict()}
            for (unit, kind), share in live(year).items()
        ],
    )


def opinions(overview, unit):
    """[(question, answers, {answer: percent})] of a year that is over, in the unit and
    below it; none where too few have answered."""
    if overview.year >= today().year:
        return []
    numbers: dict = defaultdict(lambda: defaultdict(Counter))
    rows = OpinionCount.objects.filter(year=overview.year)
    for row in rows.values_list("question", "unit", "answer", "number"):
        question, of_unit, answer, number = row
        numbers[question][of_unit] += Counter({answer: number, PEOPLE: number})
    found = []
    for question, of_units in sorted(numbers.items(), reverse=True):
        said = summed(overview.units, of_units).get(unit.pk)
        if said:
            shares = {
                answer: percent(said[answer], said[PEOPLE])
                for answer in OpinionCount.Answer
            }
            found.append((OpinionCount.Question(question), said[PEOPLE], shares))
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
            employees=Count("pk", distinct=True),
            held=_with_talk(),
            last_on=Max("held_talks__held_on"),
        )
    )
