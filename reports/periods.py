"""Which days reports and their columns tell of, and what such periods are called."""

from datetime import date, timedelta
from itertools import pairwise

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    """The part of a year that reports tell of."""

    WHOLE = "", _("The whole year")
    SPRING = "spring", _("Spring term")
    AUTUMN = "autumn", _("Autumn term")
    FIRST = "q1", _("First quarter")
    SECOND = "q2", _("Second quarter")
    THIRD = "q3", _("Third quarter")
    FOURTH = "q4", _("Fourth quarter")


class Cadence(models.TextChoices):
    """How often a template's reports are written, and of which period."""

    YEAR_BEFORE = "year_before", _("Once a year, of the calendar year before")
    CALENDAR_YEAR = "calendar_year", _("Once a year, of that calendar year")
    TWELVE_MONTHS = "twelve_months", _("Once a year, of the twelve months to August")
    TERM = "term", _("Twice a year, of the term")
    QUARTER = "quarter", _("Four times a year, of the quarter")

    @property
    def parts(self):
        match self:
            case Cadence.TERM:
                return [Part.SPRING, Part.AUTUMN]
            case Cadence.QUARTER:
                return [Part.FIRST, Part.SECOND, Part.THIRD, Part.FOURTH]
        return [Part.WHOLE]


class Span(models.TextChoices):
    """The days that a column tells of, seen from the reports' own period."""

    PERIOD = "period", _("The reports' period")
    COMPARED = "compared", _("The period compared with")
    TWELVE_MONTHS = "twelve_months", _("Twelve months to the end of the period")
    YEAR_TO_DATE = "year_to_date", _("The calendar year to the end of the period")


# The first month of each part, and how many months it has.
_MONTHS = {
    Part.WHOLE: (1, 12),
    Part.SPRING: (1, 6),
    Part.AUTUMN: (7, 6),
    Part.FIRST: (1, 3),
    Part.SECOND: (4, 3),
    Part.THIRD: (7, 3),
    Part.FOURTH: (10, 3),
}


def usual_periods(cadence, year, part=Part.WHOLE):
    """The period of reports written in a year, and the same days of the year before."""
    month, months = _MONTHS[Part(part)]
    match Cadence(cadence):
        case Cadence.YEAR_BEFORE:
            first = date(year - 1, 1, 1)
        case Cadence.TWELVE_MONTHS:
            first = date(year - 1, 9, 1)
        case _:
            first = date(year, month, 1)
    period = DateRange(first, first + relativedelta(months=months))
    return period, years_before(period, 1)


def years_before(period, years):
    """The same days so many years earlier."""
    back = relativedelta(years=years)
    return DateRange(period.lower - back, period.upper - back)


def of_span(span, years_back, reporting_year):
    """The days that a column of a year's reports tells of."""
    period = reporting_year.period
    match Span(span):
        case Span.COMPARED:
            period = reporting_year.comparison_period
        case Span.TWELVE_MONTHS:
            period = DateRange(period.upper - relativedelta(years=1), period.upper)
        case Span.YEAR_TO_DATE:
            period = DateRange(last_day(period).replace(month=1, day=1), period.upper)
    return years_before(period, years_back) if years_back else period


def last_day(period):
    return period.upper - timedelta(days=1)


def entangled(periods):
    """{period: what tells of the same days}: those that overlap, be it by way of others,
    and the pieces that they cut each other into, which can be computed from them."""
    chains: list = []
    for period in sorted({*periods}, key=lambda each: (each.lower, each.upper)):
        if chains and period.lower < max(each.upper for each in chains[-1]):
            chains[-1].append(period)
        else:
            chains.append([period])
    return {
        period: list(dict.fromkeys([*chain, *_pieces(chain)]))
        for chain in chains
        for period in chain
    }


def _pieces(chain):
    days = {day for period in chain for day in (period.lower, period.upper)}
    return [DateRange(first, after) for first, after in pairwise(sorted(days))]


def months_of(period):
    """First days of the months that the period touches."""
    first, months = period.lower.replace(day=1), []
    while first < period.upper:
        months.append(first)
        first += relativedelta(months=1)
    return months


def name_of(period):
    """Twelve months as they are called in figures: R12 2023-12."""
    last = last_day(period)
    is_r12 = period.lower + relativedelta(years=1) == period.upper
    if is_r12:
        return f"R12 {last:%Y-%m}"
    first = (
        "" if months_of(period) == [last.replace(day=1)] else f"{period.lower:%Y-%m}–"
    )
    return f"{first}{last:%Y-%m}"


def heading_of(words, period):
    """What stands above a column: the template's words, or the period's name.

    In the words {year}, {quarter}, {month} and {period} stand for those of the period.
    """
    last = last_day(period)
    known = {
        "{year}": str(last.year),
        "{quarter}": str((last.month + 2) // 3),
        "{month}": f"{last:%Y-%m}",
        "{period}": name_of(period),
    }
    for token, value in known.items():
        words = words.replace(token, value)
    return words or name_of(period)
