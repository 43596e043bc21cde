"""The tables of targets and quantities, before anything is loaded."""

from decimal import ROUND_HALF_UP, Decimal

import pytest

from demo.figures import INCIDENTS, STAFF
from demo.payroll import _months

EVERYONE = {"K", "M"}


def summed(year, sexes, *quantities):
    return sum(
        getattr(staff, quantity)
        for staff in STAFF[year]
        if staff.sex in sexes
        for quantity in quantities
    )


def share(year, sexes, quantities, whole):
    value = Decimal(100 * summed(year, sexes, *quantities)) / summed(year, sexes, whole)
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


SHORT, LONG = ["short_sick_hours"], ["long_sick_hours"]


@pytest.mark.parametrize(
    ("sexes", "quantities", "now", "before"),
    [
        (EVERYONE, SHORT + LONG, "7.7", "8.5"),
        ({"K"}, SHORT + LONG, "8.6", "9.3"),
        ({"M"}, SHORT + LONG, "5.0", "5.5"),
        (EVERYONE, SHORT, "3.2", "3.8"),
        ({"K"}, SHORT, "3.3", "3.9"),
        ({"M"}, SHORT, "2.9", "3.3"),
        (EVERYONE, LONG, "4.6", "4.7"),
        ({"K"}, LONG, "5.3", "5.4"),
        ({"M"}, LONG, "2.1", "2.2"),
    ],
)
def test_sick_leave_comes_to_the_municipalitys(sexes, quantities, now, before):
    shares = [
        share(year, sexes, quantities, "contracted_hours") for year in (2023, 2022)
    ]

    assert shares == [Decimal(now), Decimal(before)]


@pytest.mark.parametrize(
    ("sexes", "now", "before"),
    [(EVERYONE, "11.0", "11.6"), ({"K"}, "10.8", "11.7"), ({"M"}, "11.8", "11.2")],
)
def test_turnover_comes_to_the_municipalitys(sexes, now, before):
    shares = [
        share(year, sexes, ["leavers"], "average_headcount") for year in (2023, 2022)
    ]

    assert shares == [Decimal(now), Decimal(before)]


@pytest.mark.parametrize(
    ("quantity", "now", "before"),
    [
        ("leavers", 626, 660),
        ("retirements", 85, 151),
        ("additional_hours", 24054, 30281),
        ("overtime_hours", 29485, 36191),
    ],
)
def test_counts_and_hours_come_to_the_municipalitys(quantity, now, before):
    sums = [summed(year, EVERYONE, quantity) for year in (2023, 2022)]

    assert sums == [now, before]


def test_incidents_come_to_the_municipalitys():
    of_2023 = INCIDENTS[2023].values()

    assert sum(each.injuries for each in of_2023) == 990
    assert sum(each.near_misses for each in of_2023) == 748
    assert sum(each.closed for each in of_2023) == 1563


@pytest.mark.parametrize("year", STAFF)
def test_months_come_to_the_year(year):
    for staff in STAFF[year]:
        months = list(zip(*_months(staff), strict=True))

        hours, short, long, heads, leavers, retired, additional, overtime = map(
            sum, months
        )
        assert (hours, short, long) == staff[2:5]
        assert heads == 12 * staff.average_headcount
        assert (leavers, retired, additional, overtime) == staff[6:]
        assert all(one <= all_ for one, all_ in zip(months[5], months[4], strict=True))
