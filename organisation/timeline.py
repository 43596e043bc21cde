"""What units are called, where they hang and to whom they answer, day by day.

A `Timeline` is read, changed in memory as often as one likes and written at once: what
follows for the units below is worked out for all of them together. A change holds from its
day until the next that is said of the same thing: a unit moved last month keeps the name
that it gets next month.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from organisation.models import Placement

_BATCH = 1_000


class Own(NamedTuple):
    """What is said of a unit itself; units and committees are ids."""

    name: str
    level: str
    parent: UUID | None = None
    committee: UUID | None = None


class Place(NamedTuple):
    """What follows from it and from the units above: a placement without its days."""

    own: Own
    lineage: tuple[UUID, ...]
    answers_to: UUID | None


class Stretch(NamedTuple):
    """From the first day until the day before `until`, or for good."""

    since: date
    until: date | None
    what: Own | Place

    def covers(self, day):
        return self.since <= day and (self.until is None or day < self.until)


class CannotChange(ValidationError):
    """Why a unit cannot be changed so; `unit` is its id."""

    def __init__(self, unit, message):
        super().__init__(message)
        self.unit = unit


class Timeline:
    """The units with the given ids and all that hangs below them; of none, all units."""

    def __init__(self, units: Iterable[UUID] | None = None):
        hold()
        rows = Placement.objects.order_by("unit", "valid")
        if units is not None:
            pks = list(units)
            rows = rows.filter(Q(unit__in=pks) | Q(lineage__overlap=pks))
            # Those that hang there now or will; also what they were before.
            rows = Placement.objects.filter(unit__in=rows.values("unit").order_by())
            rows = rows.order_by("unit", "valid")
        self.places: dict[UUID, list[Stretch]] = defaultdict(list)
        for unit, stretch in map(_read, rows.values_list(*_READ)):
            self.places[unit].append(stretch)
        self.own = {unit: _own_of(stretches) for unit, stretches in self.places.items()}
        self.since: date | None = None

    def at(self, unit, day):
        """What is said of the unit on the day, or nothing."""
        for stretch in self.own.get(unit, []):
            if stretch.covers(day):
                return stretch.what
        return None

    def found(self, unit, on, own):
        """Let it begin, or come back after it was closed."""
        stretches = self.own.setdefault(unit, [])
        if stretches and (stretches[-1].until is None or stretches[-1].until > on):
            raise CannotChange(unit, _("The unit already has a place on that date."))
        stretches.append(Stretch(on, None, own))
        self._changed_from(on)

    def alter(self, unit, on, **changes):
        """Raises CannotChange where it does not exist then, or where later already
        something else is said of the same."""
        stretches = self.own.get(unit, [])
        here = [each for each in stretches if each.covers(on)]
        if not here:
            raise CannotChange(unit, _("The unit does not exist on that date."))
        before = here[0].what
        changes = {
            name: value
            for name, value in changes.items()
            if getattr(before, name) != value
        }
        if not changes:
            return
        after = [each for each in stretches if each.since > on]
        for later in after:
            if any(
                getattr(later.what, name) != getattr(before, name) for name in changes
            ):
                raise CannotChange(unit, _later(before.name))
        self.own[unit] = _joined(
            [
                *(each for each in stretches if each.since < here[0].since),
                here[0]._replace(until=on),
                Stretch(on, here[0].until, before._replace(**changes)),
                *(each._replace(what=each.what._replace(**changes)) for each in after),
            ]
        )
        self._changed_from(on)

    def close(self, unit, on):
        """Let it end; `on` is the first day on which it does not exist."""
        stretches = self.own.get(unit, [])
        if not self.at(unit, on):
            raise CannotChange(unit, _("The unit does not exist on that date."))
        if stretches[-1].until is not None or stretches[-1].since > on:
            raise CannotChange(unit, _later(stretches[-1].what.name))
        if stretches[0].since == on:
            raise CannotChange(unit, _("It would have existed on no day."))
        self.own[unit] = _joined([*stretches[:-1], stretches[-1]._replace(until=on)])
        self._changed_from(on)

    def replace(self, unit, own, *, since):
        """Put back what was said before; nothing where it had not begun."""
        self.own[unit] = own
        self._changed_from(since)

    def write(self):
        """Write what is other than it was; gives the ids of the units concerned."""
        if self.since is None:
            return set()
        wanted = self._places()
        touched = {
            unit
            for unit, stretches in wanted.items()
            if stretches != self.places.get(unit, [])
        }
        surplus, missing = [], []
        for unit in touched:
            before, after = set(self.places.get(unit, [])), set(wanted[unit])
            surplus += [(unit, each.since) for each in before - after]
            missing += [(unit, each) for each in after - before]
        _delete(surplus)
        Placement.objects.bulk_create(
            [_placement(unit, stretch) for unit, stretch in missing], _BATCH
        )
        self.places = wanted
        return touched

    def _changed_from(self, day):
        self.since = min(day, self.since or day)

    def _places(self):
        """All placements as they are to be: those before the first change stay."""
        derived = self._derived()
        return {
            unit: _joined(
                [
                    *_before(self.places.get(unit, []), self.since),
                    *derived.get(unit, []),
                ]
            )
            for unit in self.own
        }

    def _derived(self):
        """What follows from the first change on, between one day of change and the next."""
        outside = self._outside()
        edges = {
            day
            for stretches in [*self.own.values(), *outside.values()]
            for stretch in stretches
            for day in (stretch.since, stretch.until)
            if day and day > self.since
        }
        derived = defaultdict(list)
        for first, until in pairwise([self.since, *sorted(edges), None]):
            for unit, place in self._tree(first, outside).items():
                derived[unit].append(Stretch(first, until, place))
        return derived

    def _outside(self):
        """The places of units above that are not among ours: they stay as they are."""
        parents = {
            stretch.what.parent
            for stretches in self.own.values()
            for stretch in stretches
            if stretch.what.parent and stretch.what.parent not in self.own
        }
        found = defaultdict(list)
        rows = Placement.objects.filter(unit__in=parents).order_by("unit", "valid")
        for unit, stretch in map(_read, rows.values_list(*_READ) if parents else ()):
            found[unit].append(stretch)
        return found

    def _tree(self, day, outside):
        """{unit: its place} on the day, from the top down."""
        standing, below = {}, defaultdict(list)
        for unit, stretches in self.own.items():
            for stretch in stretches:
                if stretch.covers(day):
                    standing[unit] = stretch.what
                    below[stretch.what.parent].append(unit)
        places: dict[UUID, Place] = {}
        above = {
            unit: stretch.what
            for unit, stretches in outside.items()
            for stretch in stretches
            if stretch.covers(day)
        }
        ready = [(unit, None) for unit in below[None]]
        ready += [(unit, place) for pk, place in above.items() for unit in below[pk]]
        while ready:
            unit, over = ready.pop()
            own = standing[unit]
            places[unit] = place = Place(
                own,
                (*(over.lineage if over else ()), unit),
                own.committee or (over.answers_to if over else None),
            )
            ready += [(child, place) for child in below[unit]]
        self._refuse_the_unreached(standing, places, above, day)
        return places

    def _refuse_the_unreached(self, standing, places, above, day):
        for unit in standing.keys() - places.keys():
            own = standing[unit]
            if own.parent not in standing and own.parent not in above:
                message = _(
                    "%(unit)s would hang below a unit that does not exist on %(day)s."
                    " Move or close the units below first."
                )
                raise CannotChange(unit, message % {"unit": own.name, "day": day})
        for unit in standing.keys() - places.keys():
            raise CannotChange(unit, _("A unit cannot be part of itself."))


def hold():
    """Let nobody else change the organisation until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


# Also held, over several transactions, by an import while it is carried out.
LOCK = 7_301_994

_READ = [
    *("unit", "name", "level", "parent", "committee"),
    *("lineage", "answers_to", "valid"),
]


def _read(row):
    unit, name, level, parent, committee, lineage, answers_to, valid = row
    place = Place(Own(name, level, parent, committee), tuple(lineage), answers_to)
    return unit, Stretch(valid.lower, valid.upper, place)


def _placement(unit, stretch):
    own, lineage, answers_to = stretch.what
    return Placement(
        unit_id=unit,
        name=own.name,
        level=own.level,
        parent_id=own.parent,
        committee_id=own.committee,
        lineage=list(lineage),
        answers_to_id=answers_to,
        valid=(stretch.since, stretch.until),
    )


def _delete(surplus):
    for start in range(0, len(surplus), _BATCH):
        of_batch = surplus[start : start + _BATCH]
        rows = Placement.objects.filter(unit__in={unit for unit, _since in of_batch})
        found = rows.values_list("pk", "unit", "valid")
        wanted = set(of_batch)
        pks = [pk for pk, unit, valid in found if (unit, valid.lower) in wanted]
        Placement.objects.filter(pk__in=pks).delete()


def _own_of(stretches):
    """What is said of the unit itself, without what changed above it alone."""
    return _joined([each._replace(what=each.what.own) for each in stretches])


def _before(stretches, day):
    return [
        each._replace(until=day if each.until is None else min(each.until, day))
        for each in stretches
        if each.since < day
    ]


def _joined(stretches):
    """Those that say the same one after the other as one; none that lasts no day."""
    joined: list[Stretch] = []
    for each in stretches:
        if each.until is not None and each.until <= each.since:
            continue
        last = joined[-1] if joined else None
        if last and last.until == each.since and last.what == each.what:
            joined[-1] = last._replace(until=each.until)
        else:
            joined.append(each)
    return joined


def _later(name):
    return _("A later change of %(unit)s already stands; take that back first.") % {
        "unit": name
    }
