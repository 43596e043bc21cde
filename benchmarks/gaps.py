"""The page of gaps in the allocation for thousands of units: seconds and queries."""

import time
from datetime import datetime
from datetime import time as clock

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from allocation.loading import load_lists
from allocation.models import (
    AllocatedTask,
    AllocatedUnit,
    AllocationTask,
    TaskAllocation,
)
from organisation import history, roles
from organisation.models import Appointment, Level, Municipality, Role, Unit, User
from sam.dates import today, zone

UNITS = 2_000
# Of so many managers one has no allocation.
_WITHOUT = 10
_LOG_IN = "allauth.account.auth_backends.AuthenticationBackend"
SHOWN = ["managers", "units", "legs"]


@transaction.atomic
def prepare(units=UNITS):
    """A municipality of so many units, each with a manager; gives the one who looks."""
    Municipality.objects.get_or_create(pk=1, defaults={"name": "Bench"})
    load_lists()
    since = today().replace(year=today().year - 2)
    root = history.establish(
        "bench", name="Bench", level=Level.MUNICIPALITY, since=since
    )
    tops = [
        history.establish(
            f"bench-{number}",
            name=f"Administration {number}",
            level=Level.ADMINISTRATION,
            parent=root,
            since=since,
        )
        for number in range(20)
    ]
    below = Unit.objects.bulk_create(
        _unit(tops[number % len(tops)], number) for number in range(units)
    )
    managers = User.objects.bulk_create(
        User(email=f"bench{number}@example.org", name=f"Manager {number}", unit=unit)
        for number, unit in enumerate(below)
    )
    Appointment.objects.bulk_create(
        Appointment(user=user, unit=user.unit, role=Role.MANAGER, valid=(since, None))
        for user in managers
    )
    reader = User.objects.create(email="bench@example.org", name="HR")
    roles.appoint(reader, Role.HR, root, since=since)
    _allocate(managers, reader, since)
    return reader


def _unit(above, number):
    unit = Unit(
        code=f"bench-unit-{number}",
        name=f"Unit {number}",
        level=Level.UNIT,
        parent=above,
    )
    unit.lineage = [*above.lineage, unit.pk]
    return unit


def _allocate(managers, by, since):
    tasks = list(AllocationTask.objects.in_force())
    at = datetime.combine(since, clock(12), zone())
    allocations = TaskAllocation.objects.bulk_create(
        TaskAllocation(
            kind="council",
            decided_on=since,
            receiver=user,
            valid=(since, None),
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
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(reader, *, times=5):
    """{what is shown: (the seconds of the middle one, queries)}"""
    client = Client(SERVER_NAME="localhost")
    client.force_login(reader, _LOG_IN)
    return {show: _measured(client, show, times) for show in SHOWN}


def _measured(client, show, times):
    address = f"{reverse('allocation:gap_list')}?show={show}"
    taken = []
    client.get(address)
    for _time in range(times):
        began = time.perf_counter()
        client.get(address)
        taken.append(time.perf_counter() - began)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    queries = sum("SAVEPOINT" not in each["sql"] for each in captured)
    return sorted(taken)[times // 2], queries
