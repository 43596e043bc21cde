"""Which levels are shown of a survey, so that nobody computes what few have answered.

Units lie within each other, and so do the groups of people that their figures tell of.
Whoever subtracts figures from each other gets groups that are put together of what each
shown level has beyond the shown levels within it. None of these may be few: then no group
that can be computed is. Where one is, the smallest level within goes with it; where there
is none, the level itself.
"""

from collections import Counter, defaultdict


def shown_levels(children, told, *, limit, within=None):
    """The units that may be shown.

    `children`: {unit: units directly below it}, those below before those above. `told`: for
    each figure that a unit would show {unit: how many people, with all below}. `within`: the
    only ones that may be.
    """
    shown = {
        pk
        for pk in children
        if (within is None or pk in within) and any(each.get(pk) for each in told)
    }

    def highest_below(pk):
        for child in children[pk]:
            if child in shown:
                yield child
            else:
                yield from highest_below(child)

    def leaves_few(pk, below):
        return any(
            0 < each.get(pk, 0) - sum(each.get(other, 0) for other in below) < limit
            for each in told
        )

    for pk in [pk for pk in children if pk in shown]:
        while leaves_few(pk, below := list(highest_below(pk))):
            shown.discard(
                min(below, key=lambda other: told[0].get(other, 0)) if below else pk
            )
            if not below:
                break
    return shown


def below_each(lineages):
    """{unit: those directly below it, of these}, the deepest first. {unit: lineage} in."""
    found: dict = {pk: [] for pk in sorted(lineages, key=lambda pk: -len(lineages[pk]))}
    for pk in lineages:
        if (parent := above(pk, lineages)) is not None:
            found[parent].append(pk)
    return found


def above(pk, lineages):
    """The nearest unit above it, of these."""
    return next((each for each in lineages[pk][-2::-1] if each in lineages), None)


class Levels:
    """The units of a survey: {id: lineage}, the root first in each lineage.

    `people`: {id: how many work directly there and have answered}; `limit`: the fewest
    that a figure may tell of. The few who work directly in a unit with others below it
    would each time take one of these with them: they count from the level on where such
    people together are not few.
    """

    def __init__(self, lineages, people, *, limit):
        self.limit = limit
        self._people = people
        self._parents = {pk: above(pk, lineages) for pk in lineages}
        self._children = below_each(lineages)
        self.homes = self._find_homes()

    def _find_homes(self):
        """{id: the unit from which on those who work directly in it are counted}."""
        homes = {}
        pools = defaultdict(list)
        for pk, children in self._children.items():
            pools[pk].append(pk)
            number = sum(self._people.get(each, 0) for each in pools[pk])
            parent = self._parents[pk]
            if children and parent is not None and 0 < number < self.limit:
                pools[parent] += pools[pk]
            else:
                homes |= dict.fromkeys(pools[pk], pk)
        return homes

    def rolled_up(self, numbers):
        """{unit: number with all below} of numbers that are told of units directly."""
        found: Counter = Counter()
        for pk, number in numbers.items():
            at = self.homes[pk]
            while at is not None:
                found[at] += number
                at = self._parents[at]
        return found

    def shown(self, *numbers, within=None):
        """The units that may be shown of figures of so many people (directly) each."""
        told = [self.rolled_up(each) for each in numbers or [self._people]]
        return shown_levels(self._children, told, limit=self.limit, within=within)
