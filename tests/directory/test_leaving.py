from datetime import timedelta

import pytest
from django.urls import reverse

from actionplans.models import ActionPlan, Goal
from allocation.models import Assignment, AssignmentKind
from directory import leaving
from directory.models import AccountEvent, HandedOver, Leaving
from directory.tasks import let_leavers_go
from incidents.models import ReportingLink
from organisation import roles
from organisation.models import CalendarFeed, Role, User
from sam.dates import today
from talks.models import EarlySupport
from tests.factories import (
    IncidentFactory,
    InspectionRoundFactory,
    MeasureFactory,
    UserFactory,
)
from tests.governing.factories import decided
from tests.introductions.factories import introduction
from tests.meetings.factories import BodyFactory

TOMORROW = timedelta(days=1)


@pytest.fixture
def measure(school, teacher):
    return MeasureFactory(
        plan=ActionPlan.objects.create(unit=school), responsible=teacher
    )


def test_from_the_day_the_person_cannot_log_in(as_user, teacher):
    client = as_user(teacher)
    assert client.get(reverse("start")).status_code == 200

    leaving.leave(teacher, on=today())

    assert client.get(reverse("start")).status_code == 302


def test_old_session_stays_ended_when_the_person_comes_back(as_user, teacher):
    client = as_user(teacher)
    leaving.leave(teacher, on=today())

    leaving.come_back(teacher)

    assert client.get(reverse("start")).status_code == 302
    assert User.objects.get(pk=teacher.pk).is_active


def test_measures_of_who_leaves_go_to_the_manager(measure, teacher, head_teacher):
    leaving.leave(teacher, on=today())

    measure.refresh_from_db()
    assert measure.responsible == head_teacher
    assert measure.transitions.last().note


def test_finished_measures_stay_with_who_did_them(school, teacher, head_teacher):
    done = MeasureFactory(
        plan=ActionPlan.objects.create(unit=school), responsible=teacher, helped=True
    )

    leaving.leave(teacher, on=today())

    done.refresh_from_db()
    assert done.responsible == teacher


def test_a_named_receiver_takes_over(measure, teacher, head_teacher):
    colleague = UserFactory()

    leaving.leave(teacher, on=today(), receiver=colleague)

    measure.refresh_from_db()
    assert measure.responsible == colleague


def test_a_named_receiver_takes_no_incident_that_they_may_not_handle(
    school, head_teacher, head_of_administration
):
    incident = IncidentFactory(unit=school, responsible=head_teacher)

    leaving.leave(head_teacher, on=today(), receiver=UserFactory())

    incident.refresh_from_db()
    assert incident.responsible == head_of_administration


def test_incident_that_concerns_the_manager_does_not_go_to_that_manager(
    school, head_teacher, head_of_administration, hr
):
    incident = IncidentFactory(
        unit=school,
        responsible=head_of_administration,
        manager_part="involved",
        barred=[head_teacher.pk],
    )

    leaving.leave(head_of_administration, on=today())

    incident.refresh_from_db()
    assert incident.responsible != head_teacher


def test_planned_rounds_are_led_by_the_manager(school, teacher, head_teacher):
    round = InspectionRoundFactory(unit=school, planned_by=teacher)

    leaving.leave(teacher, on=today())

    round.refresh_from_db()
    assert round.planned_by == head_teacher


def test_roles_end_the_day_before(school, head_teacher):
    roles.appoint(
        head_teacher, Role.SAFETY_REPRESENTATIVE, school, since=today() + TOMORROW
    )

    leaving.leave(head_teacher, on=today())

    assert not head_teacher.appointments.in_force().exists()
    assert not head_teacher.appointments.in_force(today() + TOMORROW).exists()
    assert not head_teacher.unituserobjectpermission_set.exists()


def test_calendar_and_personal_link_stop(school, teacher):
    CalendarFeed.objects.make(teacher)
    link = ReportingLink.objects.create(unit=school, person=teacher, created_by=teacher)

    leaving.leave(teacher, on=today())

    link.refresh_from_db()
    assert link.revoked_at
    assert not CalendarFeed.objects.exists()


def test_who_takes_over_is_told_once_of_all(measure, school, teacher, head_teacher):
    InspectionRoundFactory(unit=school, planned_by=teacher)

    leaving.leave(teacher, on=today())
    leaving.carry_out_all()

    told = head_teacher.messages.filter(about__startswith="tasks_taken_over")
    assert told.count() == 1
    assert "2" in told.get().subject
    assert teacher.name not in told.get().subject + told.get().body


def test_who_takes_over_has_a_list_page(as_user, measure, teacher, head_teacher):
    leaving.leave(teacher, on=today())

    page = as_user(head_teacher).get(reverse("directory:taken_over"))

    assert str(measure) in page.content.decode()


def test_nothing_happens_before_the_day(measure, teacher, head_teacher):
    leaving.leave(teacher, on=today() + TOMORROW)
    let_leavers_go()

    teacher.refresh_from_db()
    measure.refresh_from_db()
    assert teacher.is_active
    assert measure.responsible == teacher


def test_the_night_lets_go_whose_day_has_come(measure, teacher, head_teacher):
    planned = leaving.leave(teacher, on=today() + TOMORROW)
    Leaving.objects.filter(pk=planned.pk).update(on=today())

    let_leavers_go()

    teacher.refresh_from_db()
    measure.refresh_from_db()
    assert not teacher.is_active
    assert measure.responsible == head_teacher


def test_the_night_lets_go_also_whom_an_import_gave_a_last_day(teacher):
    User.objects.filter(pk=teacher.pk).update(left_on=today())

    let_leavers_go()

    teacher.refresh_from_db()
    assert not teacher.is_active
    assert Leaving.objects.get().by is None


def test_day_can_be_changed_until_it_comes(teacher):
    leaving.leave(teacher, on=today() + TOMORROW)
    leaving.leave(teacher, on=today() + 2 * TOMORROW)

    assert Leaving.objects.get().on == today() + 2 * TOMORROW


def test_leaving_can_be_taken_back_before_the_day(teacher):
    leaving.leave(teacher, on=today() + TOMORROW)
    leaving.come_back(teacher)
    Leaving.objects.update(on=today())

    let_leavers_go()

    teacher.refresh_from_db()
    assert teacher.is_active
    assert teacher.left_on is None


def test_who_has_left_leaves_no_second_time(teacher):
    leaving.leave(teacher, on=today())
    leaving.leave(teacher, on=today())

    assert Leaving.objects.count() == 1


def test_who_came_back_can_leave_again(teacher):
    leaving.leave(teacher, on=today())
    leaving.come_back(teacher)
    teacher.refresh_from_db()
    leaving.leave(teacher, on=today())

    teacher.refresh_from_db()
    assert not teacher.is_active


def test_tasks_of_a_manager_go_to_the_level_above(
    school, head_teacher, head_of_administration
):
    incident = IncidentFactory(unit=school, responsible=head_teacher)

    leaving.leave(head_teacher, on=today())

    incident.refresh_from_db()
    assert incident.responsible == head_of_administration


def test_new_manager_is_offered_the_tasks_and_takes_them(
    as_user, school, head_teacher, head_of_administration
):
    incident = IncidentFactory(unit=school, responsible=head_teacher)
    leaving.leave(head_teacher, on=today())
    newcomer = UserFactory(unit=school)
    roles.appoint(newcomer, Role.MANAGER, school)
    url = reverse("directory:take_over", args=[school.pk])
    client = as_user(newcomer)

    start = client.get(reverse("start"))
    offer = client.get(url)
    client.post(url)

    assert url in start.content.decode()
    assert str(incident) in offer.content.decode()
    incident.refresh_from_db()
    assert incident.responsible == newcomer
    assert url not in client.get(reverse("start")).content.decode()


def test_new_manager_is_not_offered_what_was_finished_meanwhile(
    school, head_teacher, head_of_administration
):
    incident = IncidentFactory(unit=school, responsible=head_teacher)
    leaving.leave(head_teacher, on=today())
    incident.refresh_from_db()
    incident.hand_over(by=head_of_administration, responsible=UserFactory())
    newcomer = UserFactory(unit=school)
    roles.appoint(newcomer, Role.MANAGER, school)

    assert leaving.offered(newcomer, school) == []


def test_what_was_given_to_a_named_receiver_is_not_offered(
    school, measure, teacher, head_teacher
):
    leaving.leave(teacher, on=today(), receiver=UserFactory())

    assert leaving.offered(head_teacher, school) == []


def test_manager_is_not_offered_what_the_other_manager_of_the_unit_has(
    school, measure, teacher, head_teacher
):
    leaving.leave(teacher, on=today())
    newcomer = UserFactory(unit=school)
    roles.appoint(newcomer, Role.MANAGER, school)

    assert leaving.offered(newcomer, school) == []


def test_where_nobody_answers_it_is_written_down_and_stays(school, teacher):
    incident = IncidentFactory(unit=school, responsible=teacher)

    leaving.leave(teacher, on=today())

    incident.refresh_from_db()
    assert incident.responsible == teacher
    assert HandedOver.objects.get().to is None


def test_account_remembers_who_let_the_person_go(teacher, hr):
    leaving.leave(teacher, on=today(), by=hr)

    event = AccountEvent.objects.get()
    assert (event.what, event.by) == ("left", hr)


def test_goals_documents_and_introductions_go_to_the_manager(
    school, teacher, head_teacher, hr
):
    goal = Goal.objects.set(
        by=hr, unit=school, text="Nobody is hurt", owner=teacher, first_year=2020
    )
    over = Goal.objects.set(
        by=hr,
        unit=school,
        text="Last year",
        owner=teacher,
        first_year=2020,
        last_year=2020,
    )
    routine = decided(school, by=teacher, kind="routine")
    introduced = introduction(school, by=head_teacher, supervisor=teacher)

    leaving.leave(teacher, on=today())

    for row in (goal, over, routine, introduced):
        row.refresh_from_db()
    assert [goal.owner, routine.owner, introduced.supervisor] == 3 * [head_teacher]
    assert over.owner == teacher


def test_early_action_goes_to_another_of_hr_and_never_to_the_manager(
    school, municipality, teacher, head_teacher, hr
):
    other = UserFactory(name="Other of HR", unit=municipality)
    roles.appoint(other, Role.HR, municipality)
    support = EarlySupport.objects.begin(
        by=head_teacher,
        employee=teacher,
        reason="own_wish",
        hr_contact=hr,
        step="talk",
        due_on=today(),
    )

    leaving.leave(hr, on=today())

    support.refresh_from_db()
    assert support.hr_contact == other
    new = UserFactory(unit=school)
    roles.appoint(new, Role.MANAGER, school)
    assert leaving.offered(new, school) == []


def test_seats_and_assignments_are_free_when_the_person_leaves(school, teacher):
    body = BodyFactory(unit=school)
    seat = body.seat(person=teacher, function="secretary", since=today() - 5 * TOMORROW)
    kind = AssignmentKind.objects.create(name="Fire", is_needed=True)
    begun = (today() - 5 * TOMORROW, None)
    Assignment.objects.create(kind=kind, unit=school, person=teacher, valid=begun)
    coming = Assignment.objects.create(
        kind=kind, unit=school, person=teacher, valid=(today() + TOMORROW, None)
    )

    leaving.leave(teacher, on=today())

    seat.refresh_from_db()
    assert seat.valid.upper == today()
    assert not Assignment.objects.in_force().exists()
    assert not Assignment.objects.filter(pk=coming.pk).exists()
    # The next can be chosen the same day.
    body.seat(person=UserFactory(), function="secretary")
