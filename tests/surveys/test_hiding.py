"""What few have answered is not shown, and follows from nothing that is."""

import random
from fractions import Fraction
from itertools import combinations

import pytest

from surveys.hiding import Levels, below_each, shown_levels

LIMIT = 5


def a_tree(chance, *, most=3):
    """{unit: lineage}, two or three levels deep."""
    lineages = {0: [0]}
    for _level in range(chance.randint(1, 2)):
        for parent in [pk for pk in lineages if not _has_children(pk, lineages)]:
            for _child in range(chance.randint(0, most)):
                pk = len(lineages)
                lineages[pk] = [*lineages[parent], pk]
    return lineages


def _has_children(pk, lineages):
    return any(each[-2:-1] == [pk] for each in lineages.values())


def reachable(target, rows):
    """Whether the target is a combination of the rows (each {unknown: coefficient})."""
    columns = sorted({key for row in [*rows, target] for key in row}, key=str)
    matrix = [[Fraction(row.get(key, 0)) for key in columns] for row in rows]
    wanted = [Fraction(target.get(key, 0)) for key in columns]
    pivots = []
    for row in matrix:
        for pivot, found in pivots:
            if row[pivot]:
                factor = row[pivot]
                row = [a - factor * b for a, b in zip(row, found, strict=True)]
        place = next((i for i, each in enumerate(row) if each), None)
        if place is not None:
            pivots.append((place, [each / row[place] for each in row]))
    for pivot, found in pivots:
        if wanted[pivot]:
            factor = wanted[pivot]
            wanted = [a - factor * b for a, b in zip(wanted, found, strict=True)]
    return not any(wanted)


def few(people):
    """Every group of those who answered in the same units that is of few people."""
    units = [pk for pk, number in people.items() if number]
    for number in range(1, len(units) + 1):
        for group in combinations(units, number):
            if 0 < sum(people[pk] for pk in group) < LIMIT:
                yield group


def told_of(pk, levels, lineages, people):
    """The units whose direct answers are in the figure of the level."""
    return [
        each for each in lineages if people[each] and pk in lineages[levels.homes[each]]
    ]


@pytest.mark.parametrize("seed", range(80))
def test_no_figure_of_few_people_follows_from_the_levels_that_are_shown(seed):
    """A level is the sum of what was answered directly in units; these are unknown."""
    chance = random.Random(seed)
    lineages = a_tree(chance)
    people = {pk: chance.choice([0, 0, 1, 2, 4, 5, 6, 9]) for pk in lineages}
    levels = Levels(lineages, people, limit=LIMIT)

    shown = levels.shown()

    sums = [dict.fromkeys(told_of(pk, levels, lineages, people), 1) for pk in shown]
    for group in few(people):
        assert not reachable(dict.fromkeys(group, 1), sums), (lineages, people, group)


@pytest.mark.parametrize("seed", range(80))
def test_no_level_that_is_hidden_follows_from_those_that_are_shown(seed):
    chance = random.Random(seed)
    lineages = a_tree(chance)
    people = {pk: chance.choice([0, 1, 3, 5, 8, 20]) for pk in lineages}
    levels = Levels(lineages, people, limit=LIMIT)

    shown = levels.shown()

    sums = [dict.fromkeys(told_of(pk, levels, lineages, people), 1) for pk in shown]
    for pk in lineages:
        told = told_of(pk, levels, lineages, people)
        if 0 < sum(people[each] for each in told) < LIMIT:
            assert pk not in shown
            assert not reachable(dict.fromkeys(told, 1), sums)


def test_few_who_work_in_a_department_itself_hide_none_of_its_workplaces():
    lineages = {0: [0], 1: [0, 1], 2: [0, 1, 2], 3: [0, 1, 3], 4: [0, 4]}
    people = {0: 10, 1: 2, 2: 8, 3: 9, 4: 7}
    levels = Levels(lineages, people, limit=LIMIT)

    assert levels.shown() == {0, 1, 2, 3, 4}
    # They count from the whole on, where they are not few.
    assert levels.homes[1] == 0
    assert levels.rolled_up(people)[1] == 17
    assert levels.rolled_up(people)[0] == 36


def test_one_small_workplace_takes_the_next_smallest_with_it():
    lineages = {0: [0], 1: [0, 1], 2: [0, 2], 3: [0, 3]}
    people = {1: 3, 2: 12, 3: 8}

    assert Levels(lineages, people, limit=LIMIT).shown() == {0, 2}


def test_two_small_workplaces_that_are_few_together_take_a_third_with_them():
    lineages = {0: [0], 1: [0, 1], 2: [0, 2], 3: [0, 3], 4: [0, 4]}
    people = {1: 1, 2: 2, 3: 8, 4: 12}

    assert Levels(lineages, people, limit=LIMIT).shown() == {0, 4}


def test_two_small_workplaces_that_are_many_together_take_none():
    lineages = {0: [0], 1: [0, 1], 2: [0, 2], 3: [0, 3]}
    people = {1: 3, 2: 4, 3: 8}

    assert Levels(lineages, people, limit=LIMIT).shown() == {0, 3}


def test_whole_of_few_shows_nothing():
    lineages = {0: [0], 1: [0, 1]}

    assert Levels(lineages, {1: 4}, limit=LIMIT).shown() == set()


@pytest.mark.parametrize("seed", range(40))
def test_no_question_of_few_follows_from_the_questions_and_themes_shown(seed):
    """As they are worked out when a survey is closed: a theme where its questions are not."""
    chance = random.Random(seed)
    lineages = a_tree(chance, most=3)
    people = {pk: chance.choice([0, 2, 5, 6, 12]) for pk in lineages}
    items = ["a", "b", "c"][: chance.randint(1, 3)]
    answers = {
        each: {
            pk: chance.randint(max(0, number - 3), number)
            for pk, number in people.items()
        }
        for each in items
    }
    of_theme = {pk: max(answers[each][pk] for each in items) for pk in people}
    levels = Levels(lineages, people, limit=LIMIT)
    themes = levels.shown(of_theme, within=levels.shown())
    questions = levels.shown(*answers.values(), within=themes)

    def told(units, asked):
        return {(pk, each): 1 for pk in units for each in asked if answers[each][pk]}

    sums = [
        told(told_of(pk, levels, lineages, people), asked)
        for pks, kinds in ((themes, [items]), (questions, [[each] for each in items]))
        for pk in pks
        for asked in kinds
    ]
    for each in items:
        for group in few(answers[each]):
            assert not reachable(told(group, [each]), sums), (lineages, answers, group)
    for group in few(of_theme):
        assert not reachable(told(group, items), sums)


@pytest.mark.parametrize("seed", range(30))
def test_no_level_of_a_file_is_computed_from_the_others(seed):
    """A file tells of whole levels; what it leaves of a total is one more part."""
    chance = random.Random(seed)
    lineages = a_tree(chance)
    people = {pk: chance.choice([0, 2, 3, 6, 9]) for pk in lineages}
    told = {
        pk: sum(people[each] for each in lineages if pk in lineages[each])
        for pk in lineages
    }

    shown = shown_levels(below_each(lineages), [told], limit=LIMIT)

    sums = [{u: 1 for u in lineages if people[u] and pk in lineages[u]} for pk in shown]
    for group in few(people):
        assert not reachable(dict.fromkeys(group, 1), sums)
