"""Days on which people work, in each country."""

from datetime import date

import pytest

from organisation.models import Municipality
from organisation.workdays import first_workday_of_week, is_workday, next_workday

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 23)


@pytest.fixture
def in_country(municipality):
    return lambda country: Municipality.objects.update(country=country)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (MONDAY, True),
        (date(2026, 11, 28), False),  # Saturday
        (date(2026, 11, 29), False),  # Sunday
        (date(2026, 1, 6), False),  # Epiphany
        (date(2026, 6, 19), False),  # Midsummer Eve
        (date(2026, 12, 24), False),  # Christmas Eve
        (date(2026, 12, 31), False),  # New Year's Eve
        (date(2026, 4, 2), True),  # Maundy Thursday, a half day
        (date(2027, 1, 6), False),  # of another year
    ],
)
def test_swedish_days(in_country, day, works):
    in_country("SE")

    assert is_workday(day) is works


@pytest.mark.parametrize(
    ("country", "day", "works"),
    [
        ("NO", date(2027, 5, 17), False),  # Constitution Day
        ("NO", date(2026, 4, 2), False),  # Maundy Thursday
        ("NO", date(2026, 1, 6), True),  # Epiphany
        ("DK", date(2026, 6, 5), False),  # Constitution Day
        ("DK", date(2026, 12, 24), False),  # Christmas Eve
        ("DK", date(2026, 6, 19), True),  # Midsummer Eve
    ],
)
def test_each_country_has_its_own_days(in_country, country, day, works):
    in_country(country)

    assert is_workday(day) is works


def test_swedish_days_hold_until_the_country_is_said():
    assert not is_workday(date(2026, 6, 19))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (MONDAY, MONDAY),
        (date(2026, 11, 28), date(2026, 11, 30)),
        # Christmas Eve to Boxing Day, then a Sunday.
        (date(2026, 12, 24), date(2026, 12, 28)),
    ],
)
def test_next_workday(municipality, day, expected):
    assert next_workday(day) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (MONDAY, MONDAY),
        (date(2026, 11, 29), MONDAY),
        # Easter Monday is free.
        (date(2026, 4, 9), date(2026, 4, 7)),
    ],
)
def test_first_workday_of_week(municipality, day, expected):
    assert first_workday_of_week(day) == expected
