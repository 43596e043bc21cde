"""A plan of the whole municipality and of its units, typed and adopted, page by page."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from actionplans import plan_document
from actionplans.models import Measure, WorkEnvironmentPlan
from meetings.models import AgendaItem
from meetings.models.links import Link, link_fields
from organisation.models import Municipality
from riskassessment.models import Risk
from sam.dates import today
from tests.factories import UserFactory
from tests.governing.factories import decide, document
from tests.meetings.factories import BodyFactory, MeetingFactory
from tests.pages import main, url, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

YEAR = today().year


@pytest.fixture(autouse=True)
def _in_norway(municipality):
    Municipality.objects.update(country="NO")


def begin(client, unit, **more):
    said = {"unit": unit.pk, "kind": "yearly", "title": "HMS-plan", "first_year": YEAR}
    answer = client.post(url("plans:plan_add"), said | more)
    assert answer.status_code == 302, answer.content.decode()
    return WorkEnvironmentPlan.objects.order_by("-created_at").first()


def add_row(client, plan, activity, **more):
    said = {"activity": activity, "due_words": "kontinuerleg", **more}
    answer = client.post(url("plans:row_add", plan), said)
    assert answer.status_code == 302, answer.context["form"].errors
    return Measure.objects.latest("created_at")


def rows_of(parse, response):
    return [
        row.get_text(" ", strip=True)
        for row in main(parse, response).select("#rows tbody tr")
    ]


# B0b


def test_b0b_autumn_and_on_keeps_its_words_sorts_in_autumn_and_is_never_red(
    as_user, parse, hr, municipality
):
    client = as_user(hr)
    plan = begin(client, municipality, kind="project", first_year=2012, last_year=2016)
    row = add_row(client, plan, "Meetings", due_words="Haust 2012 - kontinuerleg")
    add_row(client, plan, "Late", due_words="Våren 2012")

    rows = main(parse, client.get(plan.get_absolute_url())).select("#rows tbody tr")

    assert "Haust 2012 - kontinuerleg" in rows[0].text
    assert not rows[0].select(".ds-tag[data-color=danger]")
    assert rows[1].select(".ds-tag[data-color=danger]")
    assert (row.starts_on, row.timing) == (date(2012, 9, 1), "continuous")
    overdue = rows_of(parse, client.get(plan.get_absolute_url() + "?show=overdue"))
    assert len(overdue) == 1
    assert "Late" in overdue[0]
    # What goes on comes along into the plan that follows.
    decided = {"decided_on": str(today()), "decided_by": "KST", "seen": "draft"}
    client.post(url("plans:plan_act", plan, "decide"), decided)
    client.post(url("plans:plan_evaluate", plan), {"then": "go-on", "note": ""})
    following = WorkEnvironmentPlan.objects.get(first_year=2017)
    assert "Haust 2012 - kontinuerleg" in str(
        rows_of(parse, client.get(following.get_absolute_url()))
    )


def test_b0b_auditor_finds_the_rows_without_a_reporting_line(
    as_user, parse, hr, municipality
):
    client = as_user(hr)
    plan = begin(client, municipality)
    for number in ("1", "5", "7", "8", ""):
        to = "Rådmann" if number == "1" else ""
        add_row(client, plan, f"Row {number}", number=number, report_to=to)
    decided = {"decided_on": str(today()), "decided_by": "KST", "seen": "draft"}
    client.post(url("plans:plan_act", plan, "decide"), decided)
    auditor = UserFactory(name="Revisor", unit=municipality)

    shown = rows_of(
        parse, as_user(auditor).get(plan.get_absolute_url() + "?show=unreported")
    )

    assert len(shown) == 4
    assert not any("Row 1" in each for each in shown)


# B7


def test_b7_next_plan_takes_along_goals_of_above_rows_and_open_high_risks(
    as_user, parse, hr, head_teacher, municipality, school
):
    above = begin(as_user(hr), municipality, first_year=YEAR + 1)
    goal = {"text": "Less sick leave", "criterion": "under 5,4 %"}
    as_user(hr).post(url("plans:goal_add", above), goal)
    client = as_user(head_teacher)
    old = begin(client, school)
    add_row(client, old, "Quieter rooms")
    decided = {"decided_on": str(today()), "decided_by": "Leiar", "seen": "draft"}
    client.post(url("plans:plan_act", old, "decide"), decided)
    for likelihood, what in [(5, "Falls from the roof"), (1, "Cold coffee")]:
        Risk.objects.bring_up(
            unit=school,
            by=head_teacher,
            description=what,
            likelihood=likelihood,
            consequence=likelihood,
        )

    client.post(url("plans:plan_evaluate", old), {"then": "go-on", "note": ""})
    plan = WorkEnvironmentPlan.objects.get(unit=school, first_year=YEAR + 1)
    page = words(parse, client.get(plan.get_absolute_url()))

    assert "Quieter rooms" in page
    assert "Less sick leave" in page
    page = words(parse, client.get(url("plans:plan_elsewhere", plan)))
    assert "Falls from the roof" in page
    assert "Cold coffee" not in page


def test_b7_representative_is_heard_and_then_all_in_the_unit_read_it(
    as_user, parse, head_teacher, safety_representative, teacher, school
):
    client = as_user(head_teacher)
    plan = begin(client, school)
    add_row(client, plan, "Quieter rooms")
    assert as_user(teacher).get(plan.get_absolute_url()).status_code == 404

    representative = as_user(safety_representative)
    review = url("plans:plan_review", plan)
    assert representative.get(review).status_code == 200
    representative.post(review, {"note": "Good, and soon."})
    decided = {"decided_on": str(today()), "decided_by": "Leiar", "seen": "draft"}
    as_user(head_teacher).post(url("plans:plan_act", plan, "decide"), decided)

    page = words(parse, as_user(teacher).get(plan.get_absolute_url()))
    assert "Quieter rooms" in page
    assert "Good, and soon." in page


def test_b7_committee_sees_how_many_units_have_a_plan_and_all_are_printed_together(
    as_user, parse, hr, head_teacher, municipality, school, other_school
):
    client = as_user(hr)
    whole = begin(client, municipality, title="The municipality's")
    mine = begin(as_user(head_teacher), school, title="The school's")
    decided = {"decided_on": str(today()), "decided_by": "AMU", "seen": "draft"}
    as_user(head_teacher).post(url("plans:plan_act", mine, "decide"), decided)
    client = as_user(hr)
    client.post(url("plans:plan_act", whole, "decide"), decided)

    coverage = words(parse, client.get(url("plans:plan_coverage")))
    assert "2 of 4 units" in coverage
    assert "South school" in coverage
    offered = client.get(url("plans:document", whole))
    assert main(parse, offered).select("a[href='?annex']")
    plan_document.make(whole.pk, "en", annex=True)
    pdf = PdfReader(BytesIO(plan_document.kept(annex=True).made(whole, "en")))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert text.index("The municipality's") < text.index("The school's")


# B14


def test_b14_policy_of_life_phases_goes_from_mandate_to_adoption_in_two_bodies(
    as_user, parse, hr, municipality
):
    client = as_user(hr)
    plan = begin(
        client,
        municipality,
        kind="project",
        title="Livsfaseorientert personalpolitikk",
        first_year=2012,
        last_year=2013,
    )
    for activity, when in [
        ("Mandate and working group", "Våren 2012"),
        ("Hearing of the draft", "Haust 2012"),
        ("To the council", "2013"),
    ]:
        add_row(client, plan, activity, due_words=when)
    milestones = rows_of(parse, client.get(plan.get_absolute_url()))
    assert [each.split(" 20")[0] for each in milestones]
    assert "Våren 2012" in milestones[0]
    assert "Hearing of the draft" in milestones[1]

    # The draft has its versions, each with what is new.
    policy = document(
        municipality, by=hr, kind="policy", title="Livsfaser", body="First draft."
    )
    decide(policy, by=hr, decided_by="KST", case_number="45/13")
    page = words(parse, client.get(policy.get_absolute_url()))
    assert "45/13" in page

    # Both bodies treat it, each case linked to the plan.
    secretary = UserFactory(name="Secretary", unit=municipality)
    link = Link.to(plan, "The plan")
    for name, decision, day in [("AMU", "Recommended", 1), ("KST", "Adopted", 2)]:
        body = BodyFactory(name=name, unit=municipality, secretary=secretary)
        body.seat(person=hr, function="member", side="employer")
        meeting = MeetingFactory(body=body, meets_on=today() + timedelta(days=day))
        item = meeting.add_item(title=f"Life phases in {name}", **link_fields(link))
        item.decision = decision
        item.save()
    page = words(parse, as_user(hr).get(url("plans:plan_elsewhere", plan)))
    assert "Treated at meetings" in page
    assert page.index("Recommended") < page.index("Adopted")
    linked = main(parse, as_user(hr).get(url("plans:plan_elsewhere", plan)))
    assert {each.get_absolute_url() for each in AgendaItem.objects.all()} <= {
        each["href"] for each in linked.select("a[href]")
    }
