"""Tasks allocated from the council down to each manager, with some gaps, and who is what."""

import random
from collections import defaultdict
from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from allocation.loading import load_lists
from allocation.models import (
    AllocatedTask,
    AllocatedUnit,
    AllocationTask,
    Assignment,
    AssignmentKind,
    HeadCount,
    SpanLimit,
    TaskAllocation,
    TaskAllocationTransition,
)
from allocation.spans import spans
from demo.people import DEMO_WORKPLACE
from sam.dates import zone

DECIDED, SIGNED = date(2022, 12, 12), date(2023, 1, 16)
_CASE = "KS 2022/1184"
# Of so many managers one has no allocation, and one lacks time for it.
_WITHOUT, _INCOMPLETE = 17, 9
_LACKS = "Det saknas tid: tre enheter med delad administration."
_RETURNED = "Skolan har ingen egen budget för ventilationen."
# Who is named at each workplace; the second is missing at some.
_NAMED = ["Brandskyddsombud", "Första hjälpen"]
_MOST = 5


def work(municipality, staff, *, until):
    load_lists()
    AllocationTask.objects.update(since=DECIDED)
    chain = _Chain(staff.hr, until)
    _give_to_committees(chain, municipality)
    _give_to_managers(chain, municipality, staff)
    chain.write()
    _give_back(municipality, staff, until)
    _name(municipality, staff)
    _count_heads(until)


class _Chain:
    """Allocations made in memory, and written in a few statements."""

    def __init__(self, hr, until):
        self.hr, self.until = hr, until
        self.tasks = list(AllocationTask.objects.in_force(until))
        self.allocations: list = []
        self.units: list = []

    def give(self, *, units=(), incomplete=False, **what):
        at = datetime.combine(SIGNED, time(9, 30), zone())
        legs = {"mandate_at": at, "resources_at": None if incomplete else at}
        signed = {"signed_at": at, "knowledge_at": at, **legs} if units else {}
        allocation = TaskAllocation(
            prepared_by=self.hr,
            status=TaskAllocation.Status.SIGNED,
            valid=(SIGNED, None),
            proposed_at=at,
            ends_with_appointment=bool(units),
            lacks=_LACKS if incomplete else "",
            follow_up_on=self.until + timedelta(days=120),
            **signed,
            **what,
        )
        self.allocations.append(allocation)
        self.units += [
            AllocatedUnit(allocation=allocation, unit=unit) for unit in units
        ]

    def write(self):
        TaskAllocation.objects.bulk_create(self.allocations)
        AllocatedUnit.objects.bulk_create(self.units)
        AllocatedTask.objects.bulk_create(
            AllocatedTask(allocation=allocation, task=task)
            for allocation in self.allocations
            for task in self.tasks
        )
        TaskAllocationTransition.objects.bulk_create(
            TaskAllocationTransition(
                allocation=each, from_status=before, to_status=after, by=by
            )
            for each in self.allocations
            for before, after, by in [
                ("draft", "proposed", each.allocator or self.hr),
                ("proposed", "signed", each.receiver or self.hr),
            ]
        )
        at = datetime.combine(SIGNED, time(9, 30), zone())
        TaskAllocationTransition.objects.update(at=at)
        TaskAllocation.objects.update(created_at=at)


def _give_to_committees(chain, municipality):
    for committee in municipality.committees.values():
        chain.give(
            kind="council",
            receiver_committee=committee,
            decided_on=DECIDED,
            case_number=_CASE,
        )


def _give_to_managers(chain, municipality, staff):
    """The heads by their committees, all others by the manager above."""
    decided = {"kind": "committee", "decided_on": DECIDED}
    tops = [municipality.root, *municipality.administrations.values()]
    for unit in tops:
        unit.refresh_from_db()
        chain.give(
            receiver=staff.managers[unit.pk],
            units=[unit],
            committee=unit.committee,
            **decided,
        )
    led = defaultdict(list)
    for place in municipality.workplaces:
        above = staff.managers[place.department.pk]
        led[staff.managers[place.unit.pk], above].append(place.unit)
        above = staff.managers[place.administration.pk]
        own = staff.managers[place.department.pk]
        if place.department not in led[own, above]:
            led[own, above].append(place.department)
    shown = staff.managers[municipality.workplace(DEMO_WORKPLACE).unit.pk]
    for number, ((manager, above), units) in enumerate(led.items(), start=1):
        if manager == shown or number % _WITHOUT:
            chain.give(
                kind="person",
                allocator=above,
                receiver=manager,
                units=units,
                incomplete=manager != shown and number % _INCOMPLETE == 0,
            )


def _give_back(municipality, staff, until):
    """The demo's manager has no money for the ventilation."""
    manager = staff.managers[municipality.workplace(DEMO_WORKPLACE).unit.pk]
    AllocatedTask.objects.filter(
        allocation__receiver=manager, task__text__contains="ventilation"
    ).update(returned_on=until - timedelta(days=20), return_reason=_RETURNED)


def _name(municipality, staff):
    kinds = {kind.name: kind for kind in AssignmentKind.objects.to_be_named()}
    Assignment.objects.bulk_create(
        Assignment(
            kind=kinds[name],
            unit=place.unit,
            person=staff.employees[place.unit.pk][number],
            valid=(SIGNED, None),
        )
        for count, place in enumerate(municipality.workplaces)
        for number, name in enumerate(_NAMED)
        if number == 0 or count % 4
    )


def _count_heads(until):
    """The months of three years ago until now, each a little fewer than the next."""
    SpanLimit.objects.create(pk=1, most=_MOST)
    chance = random.Random("heads")
    month = until.replace(day=1)
    HeadCount.objects.bulk_create(
        HeadCount(
            month=month - relativedelta(months=back),
            unit=unit,
            manager=span.manager,
            employees=max(0, number - chance.choice([0, 0, 0, 1]) * (back > 0)),
        )
        for span in spans()
        for unit, number in span.units.items()
        for back in range(0, 37, 12)
    )
