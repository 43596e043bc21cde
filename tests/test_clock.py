"""The clock that orders the regular jobs: two of them order nothing twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from celery import current_app
from celery.beat import ScheduleEntry
from celery.schedules import crontab
from django.db import OperationalError, connection
from django.utils import timezone

from sam import clock, pulse
from sam.clock import PATIENCE, Clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_cache")]

JOB = "remind"


@pytest.fixture
def ordered(monkeypatch):
    """The jobs that any clock orders."""
    jobs = []
    monkeypatch.setattr(
        "celery.beat.Scheduler.apply_entry",
        lambda _self, entry, producer=None: jobs.append(entry.name),
    )
    monkeypatch.setattr(Clock, "producer", None)
    # No other clock of this machine's tests.
    monkeypatch.setattr(clock, "LOCK", 4_711)
    yield jobs
    _let_go()


@pytest.fixture
def elsewhere():
    """Runs a function with a database connection of its own, as on another host."""
    with ThreadPoolExecutor(1) as thread:
        yield lambda function: thread.submit(function).result()
        thread.submit(lambda: connection.close()).result()


def _let_go():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")


def make_clock(*, every=timedelta(minutes=10), last_ran=timedelta(hours=1)):
    """One whose only job is due."""
    made = Clock(app=current_app, lazy=True)
    make_due(made, every=every, last_ran=last_ran)
    return made


def make_due(made, *, every=timedelta(minutes=10), last_ran=timedelta(hours=1)):
    made.schedule[JOB] = ScheduleEntry(
        name=JOB,
        task="mailing.tasks.send_digests",
        schedule=every,
        last_run_at=timezone.now() - last_ran,
        app=current_app,
    )
    made._heap = None


def test_only_one_of_two_clocks_orders(ordered, elsewhere):
    first, second = make_clock(), make_clock()

    first.tick()
    elsewhere(second.tick)

    assert ordered == [JOB]
    assert (first.leads, second.leads) == (True, False)


def test_other_goes_on_when_the_first_is_gone_and_orders_nothing_anew(
    ordered, elsewhere
):
    first, second = make_clock(), make_clock()
    first.tick()
    elsewhere(second.tick)

    _let_go()
    elsewhere(second.tick)
    elsewhere(second.tick)
    assert (second.leads, ordered) == (True, [JOB])

    make_due(second)
    elsewhere(second.tick)
    assert ordered == [JOB, JOB]


def test_time_stands_still_while_the_database_is_away(ordered, monkeypatch):
    made = make_clock()

    def away():
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr("django.db.connection.cursor", away)
        patch.setattr("django.db.connection.close", lambda: None)
        assert made.tick() == PATIENCE
    assert not ordered

    made.tick()
    assert ordered == [JOB]


def test_clock_on_a_new_host_makes_up_for_what_fell_due_meanwhile(ordered):
    """What was ordered when does not lie in a file of the old host."""
    name, job = "send-digests", current_app.conf.beat_schedule["send-digests"]
    assert isinstance(job["schedule"], crontab)
    pulse.note_order(name, timezone.now() - timedelta(days=2))

    made = Clock(app=current_app)

    assert made.schedule[name].is_due().is_due
    assert not made.schedule["remind-of-reports"].is_due().is_due


def test_leading_clock_says_that_it_is_there(ordered, elsewhere, tmp_path):
    made = make_clock()
    made._sign = tmp_path / "schedule"

    made.tick()

    assert pulse.silence("clock") < 5
    assert made._sign.exists()
