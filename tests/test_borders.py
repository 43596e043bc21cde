"""Where time is not as on other days: clocks put forward and back, 29 February, the turn of
the year, and the hours in which it is another day in UTC."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from celery import current_app
from celery.schedules import crontab
from django.conf import settings

from actionplans.models import Measure
from incidents.duty_rules import rules_for
from incidents.views.statistics import _a_year_before
from riskassessment.models import RoundSchedule
from sam.dates import later, moment, today

STOCKHOLM = ZoneInfo("Europe/Stockholm")
FORWARD, BACK = date(2026, 3, 29), date(2026, 10, 25)


def utc(*numbers):
    return datetime(*numbers, tzinfo=UTC)


def at(monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (utc(2026, 6, 30, 21, 59), date(2026, 6, 30)),
        (utc(2026, 6, 30, 22, 0), date(2026, 7, 1)),
        (utc(2026, 12, 31, 22, 59), date(2026, 12, 31)),
        (utc(2026, 12, 31, 23, 0), date(2027, 1, 1)),
        (utc(2028, 2, 28, 23, 0), date(2028, 2, 29)),
        (utc(2028, 2, 29, 23, 0), date(2028, 3, 1)),
    ],
)
def test_today_is_the_day_where_the_municipality_lies(monkeypatch, now, day):
    at(monkeypatch, now)

    assert today() == day


@pytest.mark.parametrize(
    ("day", "begins", "hours"),
    [
        (FORWARD, utc(2026, 3, 28, 23, 0), 23),
        (BACK, utc(2026, 10, 24, 22, 0), 25),
        (date(2028, 2, 29), utc(2028, 2, 28, 23, 0), 24),
        (date(2026, 12, 31), utc(2026, 12, 30, 23, 0), 24),
    ],
)
def test_day_lasts_from_its_midnight_to_the_next(day, begins, hours):
    begin, end = moment(day), moment(day + timedelta(days=1))

    assert begin == begins
    assert end.astimezone(UTC) - begin.astimezone(UTC) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("known", "due"),
    [
        (datetime(2026, 3, 28, 20, 0), datetime(2026, 3, 29, 21, 0)),
        (datetime(2026, 10, 24, 20, 0), datetime(2026, 10, 25, 19, 0)),
        (datetime(2028, 2, 28, 20, 0), datetime(2028, 2, 29, 20, 0)),
        (datetime(2026, 12, 31, 20, 0), datetime(2027, 1, 1, 20, 0)),
    ],
)
@pytest.mark.parametrize("kept_as", [STOCKHOLM, UTC])
def test_authority_that_gives_24_hours_gives_24_hours(known, due, kept_as):
    """Whether the moment was just typed, or has been read from the database."""
    known = known.replace(tzinfo=STOCKHOLM).astimezone(kept_as)
    due = due.replace(tzinfo=STOCKHOLM)

    assert later(known, timedelta(hours=24)) == due.astimezone(UTC)


def test_rule_that_counts_hours_counts_them_over_the_change():
    # The one rule of the three countries that counts hours.
    rules = [
        rule
        for country in ("SE", "NO", "DK")
        for rule in rules_for(country, FORWARD)
        if rule.clock.hours is not None
    ]
    known = moment(FORWARD - timedelta(days=1), datetime(2026, 1, 1, 20, 0).time())

    for rule in rules:
        due = rule.due_at({"known_at": known})
        assert due - known.astimezone(UTC) == timedelta(hours=rule.clock.hours)
    assert rules


@pytest.mark.parametrize(
    ("first", "months", "days"),
    [
        (
            date(2028, 1, 31),
            1,
            [date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31)],
        ),
        (
            date(2028, 2, 29),
            12,
            [date(2028, 2, 29), date(2029, 2, 28), date(2030, 2, 28)],
        ),
    ],
)
def test_rounds_come_back_at_the_end_of_short_months_and_find_back(first, months, days):
    schedule = RoundSchedule(first_on=first, every_months=months)

    found = schedule.days(since=first, until=date(2033, 1, 1))

    assert found[:3] == days
    if months == 12:
        assert found[4] == date(2032, 2, 29)


@pytest.mark.parametrize(
    ("due", "months", "after"),
    [
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 8, 31), 6, date(2029, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_measure_that_comes_back_has_a_day_in_every_year(due, months, after):
    measure = Measure(due_on=due, done_on=due, repeats_every=months)

    assert measure._next_days() == {"due_on": after, "starts_on": None}


@pytest.mark.parametrize(
    ("day", "year_before"),
    [
        (date(2028, 2, 29), date(2027, 2, 28)),
        (date(2028, 2, 28), date(2027, 2, 28)),
        (date(2029, 2, 28), date(2028, 2, 28)),
        (date(2026, 12, 31), date(2025, 12, 31)),
    ],
)
def test_twelve_months_begin_on_a_day_that_there_is(day, year_before):
    assert _a_year_before(day) == year_before


# The clock


def crontabs():
    return {
        name: job["schedule"]
        for name, job in settings.CELERY_BEAT_SCHEDULE.items()
        if isinstance(job["schedule"], crontab)
    }


def test_no_job_is_due_in_the_hour_that_there_is_twice_or_not_at_all():
    hours = {name: each.hour for name, each in crontabs().items()}

    assert not {name: hour for name, hour in hours.items() if 2 in hour}


@pytest.mark.parametrize(
    "day", [FORWARD, BACK, date(2028, 2, 29), date(2026, 12, 31)], ids=str
)
@pytest.mark.parametrize("name", ["let-leavers-go", "mix-answers", "send-digests"])
def test_job_of_each_night_is_ordered_once_a_night(day, name):
    asked = crontabs()[name]
    ordered = []
    now = moment(day - timedelta(days=1), datetime(1, 1, 1, 23, 55).time())
    now = last = now.astimezone(UTC)
    while now < moment(day + timedelta(days=1)).astimezone(UTC):
        now += timedelta(minutes=5)
        schedule = crontab(
            minute=min(asked.minute),
            hour=min(asked.hour),
            app=current_app,
            nowfun=lambda now=now: now.astimezone(STOCKHOLM),
        )
        if schedule.is_due(last).is_due:
            ordered.append(now.astimezone(STOCKHOLM))
            last = now

    assert [each.date() for each in ordered] == [day]
    [first] = ordered
    assert (first.hour, first.minute) == (min(asked.hour), min(asked.minute))
