"""Which figures tell of so few people that they are not shown, and which others must go with
them, so that nobody computes them back from the totals.

Pure functions over {key: number of people} and over what adds up to what. A zero tells of
nobody and is shown. An unknown number (None) is not shown, and needs no protection.
"""

from collections import defaultdict
from typing import NamedTuple

from django.utils.translation import gettext as _

from reports.metrics import SUPPRESSED

# Equations are solved modulo a prime: their coefficients stay small and whole.
_PRIME = 2**61 - 1


class Sum(NamedTuple):
    """The keys of a total and of the parts that it is the sum of."""

    total: object
    parts: tuple

    @property
    def keys(self):
        """In one order everywhere, so that all reports hide the same."""
        return dict.fromkeys([*self.parts, self.total]).keys()


def note(limit):
    """What stands below a table where something is not shown."""
    return _(
        "* is not shown: it tells of fewer than %(limit)s people, or what does could be"
        " computed from it."
    ) % {"limit": limit}


def suppress(rows, *, limit):
    """A table of counts, its last row and last column totals, with SUPPRESSED in the place
    of each number from 1 to below the limit and of those that would give one away.

    The rows are lists as long as each other; with a limit of 0 all is shown.
    """
    numbers = {
        (down, across): number
        for down, row in enumerate(rows)
        for across, number in enumerate(row)
    }
    height, width = range(len(rows)), range(len(rows[0]) if rows else 0)
    lines = [[(down, across) for across in width] for down in height]
    lines += [[(down, across) for down in height] for across in width]
    sums = [Sum(line[-1], tuple(line[:-1])) for line in lines if len(line) > 1]
    small = [key for key, number in numbers.items() if is_small(number, limit)]
    hidden = hide(numbers, sums, small=small)
    return [
        [
            SUPPRESSED if (down, across) in hidden else number
            for across, number in enumerate(row)
        ]
        for down, row in enumerate(rows)
    ]


def is_small(number, limit):
    return number is not None and 0 < number < limit


def hide_alike(tables, sums, *, small):
    """The keys that are shown in none of the tables: their numbers tell of each other, as
    those of a year and of its quarters do, or of injuries and of accidents.

    A key that is hidden everywhere or nowhere is found by no sum across the tables.
    """
    hidden = {*small}
    while True:
        found = hidden.union(
            *(
                hide(numbers, sums, small=[key for key in numbers if key in hidden])
                for numbers in tables
            )
        )
        if found == hidden:
            return hidden
        hidden = found


def hide(numbers, sums, *, small):
    """The keys that are not shown: the small ones, and as many more as it takes until none
    can be computed. Where several would do, the first in the order of `numbers`.
    """
    sums_of = defaultdict(list)
    for each in sums:
        for key in each.keys:
            sums_of[key].append(each)
    hidden = dict.fromkeys(small)
    while exposed := computable(hidden, numbers, sums):
        companions = (_companion(key, hidden, numbers, sums_of) for key in exposed)
        companion = next((key for key in companions if key is not None), None)
        if companion is None:
            break
        hidden[companion] = None
    return set(hidden)


def _companion(key, hidden, numbers, sums_of):
    """The number to hide beside another: no total if it can be helped, none that is zero,
    which a reader may guess, and one that does not give away what stands elsewhere."""
    alone = [each for each in sums_of[key] if hidden.keys() & each.keys == {key}]
    shown = [
        other
        for each in alone or sums_of[key]
        for other in each.keys
        if other not in hidden and numbers[other] is not None
    ]

    def cost(other):
        around = sums_of[other]
        totals = sum(each.total == other for each in around)
        newly_alone = sum(not hidden.keys() & each.keys for each in around)
        return totals, not numbers[other], newly_alone, numbers[other]

    return min(shown, key=cost, default=None)


def computable(hidden, numbers, sums):
    """Those of the hidden keys whose numbers follow from the ones that are shown."""
    unknown = _unknown(hidden, numbers, sums)
    equations = [
        {key: _PRIME - 1 if key == each.total else 1 for key in each.keys & unknown}
        for each in sums
    ]
    alone = {key for each in equations if len(each) == 1 for key in each}
    known = alone or _solved(equations)
    return [key for key in hidden if key in known]


def _unknown(hidden, numbers, sums):
    """Keys that a reader does not know, without those that must be zero because nothing is
    left for them of a total."""
    unknown = hidden.keys() | {key for key, number in numbers.items() if number is None}
    is_done = False
    while not is_done:
        is_done = True
        for each in sums:
            of_it = unknown.intersection(each.parts)
            if of_it and each.total not in unknown and not _left(each, of_it, numbers):
                unknown -= of_it
                is_done = False
    return unknown


def _left(each, unknown, numbers):
    known = sum(numbers[key] for key in each.parts if key not in unknown)
    return numbers[each.total] - known


def _solved(equations):
    """The unknowns of {unknown: coefficient} = … that can have one value only (Gauss)."""
    solved: dict = {}
    for equation in equations:
        row = equation
        for key in [key for key in row if key in solved]:
            row = _without(key, row, solved[key])
        if not row:
            continue
        pivot = next(iter(row))
        inverse = pow(row[pivot], -1, _PRIME)
        row = {key: number * inverse % _PRIME for key, number in row.items()}
        for other, with_it in solved.items():
            if pivot in with_it:
                solved[other] = _without(pivot, with_it, row)
        solved[pivot] = row
    return {key for key, row in solved.items() if len(row) == 1}


def _without(key, row, solved):
    """The equation with the unknown replaced by what it was solved to."""
    times, left = row[key], dict(row)
    for other, number in solved.items():
        left[other] = (left.get(other, 0) - times * number) % _PRIME
    return {other: number for other, number in left.items() if number}
