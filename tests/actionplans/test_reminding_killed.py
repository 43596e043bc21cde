"""A worker that is killed while it tells hundreds of people: each is told once, and all."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db.models import Count

from actionplans.models import Reminder
from mailing.models import Message
from organisation import roles
from organisation.models import Role
from sam.dates import today
from tests.factories import ActionPlanFactory, MeasureFactory, UnitFactory, UserFactory
from tests.working import until

UNITS, EMPLOYEES = 10, 30
# As a worker does it, one person after the other.
NIGHT = """
from actionplans import reminding
for person in reminding.note_all():
    reminding.tell(person)
"""


@pytest.fixture
def people(municipality):
    """Each answers for a late measure; the managers are told of those of others too."""
    found = []
    for _unit in range(UNITS):
        unit = UnitFactory(parent=municipality)
        plan = ActionPlanFactory(unit=unit)
        manager = UserFactory(unit=unit)
        roles.appoint(manager, Role.MANAGER, unit)
        employees = [UserFactory(unit=unit) for _number in range(EMPLOYEES)]
        for person in [manager, *employees]:
            MeasureFactory(
                plan=plan, responsible=person, due_on=today() - timedelta(days=10)
            )
        found += [manager, *employees]
    return found


@pytest.fixture
def start_night(transactional_db, environment):
    started = []

    def start():
        words = [sys.executable, "manage.py", "shell", "--no-imports", "-c", NIGHT]
        process = subprocess.Popen(words, env=environment)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_each_is_told_once_and_all_though_the_worker_is_killed(people, start_night):
    about = f"measures:{today()}"
    told = Message.objects.filter(about=about)
    for share in [0.1, 0.4]:
        process = start_night()
        assert until(lambda share=share: told.count() > share * len(people))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        # It was killed in the midst, and nothing is half done.
        assert 0 < told.count() < len(people)
        assert _told_of() == set(told.values_list("pk", flat=True))

    assert start_night().wait() == 0

    messages = told.values("recipient").annotate(number=Count("pk"))
    assert dict(messages.values_list("recipient", "number")) == {
        person.pk: 1 for person in people
    }
    assert Message.objects.count() == len(people)
    assert not Reminder.objects.untold().exists()
    assert _told_of() == set(told.values_list("pk", flat=True))
    assert Reminder.objects.count() == len(people) + UNITS * EMPLOYEES
    for reminder in Reminder.objects.select_related("message"):
        assert reminder.message.recipient_id == reminder.recipient_id


def _told_of():
    """The messages that reminders were told by."""
    reminders = Reminder.objects.exclude(told_on=None)
    return set(reminders.values_list("message", flat=True))


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_two_workers_beside_each_other_tell_each_once(people, start_night):
    both = [start_night(), start_night()]

    assert [process.wait() for process in both] == [0, 0]

    assert Message.objects.filter(about=f"measures:{today()}").count() == len(people)
    assert not Reminder.objects.untold().exists()
    assert Reminder.objects.count() == len(people) + UNITS * EMPLOYEES
