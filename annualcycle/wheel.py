"""How far a year has come: the wheel of a unit, and unit by unit the same as a matrix.

The database counts; a page costs as many queries for two thousand units as for two.
"""

from collections import defaultdict
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, F, Max, Min, Q
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annualcycle.models import Activity, Occurrence
from annualcycle.models.wheel import state_of
from organisation.models import Unit
from sam.dates import today
from ui import charts
from ui.text import shortened

Status = Occurrence.Status


class State(NamedTuple):
    """Never by colour alone: a sign, a word and a tone."""

    sign: str
    word: str | Promise
    tone: str


STATES = {
    "done": State("✓", gettext_lazy("Done"), "success"),
    "late": State("!", gettext_lazy("Late"), "danger"),
    "now": State("→", gettext_lazy("Now"), "info"),
    "planned": State("○", gettext_lazy("Planned"), "neutral"),
    "not_applicable": State("–", gettext_lazy("Does not apply"), "neutral"),
}


class Counts(NamedTuple):
    """Of an activity and a time in the year, over all units that do it."""

    all: int
    done: int
    not_applicable: int
    late: int
    starts_on: date
    due_on: date

    @property
    def settled(self):
        return self.done + self.not_applicable

    @property
    def state(self):
        if self.settled == self.all:
            return "done" if self.done else "not_applicable"
        if self.late:
            return "late"
        return "now" if self.starts_on <= today() else "planned"


class Slot(NamedTuple):
    """One time that an activity comes in a year, as it stands for a unit and below it."""

    activity: Activity
    number: int
    counts: Counts
    # The unit's own, when it is the unit that does it.
    own: Occurrence | None

    @property
    def state(self):
        return STATES[self.key]

    @property
    def key(self):
        if self.own and self.counts.all == 1:
            return self.own.state
        return self.counts.state

    @property
    def month(self):
        return self.counts.due_on.month

    @property
    def name(self):
        """With which time it is, of what comes several times a year."""
        if self.activity.times == 1:
            return self.activity.title
        words = {"activity": self.activity.title, "number": self.number}
        return _("%(activity)s (%(number)s)") % words

    @property
    def is_of_many(self):
        return self.counts.all > 1


# The wheel


def slots_of(unit, year):
    """What is asked of the unit or below it in the year, as the year goes.

    With what it has from above; what units below have set for themselves is theirs.
    """
    activities = Activity.objects.of_year(year).holding_in(unit)
    activities = list(activities.select_related("unit", "goal"))
    counts = counts_of(within(unit), activities, year)
    occurrences = Occurrence.objects.filter(unit=unit, year=year)
    own = {(each.activity_id, each.number): each for each in occurrences}
    slots = [
        Slot(
            activity,
            number,
            counts[activity.pk, number],
            own.get((activity.pk, number)),
        )
        for activity in activities
        for number in range(1, activity.times + 1)
        if (activity.pk, number) in counts
    ]
    return sorted(slots, key=lambda slot: (slot.counts.due_on, slot.activity.title))


def within(unit):
    """A condition for rows in the unit and below it; none for the whole municipality."""
    if unit.parent_id is None:
        return Q()
    return Q(unit__in=Unit.objects.within([unit.pk]).order_by().values("pk"))


def counts_of(where, activities, year):
    """{(activity's id, number): Counts} in one query."""
    rows = Occurrence.objects.filter(where, year=year, activity__in=activities)
    open, late = Q(status=Status.OPEN), Q(status=Status.OPEN, due_on__lt=today())
    gone = open & Q(unit__closed_on__isnull=False)
    found = (
        rows.exclude(gone)
        .order_by()
        .values_list("activity", "number")
        .annotate(
            all=Count("pk"),
            done=Count("pk", filter=Q(status=Status.DONE)),
            not_applicable=Count("pk", filter=Q(status=Status.NOT_APPLICABLE)),
            late=Count("pk", filter=late),
            begins=Min("starts_on"),
            ends=Max("due_on"),
        )
    )
    return {
        (activity, number): Counts(*numbers) for activity, number, *numbers in found
    }


def by_month(slots):
    """[(month's name, its number, slots)], all twelve."""
    found = defaultdict(list)
    for slot in slots:
        found[slot.month].append(slot)
    return [(name, number, found[number]) for number, name in MONTHS.items()]


def in_short(slots):
    """{state's key: how many}."""
    counts = dict.fromkeys(STATES, 0)
    for slot in slots:
        counts[slot.key] += 1
    return counts


def picture(unit, year, slots):
    """The round one; it says no more than the list, which is the truth."""
    counts = in_short(slots)
    message = _(
        "The year %(year)s in %(unit)s: %(done)s done, %(late)s late, %(now)s now,"
        " %(planned)s planned"
    ) % {"year": year, "unit": unit, **counts}
    sectors = [
        (
            str(MONTHS_3[number]).capitalize(),
            [
                (slot.state.sign, shortened(slot.name, 34), slot.state.tone)
                for slot in of
            ],
        )
        for _name, number, of in by_month(slots)
    ]
    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    passed = (today() - date(year, 1, 1)).days / days
    return charts.wheel(
        message, str(year), sectors, hand=passed if 0 <= passed < 1 else None
    )


# Unit by unit


class Column(NamedTuple):
    activity: Activity
    number: int
    counts: Counts

    @property
    def key(self):
        return self.activity.pk, self.number

    @property
    def name(self):
        return Slot(self.activity, self.number, self.counts, None).name


def columns_of(unit, year, activities):
    """How far each time of the activities has come in the unit and below it."""
    counts = counts_of(within(unit), activities, year)
    columns = [
        Column(activity, number, counts[activity.pk, number])
        for activity in activities
        for number in range(1, activity.times + 1)
        if (activity.pk, number) in counts
    ]
    return sorted(columns, key=lambda each: (each.counts.due_on, each.activity.title))


# How the rows can be sorted.
ORDERS = ["-late", "late", "name", "-name"]


def rows_of(unit, year, columns, *, order=ORDERS[0], is_late=False, search=""):
    """Units that are asked something, with how much is `late`."""
    rows = Occurrence.objects.filter(
        within(unit),
        year=year,
        unit__closed_on=None,
        activity__in={each.activity for each in columns},
    )
    for word in search.split():
        rows = rows.filter(unit__name__icontains=word)
    late = Count("pk", filter=Q(status=Status.OPEN, due_on__lt=today()))
    rows = rows.order_by().values("unit", name=F("unit__name")).annotate(late=late)
    if is_late:
        rows = rows.filter(late__gt=0)
    return rows.order_by(order, "name", "unit")


class Cell(NamedTuple):
    """What a page with thousands of them needs to know of an occurrence."""

    pk: UUID
    key: str

    @property
    def state(self):
        return STATES[self.key]


def cells_of(rows, year, columns):
    """Each row with its cells in the order of the columns: none where the unit is not
    asked."""
    found = Occurrence.objects.filter(
        unit__in=[row["unit"] for row in rows],
        year=year,
        activity__in={each.activity for each in columns},
    ).order_by()
    names = ("unit", "activity", "number", "pk", "status", "starts_on", "due_on")
    known = {
        (unit, activity, number): Cell(pk, state_of(*said))
        for unit, activity, number, pk, *said in found.values_list(*names)
    }
    for row in rows:
        yield row, [known.get((row["unit"], *column.key)) for column in columns]
