"""Verbs and constraints of a measure."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, connection
from django.db.models import F
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from actionplans.models import ActionPlan, Example, Measure
from incidents.models import Incident
from riskassessment.models import Risk
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


# What comes back, and what did not help


def done_today(measure, **other):
    later = today() + timedelta(days=30)
    what = {"done_on": today(), "effect_due_on": later} | other
    measure.finish(by=measure.responsible, **what)


def test_measure_that_comes_back_is_planned_anew(school):
    measure = MeasureFactory(
        plan__unit=school,
        repeats_every=12,
        goal="Dry floors",
        number="3",
        due_on=date(2026, 11, 30),
        due_words="autumn 2026",
        timing="period",
        starts_on=date(2026, 9, 1),
    )

    done_today(measure, done_on=date(2026, 11, 20))

    (next_one,) = measure.followed_by.all()
    assert (next_one.due_on, next_one.starts_on) == (
        date(2027, 11, 30),
        date(2027, 9, 1),
    )
    assert (next_one.timing, next_one.due_words) == ("day", "")
    assert (next_one.status, next_one.repeats_every) == ("planned", 12)
    assert (next_one.goal, next_one.number) == ("Dry floors", "3")
    assert next_one.plan == measure.plan


def test_one_that_was_late_comes_back_after_it_was_done(school):
    measure = MeasureFactory(
        plan__unit=school, repeats_every=1, due_on=today() - timedelta(days=200)
    )

    done_today(measure)

    next_one = measure.followed_by.get()
    assert next_one.due_on == today() + relativedelta(months=1)


def test_measure_without_repetition_comes_back_never(measure):
    done_today(measure)

    assert not measure.followed_by.exists()


def test_next_one_is_planned_once_however_often_it_is_finished(school):
    measure = MeasureFactory(plan__unit=school, repeats_every=6)
    done_today(measure)
    measure.reopen(by=measure.responsible, reason="Half of it was left")

    done_today(measure)

    assert measure.followed_by.count() == 1


def test_next_one_is_against_the_risks_that_are_open(school):
    measure = MeasureFactory(plan__unit=school, repeats_every=6)
    risk, closed = (
        Risk.objects.bring_up(
            unit=school,
            by=measure.responsible,
            description="A fall",
            likelihood=2,
            consequence=2,
        )
        for _each in range(2)
    )
    measure.risks.set([risk, closed])
    Risk.objects.filter(pk=closed.pk).update(status="closed")

    done_today(measure)

    assert list(measure.followed_by.get().risks.all()) == [risk]


def test_ended_plan_gets_no_next_one():
    incident = IncidentFactory(closed=True)
    measure = MeasureFactory(plan=incident.action_plan, repeats_every=6)

    done_today(measure)

    assert not measure.followed_by.exists()


# Taking back what was said by mistake


def test_reopened_measure_is_as_if_never_done_but_for_the_log(measure):
    done_today(measure, done_note="Mats lie there")

    measure.reopen(by=measure.responsible, reason="The wrong corridor")

    assert measure.status == Measure.Status.STARTED
    assert (measure.done_on, measure.effect_due_on, measure.done_note) == (
        None,
        None,
        "",
    )
    assert [move.note for move in measure.transitions.all()] == [
        "Mats lie there",
        "The wrong corridor",
    ]


def test_effect_is_judged_anew(school):
    measure = MeasureFactory(plan__unit=school, helped=True)

    measure.judge_anew(by=measure.responsible, reason="They slip again")

    assert measure.status == Measure.Status.DONE
    assert (measure.effect_judged_on, measure.effect_note) == (None, "")
    assert measure.done_on
    measure.judge_effect(by=measure.responsible, is_sufficient=False, effect_note="No")
    assert measure.status == Measure.Status.EFFECT_INSUFFICIENT


@pytest.mark.parametrize("name", ["reopen", "judge_anew"])
def test_nothing_is_taken_back_in_a_closed_incident(name):
    """It would be closed with a measure that is not finished."""
    incident = IncidentFactory(closed=True)
    state = {"done": True} if name == "reopen" else {"helped": True}
    measure = MeasureFactory(plan=incident.action_plan, **state)

    with pytest.raises(InvalidTransition):
        getattr(measure, name)(by=UserFactory(), reason="A mistake")


def test_nothing_is_reopened_under_a_closed_risk(school):
    measure = MeasureFactory(plan__unit=school, done=True)
    risk = Risk.objects.bring_up(
        unit=school,
        by=measure.responsible,
        description="A fall",
        likelihood=2,
        consequence=2,
    )
    risk.measures.add(measure)
    risk.close(by=measure.responsible, reason="Gone")

    with pytest.raises(InvalidTransition):
        measure.reopen(by=measure.responsible, reason="A mistake")


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        ({"done": True}, "start"),
        ({"helped": True}, "start"),
        ({"helped": True}, "reopen"),
        ({"done": True}, "judge_anew"),
        ({}, "reopen"),
        ({}, "judge_anew"),
    ],
)
def test_verbs_do_only_what_they_say(school, state, verb):
    measure = MeasureFactory(plan__unit=school, **state)
    how = {} if verb == "start" else {"reason": "A mistake"}

    with pytest.raises(InvalidTransition):
        getattr(measure, verb)(by=measure.responsible, **how)

    assert not measure.transitions.exists()


def test_judged_measure_is_not_finished_again(school):
    measure = MeasureFactory(plan__unit=school, helped=True)

    with pytest.raises(InvalidTransition):
        done_today(measure)


def test_risk_waits_for_what_was_done_and_not_for_what_was_taken_back(school):
    measure = MeasureFactory(plan__unit=school)
    risk = Risk.objects.bring_up(
        unit=school,
        by=measure.responsible,
        description="A fall",
        likelihood=4,
        consequence=4,
    )
    risk.measures.add(measure)

    def waits():
        return Risk.objects.to_rerate().filter(pk=risk.pk).exists()

    done_today(measure)
    when_done = waits()
    measure.reopen(by=measure.responsible, reason="A mistake")
    when_reopened = waits()
    measure.cancel(by=measure.responsible, reason="Not needed")

    assert (when_done, when_reopened, waits()) == (True, False, False)


def test_weighed_risk_does_not_wait_because_an_effect_is_judged_anew(school):
    measure = MeasureFactory(plan__unit=school)
    by = measure.responsible
    risk = Risk.objects.bring_up(
        unit=school, by=by, description="A fall", likelihood=4, consequence=4
    )
    risk.measures.add(measure)
    done_today(measure)
    measure.judge_effect(by=by, is_sufficient=True, effect_note="Yes")
    risk.rate(by=by, likelihood=2, consequence=2, reason="Mats")

    measure.judge_anew(by=by, reason="They slip again")

    assert not Risk.objects.to_rerate().exists()


def test_incident_waits_again_for_an_effect_that_is_judged_anew():
    incident = IncidentFactory(investigated=True)
    measure = MeasureFactory(plan=incident.action_plan, helped=True)

    measure.judge_anew(by=measure.responsible, reason="They slip again")
    awaiting = Incident.objects.with_measures().get().phase
    measure.reopen(by=measure.responsible, reason="It was not done")
    going_on = Incident.objects.with_measures().get().phase

    assert awaiting != going_on
    assert not Incident.objects.with_measures().get().is_ready_to_close


# The page


def url_of(measure, name):
    return reverse("actionplans:measure_act", args=[measure.pk, name])


def said(**other):
    return {
        "done_on": today(),
        "done_note": "Mats lie there",
        "effect_due_on": today() + timedelta(days=90),
    } | other


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("done_on", today() - relativedelta(years=5, days=1)),
        ("effect_due_on", today() + relativedelta(years=2, days=1)),
        ("watched", "everything"),
        # It is of no incident.
        ("watched", "like_source"),
    ],
)
def test_finish_refuses_days_and_events_that_cannot_be_right(
    as_user, head_teacher, measure, field, value
):
    response = as_user(head_teacher).post(
        url_of(measure, "finish"), said(**{field: value})
    )

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    measure.refresh_from_db()
    assert measure.is_open


def test_measure_is_not_done_before_what_it_is_for_happened(
    as_user, head_teacher, school
):
    happened_on = today() - timedelta(days=5)
    incident = IncidentFactory(unit=school, investigated=True, occurred_on=happened_on)
    measure = MeasureFactory(plan=incident.action_plan)
    client = as_user(head_teacher)

    too_early = said(done_on=happened_on - timedelta(days=1))
    refused = client.post(url_of(measure, "finish"), too_early)
    taken = client.post(url_of(measure, "finish"), said(done_on=happened_on))

    assert list(refused.context["form"].errors) == ["done_on"]
    assert taken.status_code == 302


def test_finish_proposes_events_like_the_source_and_keeps_the_choice(
    as_user, head_teacher, school
):
    incident = IncidentFactory(unit=school, investigated=True)
    measure = MeasureFactory(plan=incident.action_plan)
    client = as_user(head_teacher)

    form = client.get(measure.get_absolute_url()).context["form"]
    client.post(url_of(measure, "finish"), said(watched="injuries"))

    measure.refresh_from_db()
    assert (form.initial["watched"], measure.watched) == ("like_source", "injuries")


@pytest.mark.parametrize(
    ("state", "name", "becomes"),
    [("done", "reopen", "started"), ("helped", "judge-anew", "done")],
)
def test_mistakes_are_taken_back_on_the_page_with_a_reason(
    as_user, head_teacher, school, state, name, becomes
):
    measure = MeasureFactory(plan__unit=school, **{state: True})
    client = as_user(head_teacher)

    refused = client.post(url_of(measure, name), {"reason": ""})
    client.post(url_of(measure, name), {"reason": "The wrong corridor"})

    assert list(refused.context["form"].errors) == ["reason"]
    measure.refresh_from_db()
    assert measure.status == becomes
    assertContains(client.get(measure.get_absolute_url()), "The wrong corridor")


def test_page_does_not_ask_for_what_is_only_a_correction(as_user, head_teacher, school):
    measure = MeasureFactory(plan__unit=school, helped=True)

    response = as_user(head_teacher).get(measure.get_absolute_url())

    assert response.context["form"] is None
    assert set(response.context["acts"]) == {"watch", "judge-anew"}


def test_what_did_not_help_is_followed_by_a_new_one(
    as_user, head_teacher, school, teacher, parse
):
    measure = MeasureFactory(
        plan__unit=school,
        helped=True,
        status="effect_insufficient",
        goal="Dry floors",
        focus_area="Accidents",
        responsible=teacher,
    )
    client = as_user(head_teacher)
    url = reverse("actionplans:measure_follow", args=[measure.pk])

    form = client.get(url).context["form"]
    new = {
        "activity": "Mend the roof",
        "goal": form["goal"].value(),
        "responsible": form["responsible"].value(),
        "due_on": today() + timedelta(days=14),
    }
    client.post(url, new)

    follower = measure.followed_by.get()
    assert (form["focus_area"].value(), follower.goal) == ("Accidents", "Dry floors")
    assert (follower.activity, follower.responsible) == ("Mend the roof", teacher)
    for one, other in [(measure, follower), (follower, measure)]:
        page = parse(client.get(one.get_absolute_url()))
        assert page.select_one(f'#columns a[href="{other.get_absolute_url()}"]')


def test_new_one_with_what_makes_no_sense_comes_back(as_user, head_teacher, school):
    measure = MeasureFactory(
        plan__unit=school, helped=True, status="effect_insufficient"
    )
    url = reverse("actionplans:measure_follow", args=[measure.pk])

    response = as_user(head_teacher).post(url, {"activity": "Mend the roof"})

    assert response.status_code == 422
    assertContains(response, "Mend the roof", status_code=422)
    assert not measure.followed_by.exists()


def test_who_answers_for_one_sees_no_other_of_its_row(as_user, teacher, school):
    """The next one may be somebody else's, in a unit that the person may not see."""
    measure = MeasureFactory(plan__unit=school, responsible=teacher, helped=True)
    measure.follow(
        by=teacher, activity="Roof", responsible=UserFactory(), due_on=today()
    )

    response = as_user(teacher).get(measure.get_absolute_url())

    assert list(response.context["beside"]) == []


def test_finished_measure_leads_to_the_next_one(as_user, head_teacher, school, parse):
    measure = MeasureFactory(plan__unit=school, repeats_every=12)

    page = parse(
        as_user(head_teacher).post(url_of(measure, "finish"), said(), follow=True)
    )

    address = measure.followed_by.get().get_absolute_url()
    assert page.select_one(f'#columns a[href="{address}"]')


def test_page_with_everything_costs_at_most_twelve_queries(
    as_user, head_teacher, school, django_assert_max_num_queries, in_english
):
    incident = IncidentFactory(unit=school, investigated=True)
    before = MeasureFactory(plan=incident.action_plan)
    measure = MeasureFactory(
        plan=incident.action_plan,
        status="effect_sufficient",
        done_on=today() - timedelta(days=50),
        effect_due_on=today(),
        effect_judged_on=today(),
        focus_area="Accidents",
        responsible_words="The caretakers",
        report_to="The cooperation group",
        due_words="autumn",
        timing="period",
        cost=1200,
        hours=4,
        follows=before,
    )
    for _each in range(3):
        measure.feedback.create(audience="employees", told_on=today(), by=UserFactory())
        measure.reminders.create(
            step="coming",
            for_day=measure.due_on,
            recipient=UserFactory(),
            noted_on=today(),
        )
        measure.transitions.create(
            from_status="planned", to_status="done", by=UserFactory()
        )
    Example.objects.share(
        measure,
        by=head_teacher,
        may_be_asked=False,
        title="Mats",
        topics=[],
    )
    client = as_user(head_teacher)

    # And the savepoint in the test's own transaction.
    with django_assert_max_num_queries(12 + 2):
        response = client.get(measure.get_absolute_url())

    for words in ["Accidents", "The caretakers", "The cooperation group", "autumn"]:
        assertContains(response, words)


def test_empty_columns_are_left_out(as_user, head_teacher, measure, in_english):
    response = as_user(head_teacher).get(measure.get_absolute_url())

    for label in ["Focus area", "Reported to", "Cost", "Comes back", "Reminders"]:
        assertNotContains(response, f">{label}<")
