"""Figures of units in which those of few people are not told, nor can be computed."""

from collections import Counter, defaultdict

# So many people at least stand behind a figure that is shown.
FEWEST = 5
# What says in a Counter how many people it tells of.
PEOPLE = "people"


def summed(units, numbers, *, fewest=FEWEST):
    """{unit's key: Counter} of those units that may be shown, with all below them.

    `units` are all that hang together, with `pk` and `lineage`; `numbers` are the Counters
    of units themselves, which say how many PEOPLE they tell of. Where too few work in a
    unit, or in a unit beside what is shown below it, they count with the unit above, as
    far up as it takes: what is left of a shown figure when those below it are taken away
    is then of nobody, or of enough. What is left over at the top is told nowhere. It is
    the same for every reader, so that two of them do not learn more together.
    """
    shown: dict = {}
    carried: dict = defaultdict(Counter)
    of_shown: dict = defaultdict(Counter)
    for unit in sorted(units, key=lambda unit: len(unit.lineage), reverse=True):
        above = unit.lineage[-2] if len(unit.lineage) > 1 else None
        own = numbers.get(unit.pk, Counter()) + carried[unit.pk]
        total = of_shown[unit.pk]
        if own[PEOPLE] >= fewest:
            total = total + own
        else:
            carried[above] += own
        if total:
            shown[unit.pk] = total
            of_shown[above] += total
    return shown


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
    return {key: None if key in hidden else number for key, number in numbers.items()}
