"""Which levels are shown of a survey, so that nobody computes what few have answered.

A level's figure is the sum of those below it and of those who work directly in it. The
few who do so would be what is left of it when the others are taken away: they count from
the level on where such remainders together are not few.
"""

from collections import Counter, defaultdict
from typing import NamedTuple

from ui.suppressing import Sum, hide, is_small


class Rest(NamedTuple):
    """Those who are counted in a unit and in none below it; told of nowhere by itself."""

    unit: object


class Levels:
    """The units of a survey: {id: lineage}, the root first in each lineage.

    `people`: {id: how many work directly there and have answered}; `limit`: the fewest
    that a figure may tell of.
    """

    def __init__(self, lineages, people, *, limit):
        self.limit = limit
        self._parents = {
            pk: next((above for above in lineage[-2::-1] if above in lineages), None)
            for pk, lineage in lineages.items()
        }
        self._children = defaultdict(list)
        for pk, parent in self._parents.items():
            if parent is not None:
                self._children[parent].append(pk)
        self._deepest_first = sorted(lineages, key=lambda pk: -len(lineages[pk]))
        self.homes = self._find_homes(people)

    def _find_homes(self, people):
        """{id: the unit from which on those who work directly in it are counted}."""
        homes = {pk: pk for pk in self._parents}
        pools = {pk: [pk] for pk in self._parents}
        for pk in self._deepest_first:
            parent = self._parents[pk]
            number = sum(people.get(each, 0) for each in pools[pk])
            if (
                self._children[pk]
                and parent is not None
                and is_small(number, self.limit)
            ):
                pools[parent] += pools[pk]
            else:
                homes |= dict.fromkeys(pools[pk], pk)
        return homes

    def rolled_up(self, numbers):
        """{unit or Rest: number} of numbers told of units directly, with all below."""
        found: Counter = Counter()
        for pk, number in numbers.items():
            at = self.homes[pk]
            if self._children[at]:
                found[Rest(at)] += number
            while at is not None:
                found[at] += number
                at = self._parents[at]
        return found

    def sums(self):
        """What adds up to what."""
        return [
            Sum(pk, (*children, Rest(pk)))
            for pk, children in self._children.items()
            if children
        ]

    def keys(self):
        return [*self._parents, *map(Rest, self._parents)]

    def hidden(self, people):
        """Units of which nothing is shown: few have answered, or could be computed."""
        numbers = self._whole(self.rolled_up(people))
        small = [key for key, each in numbers.items() if is_small(each, self.limit)]
        return hide(numbers, self.sums(), small=small)

    def hidden_of(self, items, *, whole, people, answers, hidden):
        """{(unit, item)} not shown of items that add up to a `whole`, or of one without.

        `people` and `answers`: {item: {unit: number}}, directly. `hidden` are not shown
        for any item.
        """
        everything = [*items, *([whole] if whole else [])]
        people = {each: self.rolled_up(people[each]) for each in everything}
        few = {
            (key, each)
            for each in everything
            for key, number in people[each].items()
            if is_small(number, self.limit)
        }
        always = {(key, each) for key in hidden for each in everything}
        if few <= always:
            return always
        answers = {each: self._whole(self.rolled_up(answers[each])) for each in items}
        numbers = {
            (key, each): answers[each][key] for each in items for key in self.keys()
        }
        sums = [
            Sum((each.total, item), tuple((part, item) for part in each.parts))
            for each in self.sums()
            for item in everything
        ]
        if whole:
            for key in self.keys():
                parts = tuple((key, each) for each in items)
                numbers[key, whole] = sum(numbers[part] for part in parts)
                sums.append(Sum((key, whole), parts))
        return hide(numbers, sums, small=sorted(always | few, key=str))

    def _whole(self, numbers):
        return {key: numbers.get(key, 0) for key in self.keys()}
