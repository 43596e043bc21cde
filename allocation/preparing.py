"""Allocations for all managers of an administration at once, and signing them together."""

from collections import defaultdict
from typing import NamedTuple

from django.db import transaction

from allocation import gaps, telling
from allocation.models import TaskAllocation
from organisation.models import Unit
from organisation.roles import appointments_by_unit, level_above
from sam.workflow import InvalidTransition

Status = TaskAllocation.Status


class Prepared(NamedTuple):
    drafts: list
    # Managers above whom nobody is who could allocate.
    without_giver: list


@transaction.atomic
def prepare_all(top, *, by, tasks, valid_from, giver=None):
    """A draft for each manager below the unit who has no allocation, nor one on its way.

    From the nearest manager above each, or all from the `giver`. Who leads several units
    gets one allocation for those that share an allocator.
    """
    among = appointments_by_unit()
    shared, alone = defaultdict(list), []
    for user, unit in _managers_without(top):
        above = [giver] if giver else level_above(unit, [user.pk], among=among)
        if not above:
            alone.append(user)
        elif above[0] != user:
            shared[user, above[0]].append(unit)
    drafts = [
        TaskAllocation.objects.prepare(
            by=by,
            kind=TaskAllocation.Kind.PERSON,
            allocator=above,
            receiver=user,
            units=units,
            tasks=tasks,
            valid=(valid_from, None),
        )
        for (user, above), units in shared.items()
    ]
    return Prepared(drafts, alone)


def _managers_without(top):
    """(manager, unit) below the unit itself, without an allocation or one to be signed."""
    on_the_way = TaskAllocation.objects.filter(
        status__in=[Status.DRAFT, Status.PROPOSED]
    )
    waiting = set(on_the_way.values_list("receiver", "units"))
    below = Unit.objects.within([top.pk]).exclude(pk=top.pk)
    rows = gaps.managers().exclude(gaps.has_allocation()).filter(unit__in=below)
    for each in rows.select_related("user", "unit").order_by("user", "unit__name"):
        if (each.user_id, each.unit_id) not in waiting:
            yield each.user, each.unit


class Sent(NamedTuple):
    number: int
    # (allocation, why not)
    refused: list


def sign_all(allocations, *, by):
    """Sign and send what can be; what cannot is told with why."""
    number, refused = 0, []
    for allocation in allocations:
        try:
            with transaction.atomic():
                allocation.propose(by=by)
                telling.tell_proposed(allocation)
            number += 1
        except InvalidTransition as error:
            refused.append((allocation, str(error)))
    return Sent(number, refused)
