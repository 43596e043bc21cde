"""What is not shown of small groups, and that nobody computes it back."""

import random
from fractions import Fraction
from itertools import product

import pytest

from incidents.models import Details
from reports.contents import YearContents
from reports.models import Figure, FigureImport, Metric
from reports.suppressing import Sum, computable, hide, hide_alike, note, suppress
from tests.reports import factories
from tests.reports.conftest import at


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


# In reports


EMPLOYEES = [
    {"metric_id": "employees"},
    {"metric_id": "employees", "sex": "women"},
    {"metric_id": "employees", "sex": "men"},
]
OVERTIME = [row | {"metric_id": "overtime_hours"} for row in EMPLOYEES]
FIGURE = {"kind": "figure"}


def staff(committee, *, women, men):
    """Each has an hour of overtime a month."""
    for sex, number in (("women", women), ("men", men)):
        factories.figures(
            committee,
            years=[2022, 2023],
            sexes=[sex],
            employees=number,
            overtime_hours=number,
        )


@pytest.fixture
def places(preschool, primary):
    """A large committee, and another whose staff a test decides."""
    third = factories.committee("Kulturnämnden")
    factories.unit(parent=primary.parent, committee=third)
    staff(preschool.committee, women=40, men=20)
    staff(third, women=30, men=15)
    return preschool.committee, primary.committee, third


def test_few_women_take_the_men_with_them_and_as_many_elsewhere(places, schools):
    large, _schools, third = places
    staff(schools, women=3, men=30)

    year = factories.year_with_table(rows=EMPLOYEES, columns=[FIGURE])

    assert factories.shown(year, schools) == ["33", "*", "*"]
    assert factories.shown(year, third) == ["45", "*", "*"]
    assert factories.shown(year, large) == ["60", "40", "20"]
    assert factories.shown(year) == ["138", "73", "65"]


def test_small_committee_takes_the_next_smallest_with_it(places, schools):
    large, _schools, third = places
    staff(schools, women=2, men=2)

    year = factories.year_with_table(
        rows=EMPLOYEES, columns=[FIGURE], key_metrics=["employees", "sick_leave"]
    )

    assert factories.shown(year, schools) == ["*", "*", "*"]
    assert factories.shown(year, third)[0] == "*"
    assert factories.shown(year, large)[0] == "60"
    assert factories.shown(year)[0] == "109"
    parts = YearContents(year).of(year.reports.get(level="municipality"))["parts"]
    assert {part["committee"]: part["figures"][0] for part in parts} == {
        "Förskolenämnden": "60",
        "Grundskolenämnden": "*",
        "Kulturnämnden": "*",
    }


def test_no_figure_can_be_computed_from_all_reports_together(places, schools):
    staff(schools, women=3, men=4)
    committees = dict.fromkeys(places)
    year = factories.year_with_table(rows=EMPLOYEES, columns=[FIGURE])

    for committee in committees:
        committees[committee] = factories.shown(year, committee)
    whole = factories.shown(year)

    for place in range(len(EMPLOYEES)):
        hidden = [each[place] for each in committees.values()].count("*")
        assert hidden != 1 or whole[place] == "*"
    for shown in [*committees.values(), whole]:
        assert shown.count("*") != 1


def test_metrics_of_the_same_people_are_hidden_in_the_same_places(places, schools):
    staff(schools, women=3, men=30)

    year = factories.year_with_table(rows=EMPLOYEES + OVERTIME, columns=[FIGURE])

    shown = factories.shown(year, schools)
    assert shown == ["33", "*", "*", "396", "*", "*"]


def test_difference_of_what_is_not_shown_is_not_shown(places, schools):
    staff(schools, women=3, men=30)
    columns = [FIGURE, FIGURE | {"span": "compared"}, {"kind": "difference"}]

    year = factories.year_with_table(rows=EMPLOYEES, columns=columns)

    rows = factories.table_of(year, schools)["rows"]
    assert [row["figures"] for row in rows[:2]] == [["33", "33", "0"], ["*"] * 3]


def test_note_says_that_something_is_not_shown(places, schools):
    staff(schools, women=3, men=30)
    year = factories.year_with_table(rows=EMPLOYEES, columns=[FIGURE])
    large = places[0]

    assert note(5) in factories.table_of(year, schools)["notes"]
    assert note(5) not in factories.table_of(year, large)["notes"]


def test_template_may_show_all(places, schools):
    staff(schools, women=1, men=30)

    year = factories.year_with_table(rows=EMPLOYEES, columns=[FIGURE], smallest_group=0)

    assert factories.shown(year, schools) == ["31", "1", "30"]


def test_men_who_stand_in_no_row_are_found_by_nobody(places, schools):
    staff(schools, women=30, men=3)

    year = factories.year_with_table(rows=EMPLOYEES[:2], columns=[FIGURE])

    assert factories.shown(year, schools) == ["33", "*"]


def test_ages_that_stand_in_no_row_are_found_by_nobody(preschool, preschools):
    source = FigureImport.objects.create(file_name="hr.xlsx", sha256="0", rows=1)
    factories.load_metrics()
    Figure.objects.bulk_create(
        Figure(
            committee=preschools,
            month=month,
            age=age,
            quantity_id="employees",
            value=number,
            source=source,
            row=2,
        )
        for month in factories.months(2023)
        for age, number in [("–29", 20), ("30–64", 30), ("65–", 2)]
    )
    rows = [{"metric_id": "employees", "age": age} for age in ("", "–29", "30–64")]

    year = factories.year_with_table(rows=rows, columns=[FIGURE])

    assert factories.shown(year, preschools) == ["52", "*", "30"]


def divided(committee, quantity, **numbers):
    """Of a quantity of each month so much by sex, or under "" of both together."""
    factories.load_metrics()
    source = FigureImport.objects.create(file_name="hr.xlsx", sha256="0", rows=1)
    Figure.objects.bulk_create(
        Figure(
            committee=committee,
            month=month,
            sex=sex if sex != "all" else "",
            quantity_id=quantity,
            value=number,
            source=source,
            row=2,
        )
        for month in factories.months(2023)
        for sex, number in numbers.items()
    )


def test_figure_of_nobody_knows_how_many_is_not_shown(preschool, preschools):
    divided(preschools, "overtime_hours", women=30, men=60)
    divided(preschools, "employees", all=30)

    year = factories.year_with_table(rows=OVERTIME + EMPLOYEES, columns=[FIGURE])

    shown = factories.shown(year, preschools)
    assert shown == ["1080", "*", "*", "30", "", ""]


def test_what_is_unknown_of_one_committee_hides_nothing_of_the_others(places, schools):
    large, _schools, third = places

    year = factories.year_with_table(rows=EMPLOYEES, columns=[FIGURE])

    assert factories.shown(year, schools) == ["", "", ""]
    assert factories.shown(year, large) == ["60", "40", "20"]
    assert factories.shown(year, third) == ["45", "30", "15"]


def injuries(unit, sex, number, *, on=(2023, 5, 2), **fields):
    factories.load_metrics()
    for _each in range(number):
        incident = factories.incident(unit=unit, reported_at=at(*on), **fields)
        Details.objects.create(incident=incident, sex=sex)


def by_sex(metric, *sexes):
    return [{"metric_id": metric, "sex": sex} for sex in sexes]


def test_metrics_of_the_same_cases_are_hidden_in_the_same_places(primary, schools):
    injuries(primary, "woman", 20)
    injuries(primary, "man", 2)
    same = Metric.objects.create(
        code="hurt", label="Hurt", of=["injuries"], scale="count"
    )
    rows = by_sex("injuries", "") + by_sex(same.code, "women", "men")

    year = factories.year_with_table(rows=rows, columns=[FIGURE])

    assert factories.shown(year, schools) == ["22", "*", "*"]


def test_what_is_left_of_injuries_without_the_accidents_is_found_by_nobody(
    primary, schools
):
    injuries(primary, "woman", 7)
    injuries(primary, "woman", 2, kind="occupational_disease")
    injuries(primary, "man", 20)
    injuries(primary, "man", 6, kind="occupational_disease")
    rows = by_sex("injuries", "", "women") + by_sex("accidents", "", "women", "men")

    year = factories.year_with_table(rows=rows, columns=[FIGURE])

    assert factories.shown(year, schools) == ["35", "*", "27", "*", "*"]


def test_injuries_alone_are_shown_however_few_of_a_kind_are_in_them(primary, schools):
    injuries(primary, "woman", 7)
    injuries(primary, "woman", 2, kind="occupational_disease")
    injuries(primary, "man", 20)

    year = factories.year_with_table(
        rows=by_sex("injuries", "", "women"), columns=[FIGURE]
    )

    assert factories.shown(year, schools) == ["29", "9"]


def test_quarter_that_no_column_tells_of_is_found_by_nobody(primary, schools):
    injuries(primary, "woman", 2, on=(2024, 2, 2))
    injuries(primary, "woman", 7, on=(2024, 5, 2))
    injuries(primary, "man", 10, on=(2024, 2, 2))
    injuries(primary, "man", 10, on=(2024, 5, 2))

    year = factories.year_with_table(
        rows=by_sex("injuries", "", "women", "men"),
        columns=[FIGURE, FIGURE | {"span": "year_to_date"}],
        part="q2",
        cadence="quarter",
    )

    rows = factories.table_of(year, schools)["rows"]
    assert [row["figures"] for row in rows] == [["17", "29"], ["*", "*"], ["*", "*"]]


def test_year_before_is_shown_where_few_are_told_of_this_year(primary, schools):
    for sex, number in [("woman", 9), ("man", 12)]:
        injuries(primary, sex, number, on=(2022, 5, 2))
    injuries(primary, "woman", 2)
    injuries(primary, "man", 12)

    year = factories.year_with_table(
        rows=by_sex("injuries", "women", "men"),
        columns=[FIGURE, FIGURE | {"years_back": 1}],
    )

    rows = factories.table_of(year, schools)["rows"]
    assert [row["figures"] for row in rows] == [["*", "9"], ["*", "12"]]


@pytest.mark.parametrize("seed", range(20))
def test_what_is_hidden_in_one_table_follows_from_no_other(seed):
    chance = random.Random(seed)
    keys = ["all", "women", "men", "young", "old"]
    sums = [Sum("all", ("women", "men")), Sum("all", ("young", "old"))]

    def table():
        women, men = chance.randint(0, 9), chance.randint(0, 9)
        young = chance.randint(0, women + men)
        numbers = [women + men, women, men, young, women + men - young]
        return dict(zip(keys, numbers, strict=True))

    tables = [table() for _each in range(3)]
    small = {key for each in tables for key in keys[1:] if 0 < each[key] < 3}

    hidden = hide_alike(tables, sums, small=small)

    assert small <= hidden
    assert not any(computable(dict.fromkeys(hidden), each, sums) for each in tables)


def test_few_cases_told_by_sex_are_not_shown_and_how_many_in_all_is(primary, schools):
    factories.load_metrics()
    for sex in ["woman"] * 2 + ["man"] * 6:
        incident = factories.incident(unit=primary, reported_at=at(2023, 5, 2))
        Details.objects.create(incident=incident, sex=sex)
    rows = [{"metric_id": "injuries", "sex": sex} for sex in ("", "women", "men")]

    year = factories.year_with_table(rows=rows, columns=[FIGURE])

    assert factories.shown(year, schools) == ["8", "*", "*"]


def test_note_stands_below_the_key_figures_too(places, schools):
    staff(schools, women=2, men=2)
    year = factories.year_with_table(
        rows=EMPLOYEES, columns=[FIGURE], key_metrics=["employees"]
    )

    content = YearContents(year).of(year.reports.get(level="municipality"))

    assert content["key_notes"] == [note(5)]
