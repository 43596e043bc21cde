"""Who must have which course, and how it stands."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knowledge.models import CourseRequirement, last_day_of
from knowledge.needs import Needs
from organisation import roles
from organisation.models import Level, Role
from sam.dates import today
from tests.factories import UnitFactory, UserFactory
from tests.knowledge.factories import certificate, course

pytestmark = pytest.mark.django_db


def states(**narrowed):
    return {need.person.name: need.state for need in Needs(**narrowed).rows}


def test_state_follows_the_certificate_that_holds_longest(head_teacher):
    needed = course()
    assert states() == {"Head teacher": "missing"}
    certificate(head_teacher, needed, left=-5)
    assert states() == {"Head teacher": "expired"}
    certificate(head_teacher, needed, left=80)
    assert states() == {"Head teacher": "expiring"}
    certificate(head_teacher, needed)
    assert states() == {"Head teacher": "valid"}


def test_time_is_given_from_the_appointment(school):
    course(within_months=3)
    for name, days in [("New", 10), ("Old", 200)]:
        person = UserFactory(name=name, unit=school)
        since = today() - timedelta(days=days)
        roles.appoint(person, Role.MANAGER, school, since=since)

    assert states() == {"New": "missing", "Old": "late"}


def test_requirement_reaches_a_level_and_what_hangs_below_a_unit(
    head_teacher, administration, school
):
    needed = course(role="")
    elsewhere = UnitFactory()
    manager = UserFactory(name="Elsewhere", unit=elsewhere)
    roles.appoint(manager, Role.MANAGER, elsewhere)
    requirement = CourseRequirement.objects.create(
        course=needed, role="manager", unit=administration
    )
    assert states() == {"Head teacher": "missing"}

    requirement.level = Level.DEPARTMENT
    requirement.save()
    assert states() == {}


def test_occupation_is_asked_however_it_is_written(teacher):
    needed = course(role="")
    CourseRequirement.objects.create(course=needed, occupation="undersköterska")
    teacher.title = "Undersköterska"
    teacher.save()

    assert states() == {"Teacher": "missing"}

    teacher.left_on = today() - timedelta(days=1)
    teacher.save()
    assert states() == {}


def test_manager_of_two_units_needs_it_once(head_teacher, other_school):
    course()
    roles.appoint(head_teacher, Role.MANAGER, other_school)

    assert len(Needs().rows) == 1


def test_it_stood_otherwise_on_another_day(head_teacher):
    needed = course()
    appointment = head_teacher.appointments.get()
    appointment.valid = (today() - timedelta(days=900), None)
    appointment.save()
    certificate(head_teacher, needed, left=-5)

    assert states(on=today() - timedelta(days=200)) == {"Head teacher": "valid"}


def test_what_is_withdrawn_is_asked_of_nobody(head_teacher):
    needed = course()
    needed.is_offered = False
    needed.save()

    assert states() == {}


def test_it_costs_the_same_for_many(head_teacher, municipality):
    course()

    def cost():
        with CaptureQueriesContext(connection) as queries:
            Needs()
        return len(queries)

    few = cost()
    for _number in range(5):
        unit = UnitFactory(parent=municipality)
        roles.appoint(UserFactory(unit=unit), Role.MANAGER, unit)

    assert cost() == few <= 4


@pytest.mark.parametrize(("months", "day"), [(48, "2028-02-28"), (None, "9999-12-31")])
def test_last_day_follows_the_course(months, day):
    made = course(role="", valid_months=months)
    taken_on = today().replace(year=2024, month=2, day=29)

    assert last_day_of(made, taken_on).isoformat() == day
