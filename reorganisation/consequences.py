"""What hangs on the units of a reorganisation, and where it goes."""

from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisation.belongings import counted, told
from organisation.models import Appointment, Unit
from organisation.roles import MANAGERS
from reorganisation.carrying_out import ENDING
from reorganisation.laying_out import UNITS_BELOW
from sam.dates import today

# What is chosen in a split besides the belongings.
_UNITS_LABEL = _("Units below")


class Count(NamedTuple):
    kind: str
    label: Any
    number: int
    goes_along: bool


class Consequence(NamedTuple):
    """Of one unit that hands over."""

    handover: Any
    unit: Unit
    counts: list[Count]
    # Whose role there ends, and whose goes along.
    ending: list
    following: list
    # Receivers that nobody leads.
    unmanaged: list

    @property
    def is_empty(self):
        return not any(each.number for each in self.counts)


def consequences_of(handovers):
    """In as many queries however many units there are."""
    pks = [each.source for each in handovers]
    units = Unit.objects.in_bulk(pks)
    numbers = counted(pks) if pks else {}
    held = _appointments(
        [*pks, *(part.unit_pk for each in handovers for part in each.receivers)]
    )
    return [
        _of(handover, units[handover.source], numbers, held)
        for handover in handovers
        if handover.source in units
    ]


def _of(handover, unit, numbers, held):
    counts = [
        Count(
            each.kind,
            each.label,
            numbers[each.kind].get(unit.pk, 0),
            bool(each.move),
        )
        for each in told()
    ]
    theirs = held.get(unit.pk, []) if handover.closes else []
    return Consequence(
        handover,
        unit,
        [each for each in counts if each.number],
        [each for each in theirs if each.role in ENDING],
        [each for each in theirs if each.role not in ENDING],
        [
            part
            for part in handover.receivers
            if not part.manager_id
            and not any(each.role in MANAGERS for each in held.get(part.unit_pk, []))
        ],
    )


def _appointments(units):
    rows = Appointment.objects.in_force().filter(unit__in=units)
    held: dict = {}
    for each in rows.select_related("user"):
        held.setdefault(each.unit_id, []).append(each)
    return held


def kinds_to_choose():
    """[(kind, label)] of what can go to one or the other where a unit is split."""
    found = [
        (each.kind, each.label) for each in told() if each.move and not each.person
    ]
    return [*found, (UNITS_BELOW, _UNITS_LABEL)]


def rows_of(step, kind):
    """The single ones of the kind that hang on the unit of the step now."""
    source = step.sources[0].unit_id
    if kind == UNITS_BELOW:
        return Unit.objects.existing().filter(parent=source)
    found = next(each for each in told() if each.kind == kind)
    return found.of([source])


def number_left_in(units):
    """How much is open in each of the units: {id: number}."""
    numbers: dict = {}
    for found in counted(units).values():
        for unit, number in found.items():
            numbers[unit] = numbers.get(unit, 0) + number
    return numbers


def waiting_in(unit):
    """[(label, number)] of what hangs on one unit."""
    found = counted([unit.pk])
    return [
        (each.label, found[each.kind][unit.pk]) for each in told() if found[each.kind]
    ]


def roles_of(unit):
    """In force and to come, by role."""
    lasting = Q(valid__upper_inf=True) | Q(valid__endswith__gt=today())
    rows = Appointment.objects.filter(lasting, unit=unit).select_related("user")
    return rows.order_by("role", "valid", "user__name")
