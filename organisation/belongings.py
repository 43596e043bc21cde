"""What hangs on a unit, and what becomes of it when the unit goes into another.

Each room says it of its own rows in a module `belongings` with a list BELONGINGS; nothing
else has to be done for a room to be counted before a reorganisation and moved by it. Only
what is open belongs there: what is closed keeps the unit where it happened.

A record that tells where something happened does not move at all (`move=None`). It is
reached, and answered for, through the unit that has taken its own over (`Unit.successor`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db.models import Count, F, Value
from django.utils.translation import gettext_lazy as _

from organisation.models import User

# The kind of those that others may follow.
EMPLOYEES = "employees"


@dataclass(frozen=True)
class Belonging:
    # Kept with what was moved: never give one another name.
    kind: str
    # In the plural.
    label: Any
    # A queryset of all that are open, in whichever unit.
    rows: Callable
    # (rows of one unit, to=, by=, reason=) -> {row: why it could not be moved}.
    move: Callable | None = None
    path: str = "unit"
    # What comes first is moved first: a risk before the plans in which its measures lie.
    order: int = 5
    # The field of the person whose it is: it goes where that one goes, also in a split.
    person: str = ""
    # What is between a few is moved and not counted: one in a small unit would tell of whom.
    is_told: bool = True

    def goes_by(self, row):
        """(kind, key) by which it is chosen where the row goes."""
        if self.person:
            return EMPLOYEES, getattr(row, f"{self.person}_id")
        return self.kind, row.pk

    def of(self, units):
        return self.rows().filter(**{f"{self.path}__in": units})

    def counting(self, units):
        rows = (
            self.of(units)
            .order_by()
            .annotate(belonging=Value(self.kind), of_unit=F(self.path))
        )
        return rows.values_list("belonging", "of_unit").annotate(number=Count("pk"))


@cache
def belongings():
    """Those of all rooms, in the order in which they are moved."""
    found = []
    for config in apps.get_app_configs():
        name = f"{config.name}.belongings"
        if find_spec(name) and hasattr(module := import_module(name), "BELONGINGS"):
            found += module.BELONGINGS
    return sorted(found, key=lambda each: (each.order, each.kind))


def told():
    """Those of which a reorganisation says how many there are."""
    return [each for each in belongings() if each.is_told]


def counted(units):
    """{kind: {unit's id: how many}} of all rooms, in one query."""
    first, *others = [each.counting(units) for each in told()]
    found: dict = {each.kind: {} for each in told()}
    for kind, unit, number in first.union(*others, all=True):
        found[kind][unit] = number
    return found


def belonging(kind):
    """The one of the kind; none when the room is no more."""
    return next((each for each in belongings() if each.kind == kind), None)


def reassign_unless(taken, why):
    """Give those another unit that have no equal there; the others stay, and say `why`.

    `taken` are the fields that make two of them equal; where all are empty none are.
    """

    def key(row):
        return tuple(getattr(row, name) for name in taken)

    def move(rows, *, to, by, reason):
        there = {key(row) for row in type(rows[0])._base_manager.filter(unit=to)}
        left, free = {}, []
        for row in rows:
            if any(key(row)) and key(row) in there:
                left[row] = str(why)
            else:
                free.append(row)
                there.add(key(row))
        if free:
            reassign(free, to=to, by=by, reason=reason)
        return left

    return move


def reassign(rows, *, to, by, reason):
    """For rows that know nothing but their unit: give them another."""
    fields = {field.name for field in rows[0]._meta.fields}
    counted = {"version": F("version") + 1} if "version" in fields else {}
    same = type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows])
    same.update(unit=to, **counted)
    return {}


BELONGINGS = [
    Belonging(
        EMPLOYEES,
        _("Employees"),
        lambda: User.objects.filter(is_active=True),
        reassign,
        order=0,
    ),
]
