"""Allocations for tests: a list of tasks, and the chain down to a manager."""

from allocation.models import AllocationTask, TaskAllocation
from sam.dates import moment, today
from tests.factories import FOUNDED

WORDS = ["Assess the risks", "Investigate incidents", "Ventilation"]


def tasks():
    """The municipality's list, made once."""
    if not AllocationTask.objects.exists():
        for order, text in enumerate(WORDS, start=1):
            AllocationTask.objects.create(order=order, text=text, since=FOUNDED)
    return list(AllocationTask.objects.in_force())


def draft(receiver, unit, *, by=None, given=None, **what):
    """From the council, or from `by`."""
    giver = (
        {"kind": "person", "allocator": by}
        if by
        else {"kind": "council", "decided_on": FOUNDED, "case_number": "KS 1/20"}
    )
    fields = {"valid": (today(), None), **giver, **what}
    return TaskAllocation.objects.prepare(
        by=by or receiver,
        receiver=receiver,
        units=unit if isinstance(unit, list) else [unit],
        tasks=tasks() if given is None else given,
        **fields,
    )


def proposed(receiver, unit, **what):
    allocation = draft(receiver, unit, **what)
    allocation.propose(by=what.get("by") or receiver)
    return allocation


def signed(
    receiver,
    unit,
    *,
    confirmed=("mandate", "resources", "knowledge"),
    since=None,
    **what,
):
    """Signed today, or as if it had been on the day `since`."""
    allocation = proposed(receiver, unit, **what)
    lacks = "" if len(confirmed) == 3 else "Time"
    allocation.sign(by=receiver, confirmed=confirmed, lacks=lacks)
    if since:
        moments = {f"{leg}_at": moment(since) for leg in confirmed}
        rows = TaskAllocation.objects.filter(pk=allocation.pk)
        rows.update(valid=(since, None), signed_at=moment(since), **moments)
        allocation.refresh_from_db()
    return allocation
