"""How municipalities work with goals, the annual wheel and the overview, page by page."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from actionplans.models import Goal, GoalAlert, Measure, WorkEnvironmentPlan
from annualcycle import planning, tasks, wheel_templates
from annualcycle.models import Activity, AuthorityInspection, OverviewDecision
from organisation import history, roles
from organisation.models import Level, Role
from reports.loading import FOLDER, load
from reports.models import Report, ReportingYear
from reports.shipped import load_metrics
from sam.dates import today
from tests.factories import (
    FOUNDED,
    CommitteeFactory,
    MeasureFactory,
    UnitFactory,
    UserFactory,
    WorkEnvironmentPlanFactory,
)
from tests.reports.factories import figures

pytestmark = pytest.mark.usefixtures("in_english")

YEAR = today().year
GOAL_ADD = reverse("annualcycle:goal_add")
MATRIX = reverse("annualcycle:matrix")


def page_of(found, name, *args):
    return reverse(f"annualcycle:{name}", args=[found.pk, *args])


def test_n0a_hr_sets_a_goal_that_rises_and_sees_that_it_is_met(
    as_user, hr, municipality, parse
):
    client = as_user(hr)
    client.post(
        GOAL_ADD,
        {
            "text": "Motivation rises yearly",
            "criterion": "Motivation index",
            "first_year": YEAR - 1,
            "measured_by": "readings",
            "direction": "rising",
            "version": "0",
        },
    )
    goal = Goal.objects.get()
    for year, value in [(YEAR - 1, 74), (YEAR, 76)]:
        client.post(page_of(goal, "goal_figure"), {"year": year, "value": value})

    page = parse(client.get(goal.get_absolute_url()))

    assert page.select_one(".head .ds-tag").text == "Met, +2"
    told = page.select_one("svg.chart title").text
    assert f"Value was 74 in {YEAR - 1} and 76 in {YEAR}." in told
    assert "Target" in told


def test_n0b_manager_sees_the_goals_from_the_municipality_and_hangs_an_action_under_one(
    as_user, hr, head_teacher, municipality, school, parse
):
    for text in ("Present leadership", "Prevention", "Coherence"):
        Goal.objects.set(by=hr, unit=municipality, text=text, first_year=YEAR)
    plan = WorkEnvironmentPlanFactory(unit=school, created_by=head_teacher)
    client = as_user(head_teacher)

    goals = parse(client.get(plan.get_absolute_url())).select("#goals .goals > li")
    assert [goal.a.text for goal in goals] == [
        *("Present leadership", "Prevention", "Coherence")
    ]
    assert all("from Testinge" in goal.text for goal in goals)
    link = goals[1].select("a")[-1]["href"]
    form = parse(client.get(link)).select_one("[name=serves] option[selected]")
    client.post(
        link,
        {
            "activity": "Look through the rota",
            "responsible": head_teacher.pk,
            "due_on": str(date(YEAR, 12, 31)),
            "serves": form["value"],
        },
    )

    goals = parse(client.get(plan.get_absolute_url())).select("#goals .goals > li")
    assert "Look through the rota" in goals[1].text
    assert "Look through the rota" not in goals[0].text


def test_n7_hr_sees_which_units_have_not_sent_in_the_yearly_follow_up(
    as_user, hr, municipality, administration, school, other_school, parse
):
    template = wheel_templates.named("se-1", "SE")
    wheel_templates.take(template, ["se-1:annual-follow-up"], unit=municipality, by=hr)
    _send_in_a_part(hr, school, administration)

    tasks.gather()
    page = parse(as_user(hr).get(MATRIX, {"sort": "name"}))

    assert "1 of 2" in page.select_one("thead th.activity").text
    rows = {
        row.th.text.strip(): row.select("td")[-1].text
        for row in page.select("tbody tr")
    }
    assert "Done" in rows["North school"]
    assert "Done" not in rows["South school"]


def _send_in_a_part(hr, school, administration):
    """By the school, of a report that is collected from workplaces."""
    load_metrics()
    committee = CommitteeFactory(slug="schools")
    history.reorganise(administration, on=FOUNDED, committee=committee)
    template = load(FOLDER / "kommun-delar-1.json")
    year = ReportingYear.objects.open(YEAR, template)
    report = Report.objects.filter(reporting_year=year, unit=school).first()
    assert report is not None
    Report.objects.filter(pk=report.pk).update(status="submitted")
    report.transitions.create(from_status="draft", to_status="submitted", by=hr)


def test_a0_workplace_inherits_locked_goals_and_adds_one_with_a_criterion(
    as_user, hr, head_teacher, administration, school, parse
):
    for text in ("Clear tasks", "Balance of demands"):
        Goal.objects.set(by=hr, unit=administration, text=text, first_year=YEAR)
    client = as_user(head_teacher)
    client.post(
        reverse("plans:plan_add"),
        {"unit": school.pk, "kind": "yearly", "title": "Plan", "first_year": YEAR},
    )
    plan = WorkEnvironmentPlan.objects.get()
    client.post(
        reverse("plans:goal_add", args=[plan.pk]),
        {
            "text": "Calmer lunches",
            "criterion": "Under 70 dB in the hall",
            "due_on": str(date(YEAR, 10, 1)),
        },
    )

    goals = parse(client.get(plan.get_absolute_url())).select("#goals .goals > li")

    assert [goal.select_one(".prose").text for goal in goals] == [
        *("Clear tasks", "Balance of demands", "Calmer lunches")
    ]
    assert "Change" not in goals[0].text
    assert "Under 70 dB in the hall" in goals[2].text
    locked = Goal.objects.first()
    assert client.get(page_of(locked, "goal_edit")).status_code == 403


def test_a7_the_top_sees_how_many_workplaces_have_a_plan_and_goals_with_a_criterion(
    as_user, hr, municipality, school, other_school, parse
):
    plan = WorkEnvironmentPlanFactory(unit=school, created_by=hr)
    plan.add_goal(text="Calm", criterion="Under 70 dB")
    plan.add_goal(text="Joy")

    page = parse(as_user(hr).get(reverse("plans:plan_coverage"), {"year": YEAR}))

    assert "1 of 4 units have a plan" in page.select_one(".lead").text
    assert "2 goals of their own, 1 of them with" in page.select_one(".lead").text


def test_a8_director_decides_on_a_cell_and_it_becomes_a_task_of_the_administration(
    as_user, municipality, administration, school, head_of_administration, parse
):
    director = UserFactory(unit=municipality)
    roles.appoint(director, Role.MANAGER, municipality)
    late = today() - timedelta(3)
    MeasureFactory(plan__unit=school, due_on=late, responsible=director)
    AuthorityInspection.objects.register(
        unit=school, by=director, held_on=late, subject="Noise", demands="A routine"
    )
    client = as_user(director)

    page = parse(client.get(reverse("annualcycle:overview")))
    row = [cell.text for cell in page.select_one("tbody tr").select("th, td")]
    assert row[0] == "Schools"
    assert row[1].startswith("1 of 1")
    assert row[4].startswith("1,")
    assert row[5].startswith("1,")
    link = page.select("tbody tr td")[0].select("a")[-1]["href"]
    client.post(
        link,
        {
            "decision": "All rounds are walked before the summer.",
            "activity": "Plan the rounds",
            "responsible": head_of_administration.pk,
            "due_on": str(today() + timedelta(60)),
        },
    )

    decided = OverviewDecision.objects.get()
    assert (decided.unit, decided.gauge) == (administration, "rounds")
    start = parse(as_user(head_of_administration).get("/"))
    assert "Carry out: Plan the rounds" in start.text


@pytest.fixture
def with_figures(administration):
    """Sick leave of the schools' committee over the years: 70 of 1,000 hours a month."""
    committee = CommitteeFactory(slug="schools")
    history.reorganise(administration, on=FOUNDED, committee=committee)
    administration.refresh_from_db()
    return committee


def _sick_leave_goal(client):
    client.post(
        GOAL_ADD,
        {
            "text": "Redusere det sjukmelde fråværet",
            "first_year": YEAR - 2,
            "measured_by": "metric",
            "metric": "sick_leave",
            "direction": "below",
            "target": "5.4",
            "decimals": 2,
            "version": "0",
        },
    )
    goal = Goal.objects.get()
    goal.targets.all().delete()
    goal.aim_at(YEAR - 2, Decimal("5.4"))
    return goal


def test_b_sick_leave_crosses_the_target_and_the_head_is_to_consider_measures(
    as_user, hr, school, with_figures, head_of_administration, parse
):
    low = {"sick_hours_short": 20, "sick_hours_long": 30}
    high = {"sick_hours_short": 40, "sick_hours_long": 60}
    months = [date(YEAR - 2, month, 1) for month in range(1, 13)]
    figures(with_figures, only=months, **low)
    figures(with_figures, only=[m.replace(year=YEAR - 1) for m in months], **high)
    client = as_user(hr)
    goal = _sick_leave_goal(client)

    tasks.gather()

    page = parse(client.get(goal.get_absolute_url()))
    told = page.select_one("svg.chart title").text
    assert "Target is 5.40 per cent." in told
    assert page.select_one(".head .ds-tag").text == "Not met, +4.60"
    alert = GoalAlert.objects.get()
    assert alert.unit == head_of_administration.unit
    client = as_user(head_of_administration)
    start = parse(client.get("/"))
    link = next(a for a in start.select("a") if "Consider measures" in a.text)["href"]
    client.post(link, {"answer": "Each manager talks with HR in October."})

    assert "Consider measures" not in parse(client.get("/")).text


def test_b_sick_leave_of_exactly_the_target_is_not_reached(
    as_user, hr, school, with_figures, parse
):
    figures(with_figures, years=(YEAR - 1,), sick_hours_short=24, sick_hours_long=30)
    client = as_user(hr)
    goal = _sick_leave_goal(client)

    page = parse(client.get(goal.get_absolute_url()))

    assert page.select_one(".head .ds-tag").text == "Not met, 0.00"


def test_b_sick_leave_of_few_people_is_hidden(as_user, hr, school, with_figures, parse):
    figures(with_figures, years=(YEAR - 1,), employees=1)
    client = as_user(hr)
    goal = _sick_leave_goal(client)

    page = parse(client.get(goal.get_absolute_url()))

    assert "Too few people to show" in page.text
    assert not page.select("svg.chart")


def test_b0_project_plan_shows_its_three_goals_with_the_latest_value(
    as_user, hr, municipality, parse
):
    client = as_user(hr)
    first = Goal.objects.set(
        by=hr,
        unit=municipality,
        text="Sjukmeldt fråvær under 5,4 %",
        first_year=YEAR,
        last_year=YEAR + 4,
        measured_by="readings",
        direction="below",
        scale="%",
        decimals=1,
        target=Decimal("5.4"),
    )
    for text in ("Tilrettelegge", "Livsfase"):
        Goal.objects.set(by=hr, unit=municipality, text=text, first_year=YEAR)
    client.post(page_of(first, "goal_figure"), {"year": YEAR, "value": "5.9"})
    client.post(
        reverse("plans:plan_add"),
        {
            "unit": municipality.pk,
            "kind": "project",
            "title": "Saman om ein betre kommune",
            "first_year": YEAR,
            "last_year": YEAR + 4,
        },
    )
    plan = WorkEnvironmentPlan.objects.get()
    client.post(
        reverse("plans:row_add", args=[plan.pk]),
        {
            "activity": "Statusmøte med alle leiarar",
            "responsible": hr.pk,
            "due_on": str(date(YEAR, 12, 31)),
            "serves": first.pk,
        },
    )

    goals = parse(client.get(plan.get_absolute_url())).select("#goals .goals > li")

    assert len(goals) == 3
    assert f"5.9 % ({YEAR})" in goals[0].text
    assert goals[0].select_one(".ds-tag").text == "Not met, +0.5"
    assert "Statusmøte med alle leiarar" in goals[0].text
    assert Measure.objects.get().serves == first


def test_norsjos_list_is_taken_whole_with_who_answers_for_each_item(
    as_user, hr, municipality, school, parse
):
    template = wheel_templates.named("se-goals-1", "SE")
    keys = [key for key, _what, _is_goal in template.items]
    url = reverse("annualcycle:template_take", args=[template.name])

    as_user(hr).post(url, {"unit": municipality.pk, "first_year": YEAR, "items": keys})

    items = {
        each.template_item.split(":")[1].split("-")[0]
        for each in Activity.objects.all()
    }
    assert items == {str(number) for number in range(1, 15)}
    assert all(each.role for each in Activity.objects.all())
    assert Level.UNIT in {each.level for each in Activity.objects.all()}
    assert planning.years_ahead()[0] == YEAR
    assert UnitFactory._meta.model.objects.count() == 3
