"""Who receives what comes in a unit, with substitutes, vacancies and levels above."""

from datetime import timedelta

import pytest

from organisation import roles
from organisation.models import Role
from sam.dates import today
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


# Asked for by each test anew: a run may go on beyond midnight.


def tomorrow():
    return today() + timedelta(days=1)


def yesterday():
    return today() - timedelta(days=1)


@pytest.fixture
def stand_in(school):
    last = tomorrow()

    def _stand_in(since=None, until=last, **fields):
        user = UserFactory(**fields)
        roles.appoint(user, Role.SUBSTITUTE, school, since=since, until=until)
        return user

    return _stand_in


def test_the_units_own_manager_is_responsible(
    school, head_teacher, head_of_administration
):
    assert roles.responsible_for(school) == [head_teacher]


def test_head_is_responsible_where_the_unit_has_no_manager(
    school, head_of_administration
):
    assert roles.responsible_for(school) == [head_of_administration]


def test_nobody_is_responsible_where_no_level_has_a_manager(school, hr):
    assert roles.responsible_for(school) == []


def test_manager_who_may_not_log_in_is_passed_over(
    school, head_teacher, head_of_administration
):
    head_teacher.is_active = False
    head_teacher.save()

    assert roles.responsible_for(school) == [head_of_administration]


def test_affected_manager_is_passed_over_for_the_manager_above(
    school, head_teacher, head_of_administration
):
    found = roles.responsible_for(school, besides=[head_teacher.pk])

    assert found == [head_of_administration]


def test_substitute_by_calendar_comes_before_the_manager(
    school, head_teacher, stand_in
):
    substitute = stand_in()

    assert roles.responsible_for(school) == [substitute, head_teacher]


def test_substitute_without_a_last_day_takes_nothing_over(
    school, head_teacher, stand_in
):
    stand_in(until=None)

    assert roles.responsible_for(school) == [head_teacher]


def test_substitute_takes_over_on_the_first_day_and_not_before(
    school, head_teacher, stand_in
):
    stand_in(since=tomorrow(), until=tomorrow() + timedelta(days=1))

    assert roles.responsible_for(school) == [head_teacher]


def test_substitute_takes_nothing_over_after_the_last_day(
    school, head_teacher, stand_in
):
    stand_in(since=yesterday(), until=today())

    assert roles.responsible_for(school) == [head_teacher]


def test_affected_substitute_is_passed_over_and_the_manager_is_not(
    school, head_teacher, stand_in
):
    substitute = stand_in()

    found = roles.responsible_for(school, besides=[substitute.pk])

    assert found == [head_teacher]


def test_substitute_of_a_manager_who_is_affected_does_not_receive_it(
    school, head_teacher, head_of_administration, stand_in
):
    stand_in()

    found = roles.responsible_for(school, besides=[head_teacher.pk])

    assert found == [head_of_administration]


def test_substitute_in_a_unit_without_manager_stands_in_for_the_one_above(
    school, head_of_administration, stand_in
):
    substitute = stand_in()

    assert roles.responsible_for(school) == [substitute, head_of_administration]


def test_substitute_in_a_unit_without_manager_does_not_judge_the_one_above(
    municipality, school, head_of_administration, stand_in
):
    chief = UserFactory()
    roles.appoint(chief, Role.HEAD, municipality)
    stand_in()

    found = roles.responsible_for(school, besides=[head_of_administration.pk])

    assert found == [chief]


def test_manager_above_is_among_those_in_charge_of_a_unit_with_only_a_substitute(
    municipality, school, head_of_administration, stand_in
):
    roles.appoint(UserFactory(), Role.HEAD, municipality)
    substitute = stand_in(until=None)

    assert roles.in_charge(school) == [substitute, head_of_administration]


def test_manager_who_stands_in_for_another_is_named_once(school, head_teacher):
    roles.appoint(head_teacher, Role.SUBSTITUTE, school, until=tomorrow())

    assert roles.responsible_for(school) == [head_teacher]


def test_level_above_the_manager_is_the_head(
    school, head_teacher, head_of_administration
):
    assert roles.level_above(school, [head_teacher.pk]) == [head_of_administration]


def test_level_above_the_substitute_is_not_the_manager_stood_in_for(
    school, head_teacher, head_of_administration, stand_in
):
    substitute = stand_in()

    assert roles.level_above(school, [substitute.pk]) == [head_of_administration]


def test_level_above_skips_a_level_without_managers(municipality, school, head_teacher):
    chief = UserFactory()
    roles.appoint(chief, Role.HEAD, municipality)

    assert roles.level_above(school, [head_teacher.pk]) == [chief]


def test_level_above_someone_who_manages_two_levels_is_above_both(
    municipality, administration, school, head_teacher
):
    chief = UserFactory()
    roles.appoint(chief, Role.HEAD, municipality)
    roles.appoint(head_teacher, Role.HEAD, administration)

    assert roles.level_above(school, [head_teacher.pk]) == [chief]


def test_level_above_someone_with_no_role_there_is_the_units_own_manager(
    school, head_teacher, teacher
):
    assert roles.level_above(school, [teacher.pk]) == [head_teacher]


def test_nobody_is_above_the_topmost_manager(school, head_of_administration):
    assert roles.level_above(school, [head_of_administration.pk]) == []
