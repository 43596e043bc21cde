"""Which figures tell of so few people that they are not shown, and which others go with
them, so that nobody computes them as what is left of a total."""

from collections import defaultdict

# So many people at least stand behind a figure that is shown.
FEWEST = 5


def units_to_show(units, sizes, *, fewest=FEWEST):
    """Ids of the units whose figures, with those of all below them, may be shown.

    `units` are all that a total is made of, each with `pk` and `lineage`; `sizes` says how
    many people each has itself. What is left of a shown unit when the shown ones below it
    are taken away is nobody, or at least the fewest: then no difference tells more. It is
    the same for every reader, so that two of them do not learn more together.
    """
    totals = _totals(units, sizes)
    small = {pk for pk, total in totals.items() if total < fewest}
    # Of each unit: the shown ones below it with no shown one between.
    below: dict = defaultdict(list)
    hidden = set(small)
    for unit in sorted(units, key=lambda unit: len(unit.lineage), reverse=True):
        if unit.pk not in small:
            below[unit.pk] = _covering(below, unit.pk, totals, hidden, fewest)
        parent = unit.lineage[-2] if len(unit.lineage) > 1 else None
        below[parent] += below[unit.pk] if unit.pk in small else [unit.pk]
    return totals.keys() - hidden


def _totals(units, sizes):
    totals = {unit.pk: 0 for unit in units}
    for unit in units:
        for above in unit.lineage:
            if above in totals:
                totals[above] += sizes.get(unit.pk, 0)
    return totals


def _covering(below, pk, totals, hidden, fewest):
    """Hide the smallest below until what is left says nothing of few."""
    left = below[pk]
    while left and 0 < totals[pk] - sum(totals[each] for each in left) < fewest:
        smallest = min(left, key=lambda each: (totals[each], str(each)))
        hidden.add(smallest)
        left = [each for each in left if each != smallest] + below[smallest]
    return left


def numbers_to_show(numbers, *, fewest=FEWEST):
    """{key: number, or None where it is not shown} of numbers whose sum is shown too.

    One that is hidden alone would be what is left of the sum: another goes with it.
    """
    hidden = {key for key, number in numbers.items() if 0 < number < fewest}
    others = sorted(
        (number, str(key), key) for key, number in numbers.items() if number >= fewest
    )
    while others and 0 < sum(numbers[key] for key in hidden) < fewest:
        hidden.add(others.pop(0)[2])
    return {
        key: None if key in hidden else number for key, number in numbers.items()
    }
