"""Plans, lifted matters, examples and what is told of measures in the demo."""

import pytest
from django.db.models import Count, Q

from actionplans.models import (
    ActionPlan,
    Escalation,
    Example,
    Feedback,
    Measure,
    PlanGoal,
    Reminder,
    WorkEnvironmentPlan,
)
from actionplans.sharing import refuse_persons
from organisation import roles
from organisation.models import Role, Unit, User
from riskassessment.models import Risk
from sam.dates import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

STORY = "Ventilationen räcker inte för antalet barn och vuxna på två avdelningar"


def of_year(year):
    return WorkEnvironmentPlan.objects.filter(first_year=year)


# Plans


@pytest.mark.parametrize("ago", [0, 1])
def test_municipality_administrations_and_most_units_have_a_plan(demo, ago):
    plans = of_year(today().year - ago)

    units = plans.filter(unit__level="unit").count()
    assert 0.72 < units / len(demo.workplaces) < 0.88
    assert plans.filter(unit=demo.root).exists()
    assert plans.filter(unit__in=demo.administrations.values()).count() == 6
    assert plans.filter(parent=None).count() == 1


def test_each_plan_has_goals_and_some_rows():
    plans = WorkEnvironmentPlan.objects.annotate(
        rows=Count("action_plan__measures", distinct=True),
        own=Count("goals", distinct=True),
    )

    assert all(3 <= plan.rows <= 11 and plan.own for plan in plans)
    sizes = [plan.rows for plan in plans if plan.unit.level == "unit"]
    assert 3 <= sum(sizes) / len(sizes) <= 8


def test_last_years_plans_are_evaluated():
    last = of_year(today().year - 1)
    goals = PlanGoal.objects.filter(plan__in=last)

    assert set(last.values_list("status", flat=True)) == {"ended"}
    assert set(goals.values_list("outcome", flat=True)) == set(PlanGoal.Outcome)
    rows = Measure.objects.filter(plan__in=last.values("action_plan"))
    assert not rows.open().exists()


def test_what_was_not_done_is_in_the_next_plan():
    carried = Measure.objects.filter(
        follows__status="cancelled", unit__level="unit"
    ).select_related("follows")

    assert carried.exists()
    for measure in carried[:10]:
        assert measure.activity == measure.follows.activity
        assert measure.unit_id == measure.follows.unit_id


def test_times_are_said_in_words_here_and_there():
    timings = set(Measure.objects.values_list("timing", flat=True))

    assert timings == set(Measure.Timing)


def test_plans_are_gone_through_at_workplace_meetings_and_in_committees():
    audiences = WorkEnvironmentPlan.objects.values_list("reviews__audience", flat=True)

    assert {"employees", "cooperation", "committee"} <= set(audiences)


# Measures


def test_most_that_is_done_is_told_to_the_employees():
    done = Measure.objects.filter(done_on__lt=today().replace(month=1, day=1))
    told = Feedback.objects.filter(audience="employees").values("measure")

    share = done.filter(pk__in=told).count() / done.count()
    assert 0.88 < share < 0.98


def test_what_did_not_help_is_followed_by_another():
    failed = Measure.objects.filter(status="effect_insufficient", risks__isnull=False)

    assert failed.count() > 10
    assert not failed.filter(followed_by=None).exists()
    following = Measure.objects.filter(follows__in=failed)
    assert not following.filter(risks=None).exists()


def test_some_cost_something_come_back_or_watch_events():
    for what in [
        Q(cost__gt=0),
        Q(repeats_every__gt=0),
        Q(watched="violence"),
        ~Q(report_to=""),
        Q(responsible_role="safety_representative"),
    ]:
        assert Measure.objects.filter(what).count() > 5


def test_closed_unit_has_measures_to_move():
    closed = Unit.objects.exclude(closed_on=None).get()
    manager = roles.holders(Role.MANAGER, closed.parent)[0]

    [row] = ActionPlan.objects.left_to(manager).closed_units()
    assert row["unit"] == closed.pk


def test_reminders_have_gone_out_of_what_is_late():
    late = Measure.objects.overdue().filter(reminders=None)

    assert Reminder.objects.exclude(told_on=None).count() > 20
    # Those of the last days wait for the next day on which people work.
    assert (today() - min([m.due_on for m in late], default=today())).days < 6


# Lifted matters


def test_a_risk_climbed_from_a_preschool_to_the_committee_and_came_back():
    steps = list(Escalation.objects.filter(matter=STORY).order_by("sent_on"))

    receivers = [str(step.receiver) for step in steps]
    assert receivers == [
        "Förskolor söder",
        "Barn- och utbildningsförvaltningen",
        "Förskolenämnden",
    ]
    assert {step.chain for step in steps} == {steps[0].chain}
    assert [step.previous for step in steps] == [None, *steps[:-1]]
    assert {step.status for step in steps} == {"answered"}
    assert {(step.decision, step.paragraph) for step in steps} == {("granted", "§ 23")}
    assert len({step.reason for step in steps}) == 3


def test_each_step_of_the_climb_has_its_days_in_order():
    for step in Escalation.objects.filter(matter=STORY):
        times = list(step.transitions.values_list("at", flat=True))
        moves = step.transitions.values_list("to_status", flat=True)

        assert moves[0] == "accepted"
        assert "answered" in moves
        assert step.sent_on <= times[0].date() <= times[-1].date()


def test_the_climbed_risk_has_what_was_tried_and_what_was_granted():
    risk = Risk.objects.get(escalations__matter=STORY, escalations__previous=None)
    tried, granted = risk.measures.order_by("created_at")

    assert risk.unit.name == "Näckrosens förskola"
    assert (tried.status, granted.follows) == ("effect_insufficient", tried)
    assert granted.done_on
    assert granted.cost == 1_400_000
    assert granted.reminders.exists()
    assert granted.feedback.filter(audience="employees").exists()


def test_committees_were_asked_in_each_year_of_the_reports():
    asked = Escalation.objects.filter(committee__isnull=False)

    for year in (2023, 2024, 2025, 2026):
        if year <= today().year:
            assert asked.filter(sent_on__year=year).exists()
            assert asked.filter(answered_on__year=year).exists()


def test_matters_have_all_four_themes_and_end_in_all_ways():
    first = Escalation.objects.first_steps()

    themes = set(first.values_list("theme", flat=True))
    assert {"exhaustion", "violence", "premises", "managers"} == themes
    decisions = set(first.values_list("decision", flat=True))
    assert {"granted", "partly", "refused", ""} == decisions
    assert first.filter(status="returned").exists()
    assert Escalation.objects.open().exists()


def test_premises_go_across_to_another_administration():
    across = Escalation.objects.filter(to_unit__name="Lokalförsörjning")

    assert across.count() >= 4
    for step in across:
        assert step.origin_unit.lineage[1] != step.to_unit.lineage[1]


def test_the_demos_manager_has_lifted_something():
    manager = User.objects.get(email="chef@example.org")

    assert Escalation.objects.sent_from(manager).open().count() == 1


# Good examples


def test_a_dozen_examples_have_topics_and_helped():
    examples = Example.objects.offered().select_related("measure")

    assert examples.count() >= 10
    for example in examples:
        assert example.topics
        assert example.measure.status == "effect_sufficient"
        assert example.control == example.measure.control


def test_examples_name_nobody():
    names = list(User.objects.values_list("name", flat=True))
    units = Unit.objects.values_list("name", flat=True)

    for example in Example.objects.all():
        text = " ".join([example.title, example.problem, example.done, example.effect])
        # Raises when it does.
        refuse_persons(text, [])
        assert not any(name in text for name in [*names, *units])
