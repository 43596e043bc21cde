"""Units without a manager of their own are told of at the level above."""

from datetime import date

import pytest

from mailing.models import Message
from organisation import history, roles, tasks, vacancies
from organisation.models import Role
from sam.dates import today
from tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


def vacant():
    return set(vacancies.units_without_manager())


def test_unit_without_a_manager_is_told_of_to_the_level_above_once(
    school, head_of_administration
):
    tasks.tell_of_vacancies()
    tasks.tell_of_vacancies()

    message = Message.objects.get()
    assert message.recipient == head_of_administration
    assert school.name in message.subject
    assert "/organisation/settings/" in message.body


def test_vacancy_that_lasts_is_told_of_again_next_month(
    school, head_of_administration, monkeypatch
):
    tasks.tell_of_vacancies()
    month = today().replace(day=1)
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    monkeypatch.setattr(vacancies, "today", lambda: following)

    tasks.tell_of_vacancies()

    assert Message.objects.count() == 2


def test_hr_is_told_where_nobody_is_above(school, hr):
    hr.unit = None
    hr.save()

    tasks.tell_of_vacancies()

    message = Message.objects.get()
    assert message.recipient == hr
    # Where HR could name nobody.
    assert "/organisation/settings/" not in message.body


def test_unit_with_a_manager_is_not_vacant(school, head_teacher):
    assert vacant() == set()


def test_unit_is_vacant_when_its_manager_may_not_log_in(school, head_teacher):
    head_teacher.is_active = False
    head_teacher.save()

    assert vacant() == {school}


def test_unit_is_vacant_though_somebody_stands_in(school):
    roles.appoint(UserFactory(), Role.SUBSTITUTE, school)

    assert vacant() == {school}


def test_level_above_units_counts_where_people_are_employed(
    administration, school, head_teacher
):
    assert vacant() == set()

    UserFactory(unit=administration)

    assert vacant() == {administration}


def test_unit_that_is_closed_is_not_vacant(administration):
    closed = UnitFactory(parent=administration)
    history.close(closed, on=today())

    assert vacant() == set()
