"""Who leads whom, and figures of which none tells of few."""

from collections import Counter
from datetime import timedelta

import pytest

from organisation import roles
from organisation.leading import leaders_of, people_led_by, units_led_by
from organisation.models import Role
from organisation.small_groups import PEOPLE, numbers_to_show, summed
from sam.dates import today
from tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


def led(user):
    return {*people_led_by(user)}


def test_manager_leads_the_employees_and_the_head_leads_the_manager(
    head_of_administration, head_teacher, teacher
):
    assert led(head_teacher) == {teacher}
    assert led(head_of_administration) == {head_teacher}
    assert leaders_of(teacher) == [head_teacher]
    assert leaders_of(head_teacher) == [head_of_administration]


def test_unit_without_a_manager_is_led_from_above(
    head_of_administration, head_teacher, teacher, other_school
):
    lonely = UserFactory(unit=other_school)

    assert led(head_of_administration) == {head_teacher, lonely}
    assert [*units_led_by(head_of_administration)] == [
        head_of_administration.unit,
        other_school,
    ]


def test_unit_whose_manager_has_left_is_led_from_above(
    head_of_administration, head_teacher, teacher
):
    head_teacher.is_active = False
    head_teacher.save()

    assert led(head_of_administration) == {teacher}


def test_substitute_leads_while_standing_in_by_calendar(head_teacher, teacher, school):
    by_calendar, permitted = UserFactory(), UserFactory()
    until = today() + timedelta(7)
    roles.appoint(by_calendar, Role.SUBSTITUTE, school, until=until)
    roles.appoint(permitted, Role.SUBSTITUTE, school)

    assert led(by_calendar) == {teacher}
    assert led(permitted) == set()


def test_who_has_left_is_led_by_nobody(head_teacher, teacher):
    teacher.left_on = today()
    teacher.save()

    assert led(head_teacher) == set()


def test_nobody_leads_themselves(head_teacher, school):
    roles.appoint(head_teacher, Role.SUBSTITUTE, school, until=today() + timedelta(7))

    assert head_teacher not in led(head_teacher)


def people(number, **others):
    return Counter({PEOPLE: number, **others})


def test_few_count_with_the_unit_above(administration, school, other_school):
    third = UnitFactory(parent=administration)
    units = [administration, school, other_school, third]
    numbers = {school.pk: people(9, held=4), other_school.pk: people(3, held=3)}
    numbers[third.pk] = people(2, held=1)

    shown = summed(units, numbers)

    # Without the school those of the two small ones are left, and they are five.
    assert shown == {
        administration.pk: people(14, held=8),
        school.pk: people(9, held=4),
    }


def test_what_is_left_of_few_is_told_nowhere(administration, school, other_school):
    units = [administration, school, other_school]
    numbers = {school.pk: people(9), other_school.pk: people(4)}

    shown = summed(units, numbers)

    assert shown[administration.pk] == shown[school.pk] == people(9)


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ({"a": 7, "b": 9}, {"a": 7, "b": 9}),
        ({"a": 2, "b": 9, "c": 7}, {"a": None, "b": 9, "c": None}),
        ({"a": 2, "b": 4, "c": 7}, {"a": None, "b": None, "c": 7}),
        ({"a": 0, "b": 9}, {"a": 0, "b": 9}),
    ],
)
def test_another_number_goes_with_one_that_is_hidden_alone(numbers, shown):
    assert numbers_to_show(numbers) == shown
