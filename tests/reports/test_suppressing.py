"""What is not shown of small groups, and that nobody computes it back."""

import random
from fractions import Fraction
from itertools import product

import pytest

from reports.suppressing import Sum, computable, hide, suppress


def with_totals(rows):
    rows = [[*row, sum(row)] for row in rows]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def answers(shown):
    """All tables of counts, with totals that add up, that look like this one."""
    height, width = len(shown) - 1, len(shown[0]) - 1
    top = 9
    hidden = [
        (down, across)
        for down, across in product(range(height), range(width))
        if shown[down][across] == "*"
    ]
    for numbers in product(range(top), repeat=len(hidden)):
        guess = [list(row[:width]) for row in shown[:height]]
        for (down, across), number in zip(hidden, numbers, strict=True):
            guess[down][across] = number
        guess = with_totals(guess)
        if all(
            theirs in ("*", ours)
            for row, shown_row in zip(guess, shown, strict=True)
            for ours, theirs in zip(row, shown_row, strict=True)
        ):
            yield guess


def test_small_number_takes_others_with_it():
    shown = suppress(with_totals([[3, 20], [30, 40]]), limit=5)

    assert shown == [["*", "*", 23], ["*", "*", 70], [33, 60, 93]]


def test_limit_of_zero_shows_all():
    table = with_totals([[1, 0], [2, 3]])

    assert suppress(table, limit=0) == table


def test_zero_tells_of_nobody():
    table = with_totals([[0, 20], [30, 40]])

    assert suppress(table, limit=5) == table


def test_number_at_the_limit_is_shown():
    table = with_totals([[5, 20], [30, 40]])

    assert suppress(table, limit=5) == table


def test_small_total_is_not_shown_either():
    shown = suppress(with_totals([[3, 0], [30, 40]]), limit=5)

    assert shown[0] == ["*", 0, "*"]
    assert shown[1][2] == "*"
    assert shown[2][2] == 73


def test_table_of_nobody_and_no_table_stay():
    assert suppress([], limit=5) == []
    assert suppress([[0, 0], [0, 0]], limit=5) == [[0, 0], [0, 0]]


@pytest.mark.parametrize("seed", range(40))
def test_no_number_can_be_computed_back(seed):
    chance = random.Random(seed)
    table = with_totals(
        [[chance.choice([0, 0, 1, 2, 4, 7]) for _column in range(3)] for _row in "ab"]
    )

    shown = suppress(table, limit=3)

    possible = list(answers(shown))
    assert table in possible
    for down, across in product(range(3), range(4)):
        if 0 < table[down][across] < 3:
            assert shown[down][across] == "*"
            assert len({each[down][across] for each in possible}) > 1


@pytest.mark.parametrize("seed", range(40))
def test_large_tables_leave_nothing_to_compute(seed):
    chance = random.Random(seed)
    height, width = chance.randint(1, 12), chance.randint(1, 9)
    table = with_totals(
        [
            [int(chance.expovariate(0.1)) for _column in range(width)]
            for _row in range(height)
        ]
    )

    shown = suppress(table, limit=5)

    assert_cannot_be_solved(table, shown)


def assert_cannot_be_solved(table, shown):
    """Another table has the same numbers where they are shown, and others where not."""
    hidden = [
        (down, across)
        for down, row in enumerate(shown)
        for across, number in enumerate(row)
        if number == "*"
    ]
    rank = rank_of(equations_of(table, hidden))
    for place, (down, across) in enumerate(hidden):
        if 0 < table[down][across] < 5:
            alone = [int(other == place) for other in range(len(hidden))]
            assert rank_of([*equations_of(table, hidden), alone]) == rank + 1


def equations_of(table, hidden):
    """A row of coefficients for each line of the table."""
    height, width = len(table), len(table[0])
    lines = [[(down, across) for across in range(width)] for down in range(height)]
    lines += [[(down, across) for down in range(height)] for across in range(width)]
    return [
        [(-1 if cell == line[-1] else 1) if cell in line else 0 for cell in hidden]
        for line in lines
    ]


def rank_of(rows):
    """Over fractions, the plain way."""
    rows, rank = [[Fraction(each) for each in row] for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in rows[rank:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(rank, pivot)
        rows[rank + 1 :] = [
            [
                a - row[column] / pivot[column] * b
                for a, b in zip(row, pivot, strict=True)
            ]
            if row[column]
            else row
            for row in rows[rank + 1 :]
        ]
        rank += 1
    return rank


def test_unknown_number_needs_no_protection_and_hides_what_stands_beside_it():
    numbers = {"women": 3, "men": None, "all": None}
    sums = [Sum("all", ("women", "men"))]

    assert hide(numbers, sums, small=["women"]) == {"women"}


def test_two_ways_of_dividing_a_whole_are_looked_at_together():
    numbers = {"women": 3, "men": 40, "young": 20, "old": 23, "all": 43}
    sums = [Sum("all", ("women", "men")), Sum("all", ("young", "old"))]

    assert hide(numbers, sums, small=["women"]) == {"women", "men"}


def test_what_is_left_of_a_total_hides_nothing_when_it_is_nothing():
    numbers = {"one": 3, "none": 0, "all": 3}
    sums = [Sum("all", ("one", "none"))]

    assert computable({"one": None, "none": None}, numbers, sums) == []
    assert computable({"none": None}, numbers, sums) == []
