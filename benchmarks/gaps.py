"""Who leads the workplaces of `wheels`, and what most of them have been allocated."""

from datetime import datetime
from datetime import time as clock

from django.db import transaction

from allocation.loading import load_lists
from allocation.models import (
    AllocatedTask,
    AllocatedUnit,
    AllocationTask,
    TaskAllocation,
)
from benchmarks.wheels import SINCE
from organisation.models import Appointment, Level, Role, Unit, User
from sam.dates import zone

# Of so many managers one has no allocation.
_WITHOUT = 10


@transaction.atomic
def prepare():
    """Needs the units and HR of `wheels`, who has prepared all allocations."""
    load_lists()
    units = Unit.objects.filter(level=Level.UNIT)
    managers = User.objects.bulk_create(
        User(email=f"{unit.code}@example.org", name=f"Manager of {unit}", unit=unit)
        for unit in units
    )
    Appointment.objects.bulk_create(
        Appointment(user=user, unit=user.unit, role=Role.MANAGER, valid=(SINCE, None))
        for user in managers
    )
    _allocate(managers, by=User.objects.get(email="hr@example.org"))


def _allocate(managers, by):
    tasks = list(AllocationTask.objects.in_force())
    at = datetime.combine(SINCE, clock(12), zone())
    allocations = TaskAllocation.objects.bulk_create(
        TaskAllocation(
            kind="council",
            decided_on=SINCE,
            receiver=user,
            valid=(SINCE, None),
            status=TaskAllocation.Status.SIGNED,
            ends_with_appointment=True,
            prepared_by=by,
            signed_at=at,
            mandate_at=at,
            knowledge_at=at,
        )
        for number, user in enumerate(managers)
        if number % _WITHOUT
    )
    AllocatedUnit.objects.bulk_create(
        AllocatedUnit(allocation=each, unit=each.receiver.unit) for each in allocations
    )
    AllocatedTask.objects.bulk_create(
        (
            AllocatedTask(allocation=each, task=task)
            for each in allocations
            for task in tasks
        ),
        batch_size=5_000,
    )
