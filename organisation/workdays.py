"""Days on which people work: on others the program leaves them in peace."""

from datetime import timedelta
from functools import cache

import holidays

from organisation.models import Country, Municipality

# Beside the public holidays those on which hardly anyone works: Midsummer's, Christmas and
# New Year's Eve in Sweden, the last two and Constitution Day in Denmark. Half days count as
# worked.
_FREE = {
    Country.SE: (holidays.PUBLIC, holidays.DE_FACTO),
    Country.NO: (holidays.PUBLIC,),
    Country.DK: (holidays.PUBLIC, holidays.OPTIONAL),
}
_SATURDAY = 5


def is_workday(day):
    return _works_on(day, Municipality.objects.country())


def next_workday(day):
    """The day itself when it is one, else the first after it."""
    country = Municipality.objects.country()
    while not _works_on(day, country):
        day += timedelta(days=1)
    return day


def first_workday_of_week(day):
    """Of the week that begins with Monday; of a week without any, the first after it."""
    return next_workday(day - timedelta(days=day.weekday()))


def _works_on(day, country):
    return day.weekday() < _SATURDAY and day not in _holidays(country)


@cache
def _holidays(country):
    """Worked out year by year, when a day of the year is first asked for."""
    return holidays.country_holidays(country, categories=_FREE[country])
