"""Verbs and constraints of a measure."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.db.models import F

from actionplans.models import ActionPlan, Measure
from sam.dates import today
from sam.workflow import InvalidTransition
from tests.factories import (
    ActionPlanFactory,
    IncidentFactory,
    InspectionRoundFactory,
    MeasureFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(school):
    return MeasureFactory(plan__unit=school)


def test_finish_records_when_and_what(measure):
    later = today() + timedelta(days=30)

    measure.finish(
        by=measure.responsible, done_on=today(), effect_due_on=later, done_note="Done"
    )

    assert (measure.done_on, measure.effect_due_on) == (today(), later)
    assert measure.transitions.get().note == "Done"


def test_two_people_one_button(measure):
    """The second has seen the same page as the first."""
    same = Measure.objects.get(pk=measure.pk)
    measure.cancel(by=measure.responsible, reason="Moved out")

    with pytest.raises(InvalidTransition):
        same.start(by=measure.responsible)

    measure.refresh_from_db()
    assert measure.status == Measure.Status.CANCELLED
    assert measure.transitions.count() == 1


def test_postpone_keeps_the_reason_and_both_dates(measure):
    old, new = measure.due_on, measure.due_on + timedelta(days=7)

    measure.postpone(by=measure.responsible, due_on=new, reason="No delivery")

    assert measure.due_on == new
    assert measure.transitions.get().note == f"{old} → {new}: No delivery"


def test_done_measure_is_not_postponed(school):
    measure = MeasureFactory(plan__unit=school, done=True)

    with pytest.raises(InvalidTransition):
        measure.postpone(by=measure.responsible, due_on=today(), reason="Late")


def test_database_refuses_done_without_effect_date(measure):
    with pytest.raises(IntegrityError, match="measure_done_says_when"):
        Measure.objects.filter(pk=measure.pk).update(status="done", done_on=today())


def test_database_refuses_effect_before_done(school):
    measure = MeasureFactory(plan__unit=school, done=True)

    with pytest.raises(IntegrityError, match="measure_effect_after_done"):
        Measure.objects.filter(pk=measure.pk).update(
            effect_due_on=F("done_on") - timedelta(days=1)
        )


def test_judged_effect_is_no_longer_awaited(school):
    measure = MeasureFactory(plan__unit=school, done=True)

    measure.judge_effect(
        by=measure.responsible, is_sufficient=False, effect_note="Still slippery"
    )

    assert measure.status == Measure.Status.EFFECT_INSUFFICIENT
    assert not Measure.objects.unfinished().exists()


def test_cancelled_measure_of_a_closed_incident_stays_cancelled():
    incident = IncidentFactory(closed=True)
    measure = MeasureFactory(plan=incident.action_plan, status="cancelled")

    with pytest.raises(InvalidTransition):
        measure.resume(by=UserFactory(), reason="Forgotten")

    measure.refresh_from_db()
    assert measure.status == Measure.Status.CANCELLED


def test_plan_knows_its_source_without_knowing_which():
    plans = [ActionPlanFactory(), ActionPlanFactory(), ActionPlanFactory()]
    incident = IncidentFactory(unit=plans[0].unit, action_plan=plans[0])
    round = InspectionRoundFactory(unit=plans[1].unit, action_plan=plans[1])

    assert [plan.source for plan in plans] == [incident, round, None]


def test_source_of_a_plan_names_no_person():
    incident = IncidentFactory(
        affected_person="Affected Person",
        reported_by=UserFactory(name="Reporting Person"),
    )
    round = InspectionRoundFactory(planned_by=UserFactory(name="Planning Person"))

    assert "Person" not in f"{incident} {round}"


def test_measure_moves_with_its_plan(measure, other_school):
    ActionPlan.objects.filter(pk=measure.plan_id).update(unit=other_school)

    measure.refresh_from_db()

    assert measure.unit == other_school


def test_measure_is_of_no_other_unit_than_its_plan(measure, other_school):
    measure.unit = other_school
    measure.save()

    with pytest.raises(IntegrityError, match="measure_unit_of_plan"):
        connection.check_constraints()


def test_measure_is_of_its_plan_s_unit(school, teacher):
    plan = ActionPlanFactory(unit=school)

    measure = plan.add_measure(
        by=teacher, responsible=teacher, activity="Lay mats", due_on=today()
    )

    assert measure.unit == school
