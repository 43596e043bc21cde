"""Where the chain has gaps: managers without a valid allocation, tasks that no person
holds, and allocations of which a leg is not confirmed."""

from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property

from allocation.models import (
    LEGS,
    AllocatedTask,
    AllocatedUnit,
    AllocationTask,
    TaskAllocation,
)
from organisation.models import Appointment, Unit, UnitPermission
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


def managers_without(user, on=None):
    return _reached(managers(on), user).exclude(has_allocation(on))


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


class Lacking(NamedTuple):
    unit: Unit
    # Tasks that no person holds there or above; they rest with the political bodies.
    tasks: list


class UnitsWithout:
    """Units in which no person holds some task, there or above; three queries for all."""

    def __init__(self, user, *, within=None):
        units = Unit.objects.existing().permitting(user, UnitPermission.VIEW_YEAR)
        if within:
            units = units.within([within.pk])
        self.units = units

    @cached_property
    def lacking(self):
        """[(name, id, keys of the tasks)], by name."""
        wanted = frozenset(self._tasks)
        held_in = self._held()
        found = []
        for pk, name, lineage in self.units.values_list("pk", "name", "lineage"):
            held = set().union(*(held_in[each] for each in lineage if each in held_in))
            if missing := wanted - held:
                found.append((name, pk, missing))
        return found

    def named(self, rows):
        """A page of them with the unit and the words of its tasks."""
        units = Unit.objects.select_related("parent").in_bulk(
            [pk for _name, pk, _keys in rows]
        )
        return [
            Lacking(units[pk], [self._tasks[key] for key in self._tasks if key in keys])
            for _name, pk, keys in rows
        ]

    @cached_property
    def _tasks(self):
        return {task.key: task for task in AllocationTask.objects.in_force()}

    @staticmethod
    def _held():
        """{unit: keys of the tasks that somebody was given there}"""
        tasks = (
            AllocatedTask.objects.held()
            .filter(
                allocation__status=TaskAllocation.Status.SIGNED,
                allocation__valid__contains=today(),
            )
            .order_by()
            .values_list("allocation")
            .annotate(keys=ArrayAgg("task__key"))
        )
        keys = dict(tasks)
        # Everybody of a thousand managers is given the same list.
        same: dict = {}
        held: dict = defaultdict(set)
        places = AllocatedUnit.objects.in_force().filter(allocation__limited_to="")
        for unit, allocation in places.order_by().values_list("unit", "allocation"):
            found = tuple(keys.get(allocation, ()))
            held[unit] |= same.setdefault(found, frozenset(found))
        return dict(held)
