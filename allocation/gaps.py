"""Where the chain has gaps: managers without a valid allocation, tasks that no person
holds, and allocations of which a leg is not confirmed."""

from datetime import timedelta

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, Exists, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast
from django.utils.functional import cached_property

from allocation.models import (
    LEGS,
    AllocatedUnit,
    AllocationTask,
    TaskAllocation,
)
from organisation.models import Appointment, IsAnyOf, Unit, UnitPermission
from organisation.permissions import granted_units
from organisation.roles import MANAGERS
from sam.dates import moment, today


def managers(on=None):
    """Appointments of those who lead a unit that exists, on the day."""
    return Appointment.objects.in_force(on).filter(
        role__in=MANAGERS, unit__closed_on=None, user__is_active=True
    )


def has_allocation(on=None, *, is_complete=False):
    """Whether the appointment around this query has a written allocation for its unit;
    or one of which all three legs were confirmed by the day."""
    places = AllocatedUnit.objects.in_force(on).filter(
        unit=OuterRef("unit"), allocation__receiver=OuterRef("user")
    )
    if is_complete:
        until = moment((on or today()) + timedelta(days=1))
        confirmed = {f"allocation__{leg}_at__lt": until for leg in LEGS}
        places = places.filter(**confirmed)
    return Exists(places)


def managers_without(user):
    return _reached(managers(), user).exclude(has_allocation())


def allocations_incomplete(user):
    """In force, to a person, and not all legs confirmed."""
    visible = TaskAllocation.objects.visible_to(user)
    return visible.in_force().incomplete()


def _reached(rows, user):
    """Of units in which the person sees the year's work."""
    granted = granted_units(user, UnitPermission.VIEW_YEAR)
    if granted.everywhere:
        return rows
    return rows.filter(unit__in=Unit.objects.within(granted.units))


def with_manager_above(appointments):
    """With the name of the nearest manager above the appointment's unit."""
    above = managers().filter(
        ~Q(unit=OuterRef("unit")), IsAnyOf("unit", OuterRef("unit__lineage"))
    )
    nearest = above.exclude(user=OuterRef("user")).order_by("-unit__lineage__len")
    return appointments.annotate(above=Subquery(nearest.values("user__name")[:1]))


def numbers(**querysets):
    """How many rows each has, in one query."""
    first, *others = (
        rows.order_by()
        .annotate(which=Value(name, TextField()))
        .values("which")
        .annotate(number=Count("pk"))
        .values_list("which", "number")
        for name, rows in querysets.items()
    )
    return dict.fromkeys(querysets, 0) | dict(first.union(*others, all=True))


class UnitsWithout:
    """Units in which no person holds some task, there or above; three queries for all."""

    def __init__(self, user, *, within=None):
        units = Unit.objects.existing().permitting(user, UnitPermission.VIEW_YEAR)
        if within:
            units = units.within([within.pk])
        self.units = units

    @cached_property
    def lacking(self):
        """{unit: the tasks that rest with the political bodies}, by the unit's name"""
        tasks = {str(task.key): task for task in AllocationTask.objects.in_force()}
        held_in = _held()
        found = {}
        for pk, lineage in self.units.values_list("pk", "lineage"):
            held = set().union(*(held_in[each] for each in lineage if each in held_in))
            if missing := [task for key, task in tasks.items() if key not in held]:
                found[pk] = missing
        return found


def _held():
    """{unit: keys of the tasks that somebody was given there}"""
    rows = AllocatedUnit.objects.in_force().filter(
        Q(allocation__allocated__returned_on=None)
        | Q(allocation__allocated__returned_on__gt=today()),
        allocation__limited_to="",
    )
    # As one text: a thousand managers are given the same list, which is read once.
    keys = StringAgg(
        Cast("allocation__allocated__task__key", TextField()),
        ",",
        order_by="allocation__allocated__task__key",
    )
    lists: dict = {}
    return {
        unit: lists.setdefault(text, frozenset(text.split(",")))
        for unit, text in rows.order_by().values_list("unit").annotate(keys=keys)
    }
