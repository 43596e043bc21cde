"""Figures of units in which those of few people are not told, nor can be computed."""

from collections import Counter, defaultdict

# So many people at least stand behind a figure that is shown.
FEWEST = 5
# What says in a Counter how many people it tells of.
PEOPLE = "people"


def told_in(units, people, *, fewest=FEWEST):
    """{unit's key: key of the unit with which it is told}, its own or one above it.

    `units` are all that hang together, with `pk` and `lineage`; `people` says how many
    work in each. Of too few it goes by the nearest unit above that has enough when theirs
    are counted with it; what is left over at the top is told nowhere, and not in here.
    """
    units = sorted(units, key=lambda unit: len(unit.lineage), reverse=True)
    is_told, carried = set(), Counter()
    for unit in units:
        own = people.get(unit.pk, 0) + carried[unit.pk]
        if own >= fewest:
            is_told.add(unit.pk)
        elif len(unit.lineage) > 1:
            carried[unit.lineage[-2]] += own
    found = {}
    for unit in units:
        above = (pk for pk in reversed(unit.lineage) if pk in is_told)
        if place := next(above, None):
            found[unit.pk] = place
    return found


def summed(units, numbers, *, fewest=FEWEST):
    """{unit's key: Counter} of those units that may be shown, with all below them.

    `units` are all that hang together, with `pk` and `lineage`; `numbers` are the Counters
    of units themselves, which say how many PEOPLE they tell of. Where too few work in a
    unit, or in a unit beside what is shown below it, they count with the unit above, as
    far up as it takes: what is left of a shown figure when those below it are taken away
    is then of nobody, or of enough. What is left over at the top is told nowhere. It is
    the same for every reader, so that two of them do not learn more together.
    """
    units = {unit.pk: unit for unit in units}
    people = {key: number[PEOPLE] for key, number in numbers.items()}
    shown: dict = defaultdict(Counter)
    for key, place in told_in(units.values(), people, fewest=fewest).items():
        for above in units[place].lineage:
            if above in units and (number := numbers.get(key)):
                shown[above] += number
    return dict(shown)


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
