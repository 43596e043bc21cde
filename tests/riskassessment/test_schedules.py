import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertNotContains

from mailing.models import Message
from organisation import history, roles
from organisation.models import Level, Role
from riskassessment import scheduling, tasks
from riskassessment.models import InspectionRound, RoundSchedule, Sending
from sam.dates import today
from tests.factories import (
    ChecklistFactory,
    InspectionRoundFactory,
    RoundScheduleFactory,
    UnitFactory,
    UserFactory,
)

LIST = reverse("riskassessment:schedule_list")
ADD = reverse("riskassessment:schedule_add")
# Twelve at most in a request, and the savepoint in the test's own transaction.
MOST = 12 + 2
# A Monday.
NOW = date(2027, 3, 1)


def url(name, schedule):
    return reverse(f"riskassessment:{name}", args=[schedule.pk])


@pytest.fixture
def on(monkeypatch):
    """Lets it be another day for what comes back by the calendar."""

    def on(day):
        for module in ["scheduling", "models.rounds", "models.schedules"]:
            monkeypatch.setattr(f"riskassessment.{module}.today", lambda: day)

    return on


@pytest.fixture
def schedule(db, school, head_teacher, checklist):
    """Each year in the school, next some weeks from now."""
    return RoundScheduleFactory(
        unit=school,
        checklist_code=checklist.code,
        area=checklist.area,
        first_on=NOW + timedelta(days=30),
    )


@pytest.fixture
def everywhere(municipality, checklist):
    """Each year in every workplace."""
    return RoundScheduleFactory(
        unit=municipality,
        is_for_each_below=True,
        checklist_code=checklist.code,
        area=checklist.area,
        first_on=NOW + timedelta(days=30),
    )


def plan(day, on):
    on(day)
    tasks.plan_due_rounds()
    return list(InspectionRound.objects.order_by("due_on", "unit__name"))


# Planned by themselves


def test_round_is_planned_some_weeks_ahead_with_manager_and_representative(
    on, schedule, checklist, head_teacher, safety_representative
):
    too_early = plan(NOW - timedelta(days=13), on)

    (round,) = plan(NOW - timedelta(days=12), on)

    assert too_early == []
    assert (round.unit, round.title) == (schedule.unit, checklist.name)
    assert round.planned_on == round.due_on == schedule.first_on
    assert list(round.checklists.all()) == [checklist]
    assert round.planned_by == head_teacher
    assert {each.person: each.part for each in round.participants.all()} == {
        head_teacher: "manager",
        safety_representative: "safety_representative",
    }


def test_round_is_planned_once_however_often_it_runs(on, schedule):
    plan(NOW, on)

    assert len(plan(NOW, on)) == 1
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_round_is_planned_once_by_two_workers_at_once(on, everywhere, administration):
    schools = UnitFactory.create_batch(5, parent=administration)
    for school in schools:
        roles.appoint(UserFactory(), Role.MANAGER, school)
    on(NOW)

    def work(_worker):
        scheduling.plan_due_rounds()
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))

    rounds = InspectionRound.objects.all()
    assert sorted(each.unit.name for each in rounds) == sorted(
        each.name for each in schools
    )
    assert [each.participants.count() for each in rounds] == [1] * 5
    assert [each.checklists.count() for each in rounds] == [1] * 5
    assert Message.objects.count() == 5


def test_round_comes_back_each_year(on, schedule):
    plan(NOW, on)

    rounds = plan(NOW + timedelta(days=365), on)

    assert [each.due_on for each in rounds] == [date(2027, 3, 31), date(2028, 3, 31)]


def test_day_at_the_weekend_is_moved_to_the_monday(on, schedule):
    RoundSchedule.objects.update(first_on=date(2027, 4, 3))

    (round,) = plan(NOW, on)

    assert (round.due_on, round.planned_on) == (date(2027, 4, 3), date(2027, 4, 5))


def test_day_that_is_free_is_moved_to_the_next_on_which_people_work(on, schedule):
    """Good Friday; Easter Monday is free as well."""
    RoundSchedule.objects.update(first_on=date(2027, 3, 26))

    (round,) = plan(NOW, on)

    assert (round.due_on, round.planned_on) == (date(2027, 3, 26), date(2027, 3, 30))


def test_missed_nights_are_caught_up_with_but_not_what_is_a_year_ago(on, schedule):
    RoundSchedule.objects.update(first_on=date(2024, 2, 10))

    (round,) = plan(NOW, on)

    assert round.due_on == date(2027, 2, 10)
    # Two weeks from now, so that people can be asked.
    assert round.planned_on == date(2027, 3, 15)


def test_each_workplace_below_gets_its_own(
    on, everywhere, school, other_school, head_of_administration, administration
):
    roles.appoint(UserFactory(), Role.MANAGER, school)
    closed = UnitFactory(parent=administration)
    history.close(closed, on=today())

    rounds = plan(NOW, on)

    assert [each.unit for each in rounds] == [school, other_school]
    # One without a manager of its own falls to the level above.
    assert rounds[1].planned_by == head_of_administration


def test_workplace_that_came_after_the_day_has_no_round_of_it(
    on, everywhere, school, head_teacher, administration
):
    RoundSchedule.objects.update(first_on=NOW - timedelta(days=60))
    UnitFactory(parent=administration, since=NOW - timedelta(days=10))
    roles.appoint(UserFactory(), Role.HEAD, administration)

    assert [each.unit for each in plan(NOW, on)] == [school]


def test_nobody_responsible_leaves_it_unplanned_until_somebody_is(
    on, everywhere, school
):
    nobody = plan(NOW, on)
    roles.appoint(UserFactory(), Role.MANAGER, school)

    assert (nobody, len(plan(NOW, on))) == ([], 1)


def test_withdrawn_checklist_and_ended_schedule_plan_nothing(
    on, schedule, everywhere, checklist
):
    RoundSchedule.objects.filter(pk=everywhere.pk).update(ended_on=everywhere.first_on)
    checklist.withdraw()
    withdrawn = plan(NOW, on)

    ChecklistFactory(code=checklist.code, version=2)
    (round,) = plan(NOW, on)

    assert withdrawn == []
    assert (round.schedule, round.checklists.get().version) == (schedule, 2)


def test_one_that_fails_keeps_no_other_back(on, schedule, everywhere, monkeypatch):
    plan_one = scheduling._plan

    def fail_first(each, day):
        if each == schedule:
            raise ValueError
        return plan_one(each, day)

    monkeypatch.setattr(scheduling, "_plan", fail_first)

    assert [each.schedule for each in plan(NOW, on)] == [everywhere]


def test_representative_of_many_workplaces_is_told_in_one_message(
    on, everywhere, school, other_school, administration
):
    representative = UserFactory()
    roles.appoint(representative, Role.SAFETY_REPRESENTATIVE, administration)
    roles.appoint(UserFactory(), Role.HEAD, administration)

    plan(NOW, on)

    message = Message.objects.get(recipient=representative)
    assert school.name in message.body
    assert other_school.name in message.body
    assert representative.name not in message.subject


# Reminders


@pytest.fixture
def reminded(on, school, head_teacher, safety_representative):
    """Who has been reminded by the day: {about: number of messages}."""
    round = InspectionRoundFactory(unit=school, planned_on=NOW, planned_by=head_teacher)
    round.participants.create(
        person=safety_representative, part="safety_representative"
    )

    def on_day(day):
        on(day)
        tasks.remind_of_rounds()
        abouts = Message.objects.values_list("about", flat=True)
        kinds = [about.partition(":")[0] for about in abouts]
        return kinds.count("round_reminder"), kinds.count("round_late")

    on_day.round = round
    return on_day


def test_round_is_reminded_of_three_days_before_once(reminded):
    days = [NOW - timedelta(days=days) for days in [4, 3, 3, 2, 0]]

    assert [reminded(day) for day in days] == [(0, 0)] + [(2, 0)] * 4


def test_missed_reminder_comes_at_the_first_run_after(reminded):
    assert reminded(NOW - timedelta(days=1)) == (2, 0)


def test_round_put_off_is_reminded_of_anew(reminded):
    reminded(NOW - timedelta(days=3))
    InspectionRound.objects.update(planned_on=NOW + timedelta(days=30))

    assert reminded(NOW) == (2, 0)
    assert reminded(NOW + timedelta(days=27)) == (4, 0)


def test_late_round_is_told_of_weekly_to_the_manager_alone(reminded, head_teacher):
    days = [NOW + timedelta(days=days) for days in [0, 1, 2, 7, 8, 15]]

    found = [late for _near, late in map(reminded, days)]

    assert found == [0, 1, 1, 1, 2, 3]
    late = Message.objects.filter(about__startswith="round_late")
    assert {message.recipient for message in late} == {head_teacher}


@pytest.mark.parametrize("status", ["cancelled", "ongoing"])
def test_round_that_is_cancelled_or_just_walked_is_not_late(reminded, status):
    InspectionRound.objects.update(status=status)

    assert reminded(NOW + timedelta(days=1)) == (0, 0)
    late = reminded(NOW + timedelta(days=7))
    assert late == (0, 1 if status == "ongoing" else 0)


def test_old_sendings_are_forgotten(reminded, head_teacher):
    def sending(days):
        sent = Sending.objects.create(
            key=uuid.uuid4(),
            round=reminded.round,
            by=head_teacher,
            result={},
        )
        at = timezone.now() - timedelta(days=days)
        Sending.objects.filter(pk=sent.pk).update(at=at)
        return sent

    kept, _old = sending(59), sending(61)

    tasks.forget_sendings()

    assert Sending.objects.get() == kept


# The pages


@pytest.fixture
def filled(school, checklist):
    return {
        "unit": school.pk,
        "checklist": checklist.pk,
        "every_months": 12,
        "first_on": today() + timedelta(days=30),
    }


def test_manager_lets_a_round_come_back_in_the_own_unit(
    as_user, head_teacher, filled, checklist
):
    response = as_user(head_teacher).post(ADD, filled)

    schedule = RoundSchedule.objects.get()
    assert response.url == LIST
    assert (schedule.checklist_code, schedule.area) == (checklist.code, checklist.area)
    assert (schedule.unit_id, schedule.created_by) == (filled["unit"], head_teacher)
    assert not schedule.is_for_each_below


def test_hr_lets_a_round_come_back_in_each_workplace(as_user, hr, municipality, filled):
    where = {"unit": municipality.pk, "is_for_each_below": "on"}

    as_user(hr).post(ADD, {**filled, **where})

    assert RoundSchedule.objects.get().is_for_each_below


def test_manager_cannot_decide_for_workplaces_below(
    as_user, head_of_administration, administration, filled
):
    where = {"unit": administration.pk, "is_for_each_below": "on"}

    as_user(head_of_administration).post(ADD, {**filled, **where})

    assert not RoundSchedule.objects.get().is_for_each_below


def test_hr_cannot_have_workplaces_below_a_workplace(as_user, hr, filled):
    response = as_user(hr).post(ADD, {**filled, "is_for_each_below": "on"})

    assert list(response.context["form"].errors) == ["is_for_each_below"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("unit", ""),
        ("checklist", "x"),
        ("every_months", 5),
        ("first_on", today() - timedelta(days=1)),
        ("first_on", date(9999, 1, 1)),
    ],
)
def test_schedule_asks_again_for_what_is_wrong(
    as_user, head_of_administration, school, other_school, filled, field, value
):
    response = as_user(head_of_administration).post(ADD, {**filled, field: value})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not RoundSchedule.objects.exists()


def test_round_comes_back_only_once_in_a_unit(as_user, head_teacher, filled, schedule):
    response = as_user(head_teacher).post(ADD, filled)

    assert response.status_code == 422
    assert response.context["form"].non_field_errors()
    assert RoundSchedule.objects.get() == schedule


def test_unit_of_others_is_refused(as_user, head_teacher, other_school, filled):
    # With a single unit there is nothing to search among.
    roles.appoint(head_teacher, Role.MANAGER, UnitFactory(parent=other_school.parent))

    response = as_user(head_teacher).post(ADD, {**filled, "unit": other_school.pk})

    assert list(response.context["form"].errors) == ["unit"]


def test_only_who_handles_or_manages_rounds_adds(as_user, safety_representative):
    for send in [
        as_user(safety_representative).get,
        as_user(safety_representative).post,
    ]:
        assert send(ADD).status_code == 403


def test_list_shows_own_and_those_above_that_plan_here(
    as_user, head_teacher, schedule, everywhere, administration, other_school
):
    RoundScheduleFactory(unit=other_school)
    RoundScheduleFactory(unit=administration)

    response = as_user(head_teacher).get(LIST)

    shown = {each.schedule for each in response.context["schedules"]}
    assert shown == {schedule, everywhere}
    assert response.context["managed"] == {schedule.pk}


def test_list_counts_where_the_next_round_is_planned(
    as_user, hr, on, everywhere, school, other_school
):
    roles.appoint(UserFactory(), Role.MANAGER, school)
    plan(NOW, on)

    (row,) = as_user(hr).get(LIST).context["schedules"]

    assert (row.next_on, row.planned, row.places) == (everywhere.first_on, 1, 2)
    assert row.is_due
    assert not row.is_planned_everywhere


def test_detail_shows_where_it_is_planned_to_those_who_see_the_units(
    as_user, hr, head_teacher, on, everywhere, school, other_school
):
    (round,) = plan(NOW, on)

    def rows(user):
        page = as_user(user).get(url("schedule_detail", everywhere)).context["page"]
        return [(unit, unit.round_pk) for unit in page]

    assert rows(hr) == [(school, round.pk), (other_school, None)]
    assert rows(head_teacher) == [(school, round.pk)]


def test_list_says_that_a_checklist_is_out_of_use(
    as_user, head_teacher, schedule, checklist
):
    checklist.withdraw()

    (row,) = as_user(head_teacher).get(LIST).context["schedules"]

    assert row.checklist == ""


def test_list_and_detail_query_count(
    as_user, hr, municipality, checklist, everywhere, school, count_queries
):
    client = as_user(hr)
    for_one = count_queries(client, LIST)
    detail = count_queries(client, url("schedule_detail", everywhere))

    for unit in UnitFactory.create_batch(2, parent=school.parent):
        RoundScheduleFactory(unit=unit, checklist_code=checklist.code)

    assert count_queries(client, LIST) == for_one <= MOST
    assert count_queries(client, url("schedule_detail", everywhere)) == detail <= MOST


def test_end_plans_no_more_and_keeps_what_is_planned(
    as_user, head_teacher, on, schedule
):
    (round,) = plan(NOW, on)
    client = as_user(head_teacher)

    asked = client.get(url("schedule_end", schedule))
    client.post(url("schedule_end", schedule))

    schedule.refresh_from_db()
    assert asked.status_code == 200
    # It had not yet begun.
    assert schedule.ended_on == schedule.first_on
    assert plan(NOW + timedelta(days=365), on) == [round]
    assertNotContains(client.get(LIST), url("schedule_end", schedule))
    assert not client.get(url("schedule_detail", schedule)).context["may_end"]


def test_end_is_not_for_who_only_sees_it(
    as_user, head_teacher, safety_representative, schedule, everywhere
):
    for user, which in [
        (safety_representative, schedule),
        (head_teacher, everywhere),
    ]:
        response = as_user(user).post(url("schedule_end", which))
        assert response.status_code == 403

    assert not RoundSchedule.objects.exclude(ended_on=None).exists()


def test_schedule_of_others_is_not_found(as_user, head_teacher, other_school):
    other = RoundScheduleFactory(unit=other_school)

    for name in ["schedule_detail", "schedule_end"]:
        response = as_user(head_teacher).get(url(name, other))
        assert response.status_code == 404


def test_units_of_other_levels_are_no_workplaces(on, everywhere, administration):
    UnitFactory(parent=administration, level=Level.DEPARTMENT)
    roles.appoint(UserFactory(), Role.HEAD, administration)

    assert plan(NOW, on) == []
