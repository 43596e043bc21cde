"""Measures of those who are no longer here go to whoever answers for them now."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans.handing_over import hand_over_all
from actionplans.models import Measure
from mailing.models import Message
from organisation import history, roles
from organisation.models import Appointment, Role, User
from sam.dates import today
from tests.factories import MeasureFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(school, teacher):
    return MeasureFactory(plan__unit=school, responsible=teacher)


@pytest.fixture
def gone(teacher):
    User.objects.filter(pk=teacher.pk).update(is_active=False)
    return teacher


def responsible_for(measure):
    measure.refresh_from_db()
    return measure.responsible


def test_measure_of_one_who_has_left_goes_to_the_manager_who_is_told(
    measure, gone, head_teacher, head_of_administration
):
    hand_over_all()

    assert responsible_for(measure) == head_teacher
    message = Message.objects.get()
    assert message.recipient == head_teacher
    assert measure.get_absolute_url() in message.body
    assert gone.name not in message.subject + message.body


def test_history_says_that_it_was_handed_over(measure, gone, head_teacher):
    hand_over_all()

    logged = measure.transitions.get()
    assert (logged.from_status, logged.to_status) == ("planned", "planned")
    assert (logged.by, bool(logged.note)) == (head_teacher, True)
    before = Measure.pgh_event_model.objects.get(pgh_obj=measure.pk)
    assert before.responsible_id == gone.pk


def test_measure_goes_to_the_level_above_where_nobody_manages_the_unit(
    measure, gone, head_of_administration
):
    hand_over_all()

    assert responsible_for(measure) == head_of_administration


def test_measure_stays_where_nobody_could_take_it_over(measure, gone, hr):
    hand_over_all()

    assert responsible_for(measure) == gone
    assert not Message.objects.exists()


def test_measure_is_not_given_to_one_who_stands_in_for_some_days(
    measure, gone, school, head_teacher
):
    until = today() + timedelta(days=7)
    roles.appoint(UserFactory(), Role.SUBSTITUTE, school, until=until)

    hand_over_all()

    assert responsible_for(measure) == head_teacher


@pytest.mark.parametrize("status", ["started", "done"])
def test_all_that_is_unfinished_is_handed_over(
    school, gone, teacher, head_teacher, status
):
    measure = MeasureFactory(plan__unit=school, responsible=teacher, done=True)
    Measure.objects.filter(pk=measure.pk).update(status=status)

    hand_over_all()

    assert responsible_for(measure) == head_teacher
    assert measure.status == status


def test_what_is_over_keeps_who_did_it(school, gone, teacher, head_teacher):
    measure = MeasureFactory(plan__unit=school, responsible=teacher)
    measure.cancel(by=head_teacher, reason="Moved out")

    hand_over_all()

    assert responsible_for(measure) == teacher


def test_one_who_now_works_elsewhere_hands_over(
    measure, teacher, other_school, head_teacher
):
    User.objects.filter(pk=teacher.pk).update(unit=other_school)

    hand_over_all()

    assert responsible_for(measure) == head_teacher


@pytest.mark.parametrize("place", ["here", "below", "manages here", "manages above"])
def test_one_who_works_for_the_unit_keeps_it(
    school, administration, other_school, head_teacher, place
):
    unit = {"here": school, "below": UnitFactory(parent=school)}.get(
        place, other_school
    )
    person = UserFactory(unit=unit)
    if place.startswith("manages"):
        managed = school if place == "manages here" else administration
        roles.appoint(person, Role.MANAGER, managed)
    measure = MeasureFactory(plan__unit=school, responsible=person)

    hand_over_all()

    assert responsible_for(measure) == person


def test_safety_representative_keeps_what_they_answer_for(
    school, other_school, head_teacher
):
    representative = UserFactory(unit=other_school)
    roles.appoint(representative, Role.SAFETY_REPRESENTATIVE, school)
    measure = MeasureFactory(plan__unit=school, responsible=representative)

    hand_over_all()

    assert responsible_for(measure) == representative


def test_manager_who_is_dismissed_hands_over_to_the_next(
    school, other_school, head_teacher, head_of_administration
):
    measure = MeasureFactory(plan__unit=school, responsible=head_teacher)
    User.objects.filter(pk=head_teacher.pk).update(unit=other_school)
    roles.dismiss(Appointment.objects.get(user=head_teacher))
    new = UserFactory(unit=school)
    roles.appoint(new, Role.MANAGER, school)

    hand_over_all()

    assert responsible_for(measure) == new


def test_measure_bound_to_a_role_follows_the_role(
    school, head_teacher, safety_representative
):
    measure = MeasureFactory(
        plan__unit=school,
        responsible=safety_representative,
        responsible_role=Role.SAFETY_REPRESENTATIVE,
    )
    roles.dismiss(Appointment.objects.get(user=safety_representative))
    new = UserFactory(unit=school)
    roles.appoint(new, Role.SAFETY_REPRESENTATIVE, school)

    hand_over_all()

    assert responsible_for(measure) == new


def test_measure_bound_to_a_role_that_nobody_has_goes_to_the_manager(
    school, head_teacher, teacher
):
    measure = MeasureFactory(
        plan__unit=school,
        responsible=teacher,
        responsible_role=Role.SAFETY_REPRESENTATIVE,
    )

    hand_over_all()

    assert responsible_for(measure) == head_teacher


def test_one_of_two_who_have_the_role_keeps_it(school, head_teacher):
    two = [UserFactory(unit=school) for _number in range(2)]
    for person in two:
        roles.appoint(person, Role.SAFETY_REPRESENTATIVE, school)
    measures = [
        MeasureFactory(
            plan__unit=school,
            responsible=person,
            responsible_role=Role.SAFETY_REPRESENTATIVE,
        )
        for person in two
    ]

    hand_over_all()

    assert [responsible_for(each) for each in measures] == two


def test_measures_of_a_closed_unit_wait_to_be_moved(
    measure, teacher, school, other_school, head_of_administration
):
    User.objects.filter(pk=teacher.pk).update(unit=other_school)
    history.close(school, on=today())

    hand_over_all()

    assert responsible_for(measure) == teacher


def test_one_email_tells_all_that_is_handed_over(
    school, other_school, teacher, gone, head_of_administration, in_english
):
    for place in range(60):
        MeasureFactory(
            activity=f"Number {place}",
            plan__unit=other_school if place % 2 else school,
            responsible=teacher,
        )

    hand_over_all()

    message = Message.objects.get()
    assert message.subject == "60 measures are now yours"
    assert message.body.count("\n- Number") == 50
    assert "And 10 more" in message.body


def test_repeated_it_changes_and_tells_nothing(measure, gone, head_teacher):
    hand_over_all()
    hand_over_all()

    assert Message.objects.count() == measure.transitions.count() == 1


def test_what_is_handed_over_later_the_same_day_is_told_too(
    measure, gone, school, head_teacher
):
    hand_over_all()
    MeasureFactory(plan__unit=school, responsible=gone)

    hand_over_all()

    assert Message.objects.filter(recipient=head_teacher).count() == 2


def test_it_costs_the_same_for_many_measures(school, gone, head_teacher):
    def cost(number):
        for _number in range(number):
            MeasureFactory(plan__unit=school, responsible=gone)
        with CaptureQueriesContext(connection) as queries:
            hand_over_all()
        return len(queries)

    assert cost(1) == cost(5) <= 15
