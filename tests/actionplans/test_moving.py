"""Units that are joined, split or closed with measures that are not finished."""

from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from pytest_django.asserts import assertContains, assertRedirects

from actionplans.models import ActionPlan, Measure
from actionplans.moving import MOST_OF_A_PLAN, move, move_plans
from incidents.models import Incident
from mailing.models import Message
from organisation import history, roles
from organisation.models import Role
from riskassessment.models import Risk
from sam.dates import today
from sam.workflow import InvalidTransition
from tests.factories import (
    ActionPlanFactory,
    IncidentFactory,
    MeasureFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
LIST = reverse("actionplans:measure_list")


@pytest.fixture
def plans(school, head_teacher, head_of_administration):
    """Two plans of a school that is closed, of an incident and of nothing."""
    incident = IncidentFactory(unit=school, investigated=True)
    found = [incident.action_plan, ActionPlanFactory(unit=school)]
    for plan in found:
        MeasureFactory(plan=plan, responsible=head_teacher)
    history.close(school, on=today())
    return found


@pytest.fixture
def new_manager(other_school):
    """Who leads the school that takes over."""
    user = UserFactory(name="New manager", unit=other_school)
    roles.appoint(user, Role.MANAGER, other_school)
    return user


@pytest.fixture
def head(as_user, head_of_administration):
    return as_user(head_of_administration)


def address(unit):
    return reverse("actionplans:closed_unit", args=[unit.pk])


def to(unit, *plans, reason="Joined"):
    return {"to": unit.pk, "reason": reason, "plans": [plan.pk for plan in plans]}


def units():
    return [measure.unit for measure in Measure.objects.order_by("plan__created_at")]


# What is moved


def test_units_are_joined_and_all_goes_to_one(
    head, plans, school, other_school, new_manager
):
    response = head.post(address(school), to(other_school, *plans))

    assertRedirects(response, LIST, fetch_redirect_response=False)
    assert units() == [other_school, other_school]
    assert list(ActionPlan.objects.filter(unit=school)) == []


def test_unit_is_split_and_some_goes_to_each(
    head, plans, school, other_school, administration
):
    first, second = plans

    there = head.post(address(school), to(other_school, first))
    up = head.post(address(school), to(administration, second))

    assertRedirects(there, address(school), fetch_redirect_response=False)
    assertRedirects(up, LIST, fetch_redirect_response=False)
    assert units() == [other_school, administration]


def test_each_measure_keeps_where_it_came_from(
    plans, school, other_school, head_of_administration
):
    move(plans, to=other_school, by=head_of_administration, reason="Joined")

    for measure in Measure.objects.all():
        transition = measure.transitions.get()
        assert transition.from_status == transition.to_status == "planned"
        assert transition.by == head_of_administration
        assert {school.name, other_school.name} <= set(words_of(transition.note))
        assert transition.note.endswith(": Joined")


def words_of(note):
    """The names of units have two words."""
    words = note.replace(":", "").split()
    return {" ".join(pair) for pair in pairwise(words)}


def test_history_says_in_which_unit_it_was(
    plans, school, other_school, head_of_administration
):
    move(plans, to=other_school, by=head_of_administration, reason="Joined")

    events = Measure.pgh_event_model.objects.filter(pgh_obj__plan=plans[0])
    assert events.earliest("pgh_id").unit_id == school.pk


def test_history_is_in_the_municipalitys_language(
    plans, other_school, head_of_administration
):
    with translation.override("en"):
        measures = move_plans(
            plans, to=other_school, by=head_of_administration, reason="Joined"
        )

    assert "Moved" not in measures[0].transitions.last().note


def test_what_is_finished_goes_along_without_a_word(
    plans, other_school, head_of_administration
):
    old = MeasureFactory(plan=plans[0], status="cancelled")

    moved = move(plans, to=other_school, by=head_of_administration, reason="Joined")

    old.refresh_from_db()
    assert (old.unit, old.transitions.count(), len(moved)) == (other_school, 0, 2)


def test_source_stays_where_it_was(plans, school, other_school, head_of_administration):
    move(plans, to=other_school, by=head_of_administration, reason="Joined")

    assert Incident.objects.get().unit == school
    assert ActionPlan.objects.get(pk=plans[0].pk).source == Incident.objects.get()


def test_incident_that_is_edited_does_not_fetch_its_plan_back(
    plans, other_school, head_of_administration
):
    move(plans, to=other_school, by=head_of_administration, reason="Joined")

    Incident.objects.get().move_plan()

    assert plans[0].measures.get().unit == other_school


# Who answers


def test_who_works_there_still_answers(
    plans, other_school, head_of_administration, new_manager
):
    colleague = UserFactory(unit=other_school)
    Measure.objects.update(responsible=colleague)

    move(plans, to=other_school, by=head_of_administration, reason="Joined")

    assert {measure.responsible for measure in Measure.objects.all()} == {colleague}


def test_manager_answers_for_who_does_not_work_there(
    plans, other_school, head_of_administration, new_manager
):
    move(plans, to=other_school, by=head_of_administration, reason="Joined")

    assert {measure.responsible for measure in Measure.objects.all()} == {new_manager}


def test_manager_answers_for_who_has_left(
    plans, other_school, head_of_administration, new_manager
):
    gone = UserFactory(unit=other_school, is_active=False)
    Measure.objects.update(responsible=gone)

    move(plans, to=other_school, by=head_of_administration, reason="Joined")

    assert {measure.responsible for measure in Measure.objects.all()} == {new_manager}


def test_who_holds_the_role_there_answers_by_role(
    plans, other_school, head_of_administration, new_manager
):
    representative = UserFactory(unit=other_school)
    roles.appoint(representative, Role.SAFETY_REPRESENTATIVE, other_school)
    by_role = MeasureFactory(plan=plans[0], responsible_role=Role.SAFETY_REPRESENTATIVE)

    move(plans, to=other_school, by=head_of_administration, reason="Joined")

    by_role.refresh_from_db()
    assert by_role.responsible == representative


# Who is told


def test_who_leads_the_unit_is_told_once_and_no_one_is_named(
    head, plans, school, other_school, new_manager, in_english
):
    head.post(address(school), to(other_school, *plans))

    message = Message.objects.get()
    assert message.recipient == new_manager
    assert message.subject == "2 measures have been moved to South school"
    assert message.path == f"{LIST}?unit={other_school.pk}"
    assert "Head teacher" not in message.body


def test_who_moves_to_the_own_unit_is_not_told(
    as_user, plans, school, administration, head_of_administration
):
    client = as_user(head_of_administration)

    client.post(address(school), to(administration, *plans))

    assert units() == [administration, administration]
    assert not Message.objects.exists()


# Two at once


def test_of_two_who_move_at_once_one_wins(
    plans, other_school, administration, head_of_administration
):
    stale = list(ActionPlan.objects.order_by("created_at"))
    move(plans[:1], to=other_school, by=head_of_administration, reason="First")

    with pytest.raises(InvalidTransition):
        move(stale, to=administration, by=head_of_administration, reason="Second")

    assert units() == [other_school, stale[1].unit]


def test_the_other_is_told_and_keeps_what_was_typed(
    head, plans, school, other_school, administration
):
    head.post(address(school), to(other_school, plans[0]))

    response = head.post(address(school), to(administration, *plans, reason="Typed"))

    assertContains(response, "Typed", status_code=422)
    assert "plans" in response.context["form"].errors
    assert units() == [other_school, school]


def test_who_comes_last_finds_nothing_left(
    head, plans, school, other_school, administration, parse
):
    head.post(address(school), to(other_school, *plans))

    late = head.post(address(school), to(administration, *plans))
    anew = head.get(address(school))

    assert (late.status_code, anew.status_code) == (422, 200)
    assert parse(anew).select("main form") == []
    assert units() == [other_school, other_school]


# The page


def test_page_shows_what_is_left_with_what_it_belongs_to(head, plans, school, parse):
    for _each in range(MOST_OF_A_PLAN):
        MeasureFactory(plan=plans[0])
    MeasureFactory(plan=plans[1], status="cancelled")

    page = parse(head.get(address(school)))

    boxes = page.select("main input[type=checkbox]")
    assert [box["value"] for box in boxes] == [str(plan.pk) for plan in plans]
    assert all(box.has_attr("checked") for box in boxes)
    assert str(Incident.objects.get()) in boxes[0].parent.text
    # As many as fit, and that there is one more.
    listed = [len(each.select("li")) for each in page.select("main fieldset ul")]
    assert listed == [MOST_OF_A_PLAN + 1, 1]


@pytest.mark.parametrize("missing", ["to", "reason", "plans"])
def test_what_is_missing_is_asked_for(head, plans, school, other_school, missing):
    form = to(other_school, plans[0])
    del form[missing]

    response = head.post(address(school), form)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [missing]
    assert units() == [school, school]


def test_error_is_said_with_what_it_is_about_and_at_the_top(
    head, plans, school, other_school, parse
):
    page = parse(head.post(address(school), to(other_school)))

    said = [
        page.find(id=each).get_text()
        for each in page.select_one("main fieldset")["aria-describedby"].split()
    ]
    summary = page.select_one("main .ds-error-summary")
    assert len(said) == 2
    assert said[-1] in summary.get_text()
    assert page.find(id=summary.a["href"].removeprefix("#")).name == "fieldset"


def test_what_was_ticked_is_still_ticked(head, plans, school, parse):
    page = parse(head.post(address(school), {"plans": [plans[1].pk], "reason": "Why"}))

    ticked = page.select("main input[type=checkbox][checked]")
    assert [box["value"] for box in ticked] == [str(plans[1].pk)]


def test_nothing_goes_to_a_unit_that_is_closed(head, plans, school):
    response = head.post(address(school), to(school, *plans))

    assert "to" in response.context["form"].errors


def test_plan_of_another_unit_is_not_moved_along(
    head, plans, school, other_school, administration
):
    theirs = MeasureFactory(plan__unit=other_school)

    response = head.post(address(school), to(administration, plans[0], theirs.plan))

    theirs.refresh_from_db()
    assert (response.status_code, theirs.unit) == (422, other_school)


def test_page_costs_the_same_for_more(head, plans, school, count_queries):
    few = count_queries(head, address(school))
    for _each in range(3):
        MeasureFactory(plan=IncidentFactory(unit=school, investigated=True).action_plan)
    many = count_queries(head, address(school))

    assert few == many <= 12


# Who may


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.MANAGER, 200),
        (Role.HR, 200),
        (Role.SUBSTITUTE, 200),
        (Role.SAFETY_REPRESENTATIVE, 403),
        (Role.READER, 404),
        (None, 404),
    ],
)
def test_page_is_for_who_handles_the_measures_and_for_hr(
    as_user, plans, school, administration, role, status
):
    user = UserFactory()
    if role:
        roles.appoint(user, role, administration)

    assert as_user(user).get(address(school)).status_code == status


def test_list_of_measures_leads_there_who_may_move_them(
    as_user, plans, school, hr, safety_representative, other_school, parse
):
    def led_to(user):
        page = parse(as_user(user).get(LIST))
        return [a["href"] for a in page.select("main .ds-alert a")]

    assert led_to(hr) == [address(school)]
    assert led_to(safety_representative) == []


def test_unit_that_exists_has_no_such_page(head, plans, other_school):
    assert head.get(address(other_school)).status_code == 404


def test_waiting_units_are_those_of_the_level_above(
    plans, school, head_of_administration, hr, municipality
):
    director = UserFactory()
    roles.appoint(director, Role.MANAGER, municipality)

    def waiting(person):
        return ActionPlan.objects.left_to(person).closed_units()

    [row] = waiting(head_of_administration)
    assert (row["unit"], row["unit__name"], row["number"]) == (
        *(school.pk, school.name),
        2,
    )
    assert list(waiting(director)) == list(waiting(hr)) == []
    assert ActionPlan.objects.moved_by(hr).closed_units().count() == 1


def test_nothing_waits_once_all_is_moved(plans, other_school, head_of_administration):
    move(plans, to=other_school, by=head_of_administration, reason="Joined")

    assert not ActionPlan.objects.left_to(head_of_administration)


# Who must not


def test_plan_does_not_come_into_reach_of_whom_it_concerns(
    head, school, other_school, new_manager, plans
):
    Incident.objects.update(barred=[new_manager.pk], manager_part="involved")

    refused = head.post(address(school), to(other_school, *plans))

    assert refused.status_code == 422
    assert refused.context["form"].non_field_errors()
    assert units() == [school, school]
    assert not new_manager.has_perm("organisation.view_measures", plans[0])


def test_plan_may_go_where_nobody_is_concerned(
    plans, other_school, administration, new_manager, head_of_administration
):
    Incident.objects.update(barred=[new_manager.pk], manager_part="involved")
    incident_plan = ActionPlan.objects.filter(pk=plans[0].pk)

    move(incident_plan, to=administration, by=head_of_administration, reason="Joined")

    assert plans[0].measures.get().unit == administration


# A risk that is moved


def test_risk_takes_its_own_measures_along(
    school, other_school, head_teacher, new_manager
):
    risk = a_risk(school, head_teacher)
    measure = add_measure(risk, head_teacher)

    risk.move(to=other_school, by=head_teacher, reason="Theirs")

    measure.refresh_from_db()
    assert (measure.unit, measure.responsible) == (other_school, new_manager)
    assert measure.transitions.get().note.endswith("Theirs")


def test_risk_of_an_incident_leaves_its_measures(
    school, other_school, head_teacher, new_manager
):
    incident = IncidentFactory(unit=school, investigated=True)
    risk = a_risk(school, head_teacher)
    incident.put_in_register(risk, by=head_teacher)
    measure = add_measure(Risk.objects.get(), head_teacher)

    Risk.objects.get().move(to=other_school, by=head_teacher, reason="Theirs")

    measure.refresh_from_db()
    assert (measure.unit, measure.plan) == (school, incident.action_plan)


def test_risk_does_not_add_to_a_plan_that_was_moved(
    plans, school, other_school, head_teacher, head_of_administration
):
    risk = a_risk(school, head_teacher)
    Incident.objects.get().put_in_register(risk, by=head_teacher)
    move(plans, to=other_school, by=head_of_administration, reason="Joined")
    # As it was before the school was closed.
    Incident.objects.update(unit=school)

    measure = add_measure(Risk.objects.get(), head_teacher)

    assert measure.unit == school


def a_risk(unit, by):
    return Risk.objects.bring_up(
        unit=unit, by=by, description="Dark", likelihood=3, consequence=3
    )


def add_measure(risk, by):
    return risk.add_measure(by=by, activity="Lamps", responsible=by, due_on=today())


# Many


def test_five_thousand_are_moved_in_one_go(
    school, other_school, head_teacher, new_manager
):
    plan = ActionPlanFactory(unit=school)
    Measure.objects.bulk_create(
        Measure(
            plan=plan,
            unit=school,
            activity=f"Mat {number}",
            responsible=head_teacher,
            created_by=head_teacher,
            due_on=today(),
        )
        for number in range(5_000)
    )
    history.close(school, on=today())

    with CaptureQueriesContext(connection) as queries:
        moved = move_plans([plan], to=other_school, by=head_teacher, reason="Joined")

    assert len(moved) == Measure.objects.filter(unit=other_school).count() == 5_000
    assert set(Measure.objects.values_list("responsible", flat=True)) == {
        new_manager.pk
    }
    assert len(queries) < 32


def test_list_leads_nowhere_once_all_is_moved(
    head, plans, other_school, head_of_administration, parse
):
    move(plans, to=other_school, by=head_of_administration, reason="Joined")

    assert parse(head.get(LIST)).select("main .ds-alert a") == []
