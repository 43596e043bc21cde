from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from actionplans import goal_figures, planning
from actionplans.models import Goal, GoalAlert, Measure
from sam.dates import today
from tests.factories import WorkEnvironmentPlanFactory

pytestmark = pytest.mark.usefixtures("in_english")

YEAR = today().year
LIST, ADD = reverse("annualcycle:goal_list"), reverse("annualcycle:goal_add")


def goal(unit, by, **what):
    said = {"text": "Less sick leave", "first_year": YEAR - 3}
    return Goal.objects.set(by=by, unit=unit, **said | what)


def measured(unit, by, direction="below", target="5.4", **what):
    said = {"measured_by": "readings", "direction": direction, "decimals": 2}
    target = None if target is None else Decimal(target)
    return goal(unit, by, **said, target=target, **what)


def read(found, by, *values, ends=YEAR):
    """One for each year up to `ends`."""
    for back, value in enumerate(reversed(values)):
        until = date(ends - back, 12, 31)
        found.read(by=by, until=until, words=str(until.year), value=Decimal(str(value)))


def standing(found):
    return goal_figures.Standing(Goal.objects.with_course().get(pk=found.pk))


def typed(**what):
    return {
        "text": "Motivation rises",
        "first_year": YEAR,
        "measured_by": "statement",
        "version": "0",
    } | what


@pytest.mark.parametrize(
    ("direction", "value", "is_met"),
    [
        ("below", "5.39", True),
        ("below", "5.40", False),
        ("at_most", "5.40", True),
        ("at_most", "5.41", False),
        ("above", "5.40", False),
        ("above", "5.41", True),
        ("at_least", "5.40", True),
        ("at_least", "5.39", False),
    ],
)
def test_under_and_over_are_strict(municipality, hr, direction, value, is_met):
    found = measured(municipality, hr, direction)
    read(found, hr, value)

    assert standing(found).latest.is_met == is_met


def test_rising_is_held_against_the_year_before(municipality, hr):
    found = measured(municipality, hr, "rising", target=None)
    read(found, hr, 76, 76)

    assert standing(found).verdict == "Not met, 0.00"


def test_target_of_a_coming_year_leaves_the_earlier_ones(municipality, hr):
    found = measured(municipality, hr)
    found.aim_at(YEAR, Decimal(5))
    read(found, hr, "5.3", "5.3")

    assert [each.is_met for each in standing(found).points] == [True, False]


def test_figure_of_too_few_people_is_not_shown(as_user, hr, municipality, parse):
    found = measured(municipality, hr)
    found.readings.create(until=date(YEAR, 1, 31), words="R12", value=None)

    page = parse(as_user(hr).get(found.get_absolute_url()))

    assert standing(found).verdict == ""
    assert "Too few people to show" in page.text


def test_goal_without_figures_says_so(as_user, hr, municipality):
    found = measured(municipality, hr)

    assert standing(found).value == "No figure yet"
    assert as_user(hr).get(found.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"measured_by": "readings"}, "Say when the goal is met."),
        (
            {"measured_by": "readings", "direction": "below"},
            "Say what the target is.",
        ),
        ({"measured_by": "metric", "direction": "rising"}, "Choose which figure."),
        ({"last_year": YEAR - 1}, "The last year comes before the first."),
        ({"target": "much", "measured_by": "readings"}, "Enter a number."),
        ({"decimals": 9}, "less than or equal to 3"),
    ],
)
def test_goal_that_cannot_be_judged_is_refused(as_user, hr, parse, wrong, message):
    response = as_user(hr).post(ADD, typed(source="Kept") | wrong)

    assert response.status_code == 422
    assert message in parse(response).text
    assert parse(response).select_one("[name=source]")["value"] == "Kept"
    assert not Goal.objects.exists()


def test_decimal_comma_is_understood(as_user, hr, settings):
    settings.LANGUAGE_CODE = "sv"
    said = {"measured_by": "readings", "direction": "below", "target": "5,4"}

    response = as_user(hr).post(ADD, typed(decimals=1) | said)

    assert response.status_code == 302
    assert Goal.objects.get().target_of(YEAR) == Decimal("5.4")


def test_everyone_reads_goals_of_the_own_unit_and_above(
    as_user, teacher, municipality, school, other_school, hr, parse
):
    for unit, text in [
        (municipality, "Of all"),
        (school, "Of ours"),
        (other_school, "Of others"),
    ]:
        goal(unit, hr, text=text)

    page = parse(as_user(teacher).get(LIST))

    assert {row.a.text for row in page.select("tbody th")} == {"Of all", "Of ours"}


def test_list_costs_the_same_for_many(as_user, hr, municipality, count_queries):
    client = as_user(hr)
    read(measured(municipality, hr), hr, 5)
    one = count_queries(client, LIST)
    for _each in range(5):
        read(measured(municipality, hr), hr, 5, 6)

    assert count_queries(client, LIST) == one <= 12


def test_page_costs_few_queries(as_user, hr, municipality, count_queries):
    found = measured(municipality, hr)
    read(found, hr, 5, 6)

    # The transaction's beginning and end are two of them.
    assert count_queries(as_user(hr), found.get_absolute_url()) <= 12 + 2


def test_measure_of_the_goal_serves_it(as_user, hr, municipality, parse):
    found = goal(municipality, hr)
    url = reverse("annualcycle:goal_measure", args=[found.pk])
    said = {"activity": "Talk early", "responsible": hr.pk, "due_on": str(today())}

    as_user(hr).post(url, said)

    measure = Measure.objects.get()
    assert (measure.serves, measure.plan.source) == (found, found)
    assert "Talk early" in parse(as_user(hr).get(found.get_absolute_url())).text


# Plans carry goals


@pytest.fixture
def plan(school, head_teacher):
    return WorkEnvironmentPlanFactory(unit=school, created_by=head_teacher)


def test_plans_judgement_is_the_goals_evaluation(plan, municipality, hr, head_teacher):
    found = goal(municipality, hr)
    plan.carry([found])
    own = plan.goals.get()
    plan.decide(by=head_teacher, decided_on=today(), decided_by="The manager")

    plan.judge_goals({own.pk: ("reached", "It went well")}, by=head_teacher)

    said = found.evaluations.get()
    assert (said.unit, said.year, said.outcome) == (plan.unit, YEAR, "reached")
    own.refresh_from_db()
    assert (own.outcome, own.judged) == ("", said)


def test_evaluation_on_the_goals_page_is_the_plans(plan, school, head_teacher):
    found = goal(school, head_teacher)
    plan.carry([found])

    found.evaluate(by=head_teacher, unit=school, year=YEAR, outcome="partly", note="So")

    assert plan.goals.get().judged.outcome == "partly"


def test_database_keeps_two_outcomes_of_one_goal_out(plan, school, head_teacher):
    plan.carry([goal(school, head_teacher)])

    with pytest.raises(IntegrityError), transaction.atomic():
        plan.goals.get().judge("reached", "Twice")


def test_goal_that_was_reached_is_not_taken_into_the_next_plan(
    plan, school, head_teacher
):
    reached, missed = (
        goal(school, head_teacher),
        goal(school, head_teacher, text="Left"),
    )
    plan.carry([reached, missed])
    plan.decide(by=head_teacher, decided_on=today(), decided_by="The manager")
    judged = {
        own.pk: ("reached" if own.goal == reached else "not_reached", "Why")
        for own in plan.goals.select_related("goal")
    }

    following = planning.go_on(plan, by=head_teacher, judged=judged)

    assert [own.goal for own in following.goals.all()] == [missed]


# Alerts


def test_two_periods_on_the_wrong_side_raise_one_alert(
    municipality, administration, head_of_administration, hr
):
    found = measured(municipality, hr)
    read(found, hr, "5.2", "5.5", "5.6")

    goal_figures.alert()
    goal_figures.alert()

    alert = GoalAlert.objects.get()
    assert (alert.unit, alert.until) == (administration, date(YEAR, 12, 31))


@pytest.mark.parametrize(
    "values",
    [("5.2", "5.5"), ("5.5", "5.6"), ("5.5", "5.2", "5.5"), ("5.2", "5.5", "5.3")],
)
def test_one_period_or_none_before_raises_nothing(municipality, hr, values):
    read(measured(municipality, hr), hr, *values)

    assert goal_figures.alert() == 0


def test_alert_is_found_late_too(municipality, administration, hr):
    found = measured(municipality, hr)
    read(found, hr, "5.2", "5.5", "5.6", "5.7")

    assert goal_figures.alert() == 1
    assert GoalAlert.objects.get().until == date(YEAR - 1, 12, 31)


def test_answered_alert_does_not_come_again(municipality, hr):
    found = measured(municipality, hr)
    read(found, hr, "5.2", "5.5", "5.6")
    goal_figures.alert()
    GoalAlert.objects.get().settle(by=hr, answer="The flu. We wait a quarter.")

    assert goal_figures.alert() == 0
