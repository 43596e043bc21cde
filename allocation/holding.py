"""Who holds what: each task of a unit on a day, and how it came down the chain.

The nearest holds: on the unit itself, else on the units above it, else the committee that
it answers to, else the council, which has the utmost responsibility.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from allocation.models import AllocatedTask, AllocatedUnit, AllocationTask
from allocation.models import TaskAllocation as Allocation
from organisation.models import Placement

# Above every unit.
_OF_COMMITTEE = -1


@dataclass
class Link:
    """One step of the chain: an allocation, and the unit in which it holds nearest."""

    allocation: Allocation
    unit: object
    depth: int
    hops: int = 0

    @property
    def place(self):
        return self.depth, self.hops

    @property
    def is_from_council(self):
        return self.allocation.kind == Allocation.Kind.COUNCIL

    def gave(self, other):
        """Whether the other one's allocation comes from who received this one."""
        given, own = other.allocation, self.allocation
        if given.kind == Allocation.Kind.COMMITTEE:
            return own.receiver_committee_id == given.committee_id
        return own.receiver_id is not None and own.receiver_id == given.allocator_id


@dataclass
class Held:
    """A task with all who were given it for the unit or above it, from the top down."""

    task: AllocationTask
    links: list = field(default_factory=list)
    # Those who hold it for a part of the unit alone.
    parts: list = field(default_factory=list)
    # Given back by somebody below the holder, and not given anew.
    returned: list = field(default_factory=list)

    @property
    def holders(self):
        """Two who lead a unit together hold it both; none while it rests with the council."""
        if not self.links:
            return []
        nearest = self.links[-1].place
        return [link for link in self.links if link.place == nearest]

    @property
    def chain(self):
        """How it came down to the holder: each link given by the one before it.

        Where the one who gave it holds it no more, by the nearest who does.
        """
        chain = self.links[-1:]
        while chain and not chain[0].is_from_council:
            above = [link for link in self.links if link.place < chain[0].place]
            given = [link for link in above if link.gave(chain[0])]
            if not (before := (given or above)[-1:]):
                break
            chain = before + chain
        return chain


def holders_of(unit, *, on):
    """A `Held` for each task of the list on the day, in the list's order.

    Of the unit as it was placed on the day. Three queries, however many there are.
    """
    placed = Placement.objects.on(on).filter(unit=unit).first()
    lineage = placed.lineage if placed else unit.lineage
    committee = placed.answers_to_id if placed else unit.committee_id
    depths = _nearest(lineage, on)
    rows = AllocatedTask.objects.filter(
        Q(allocation__in=list(depths))
        | Q(
            allocation__receiver_committee=committee,
            allocation__receiver_committee__isnull=False,
            allocation__status__in=Allocation.Status.once_signed,
            allocation__valid__contains=on,
        )
    ).select_related(
        "task",
        *(f"allocation__{name}" for name in ("allocator", "receiver", "committee")),
        "allocation__receiver_committee",
    )
    tasks = {task.key: Held(task) for task in AllocationTask.objects.in_force(on)}
    for row in rows.order_by("allocation__valid", "allocation"):
        held = tasks.setdefault(row.task.key, Held(row.task))
        depth, place = depths.get(row.allocation_id, (_OF_COMMITTEE, None))
        link = Link(row.allocation, place, depth)
        if row.returned_on and row.returned_on <= on:
            held.returned.append(row)
        elif row.allocation.limited_to:
            held.parts.append(link)
        else:
            held.links.append(link)
    for held in tasks.values():
        held.links = _in_order(held.links)
    return sorted(tasks.values(), key=lambda held: held.task.order)


def _nearest(lineage, on):
    """{allocation: (depth, unit)} of those in force in the unit or above it."""
    places = AllocatedUnit.objects.in_force(on).filter(unit__in=lineage)
    found: dict = {}
    for each in places.select_related("unit"):
        depth = lineage.index(each.unit_id)
        found[each.allocation_id] = max(
            found.get(each.allocation_id, (_OF_COMMITTEE, None)),
            (depth, each.unit),
            key=lambda place: place[0],
        )
    return found


def _in_order(links):
    """From the top down; within a unit whoever was given it by another stands below."""
    by_depth = defaultdict(list)
    for link in links:
        by_depth[link.depth].append(link)
    for same in by_depth.values():
        givers = {link.allocation.receiver_id: link for link in same}
        for link in same:
            link.hops = _hops(link, givers)
    return sorted(links, key=lambda link: link.place)


def _hops(link, givers):
    """Over how many hands in the same unit it came; in a ring it goes round once."""
    seen = set()
    while (above := givers.get(link.allocation.allocator_id)) and id(above) not in seen:
        seen.add(id(above))
        link = above
    return len(seen)
