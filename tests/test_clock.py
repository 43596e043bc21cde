"""The clock that orders the regular jobs: two of them order nothing twice."""

from datetime import timedelta

import pytest
from celery import current_app
from celery.beat import ScheduleEntry
from celery.schedules import crontab
from django.db import OperationalError
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
    return jobs


@pytest.fixture
def make_clock():
    """One whose only job is due, as on a host of its own."""
    made = []

    def make():
        made.append(Clock(app=current_app, lazy=True))
        make_due(made[-1])
        return made[-1]

    yield make
    for each in made:
        each.close()


def make_due(made):
    made.schedule[JOB] = ScheduleEntry(
        name=JOB,
        task="mailing.tasks.send_digests",
        schedule=timedelta(minutes=10),
        last_run_at=timezone.now() - timedelta(hours=1),
        app=current_app,
    )
    made._heap = None


def test_only_one_of_two_clocks_orders(ordered, make_clock):
    first, second = make_clock(), make_clock()

    first.tick()
    second.tick()

    assert ordered == [JOB]
    assert (first.leads, second.leads) == (True, False)


def test_other_goes_on_when_the_first_is_gone_and_orders_nothing_anew(
    ordered, make_clock
):
    first, second = make_clock(), make_clock()
    first.tick()
    second.tick()

    first.database.close()
    second.tick()
    second.tick()
    assert (second.leads, ordered) == (True, [JOB])

    make_due(second)
    second.tick()
    assert ordered == [JOB, JOB]


def test_time_stands_still_while_the_database_is_away(ordered, make_clock, monkeypatch):
    made = make_clock()

    def away():
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(made.database, "cursor", away)
        assert made.tick() == PATIENCE
    assert not ordered

    made.tick()
    assert ordered == [JOB]


def test_clock_on_a_new_host_makes_up_for_what_fell_due_meanwhile():
    """What was ordered when does not lie in a file of the old host."""
    name, job = "send-digests", current_app.conf.beat_schedule["send-digests"]
    assert isinstance(job["schedule"], crontab)
    pulse.note_order(name, timezone.now() - timedelta(days=2))

    made = Clock(app=current_app)

    assert made.schedule[name].is_due().is_due
    assert not made.schedule["remind-of-reports"].is_due().is_due


def test_leading_clock_says_that_it_is_there(ordered, make_clock, tmp_path):
    made = make_clock()
    made._sign = tmp_path / "schedule"

    made.tick()

    assert pulse.silence("clock") < 5
    assert made._sign.exists()
