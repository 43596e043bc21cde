"""What the rows of a Norwegian town's plan ask for: page by page, as each role."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from actionplans.models import Measure, WorkEnvironmentPlan
from governing.models import GoverningDocument
from incidents.models import Incident, ResearchExport
from mailing.models import Message
from meetings.models import MailboxMatter, Ruling
from recognition.models import Award, Nomination, Score
from sam.dates import today
from tests.factories import (
    ActionPlanFactory,
    IncidentFactory,
    MeasureFactory,
    UnitFactory,
    UserFactory,
)
from tests.meetings.factories import BodyFactory, MeetingFactory
from tests.pages import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def days_ago(number):
    return timezone.now() - timedelta(days=number)


def employ(unit, number=5):
    for _each in range(number):
        UserFactory(unit=unit)


# B6: the reporting of incidents and how it is used


def reported(unit, days, *, opened=None, closed=None, **more):
    at = days_ago(days)
    if closed is not None:
        more |= {"closed": True, "closed_at": at + timedelta(days=closed)}
    if opened is not None:
        more["known_at"] = at + timedelta(days=opened)
    return IncidentFactory(unit=unit, reported_at=at, **more)


def test_b6_workplaces_that_report_nothing_or_close_late_stand_out(
    as_user, school, other_school, hr, parse
):
    employ(school)
    employ(other_school)
    reported(school, 100, opened=1, closed=40)
    reported(school, 60, opened=3, closed=50)
    reported(school, 10)
    reported(other_school, 95, closed=2)

    page = parse(as_user(hr).get(reverse("incidents:usage")))

    north, south, everything = (
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        for row in page.select("tbody tr")
    )
    assert north[:5] == ["North school Slow to close", "3", "2.0", "45.0", "67 %"]
    assert south[:5] == [
        "South school Nothing reported for long",
        "1",
        "",
        "2.0",
        "100 %",
    ]
    assert everything[:2] == ["All", "4"]


def test_b6_usage_is_narrowed_sorted_and_taken_out_as_csv(
    as_user, school, other_school, hr
):
    employ(school)
    employ(other_school)
    reported(school, 10, closed=1)
    client = as_user(hr)

    asked = {"show": "silent"}
    narrowed = text_of(client.get(reverse("incidents:usage"), asked))
    file = client.get(reverse("incidents:usage_file"), {"sort": "-reported"})

    assert "South school" in narrowed
    assert "North school" not in narrowed
    rows = file.content.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("North school;1;;1.0;100.0;")
    assert rows[2] == "South school;0;;;;"


def test_b6_report_to_the_steering_group_tells_the_figures(
    as_user, school, other_school, head_of_administration
):
    employ(school)
    employ(other_school)
    reported(school, 60, closed=40)

    client = as_user(head_of_administration)
    page = text_of(client.get(reverse("incidents:usage_report")))

    assert "1 workplace without a report for 90 days: South school" in page
    assert "1 workplace that takes more than 30 days to close: North school" in page


def test_b6_small_workplaces_are_told_together_or_not_at_all(
    as_user, school, other_school, administration, hr
):
    employ(school, 3)
    employ(other_school)
    reported(school, 10)
    client = as_user(hr)
    alone = text_of(client.get(reverse("incidents:usage")))

    employ(UnitFactory(name="West school", parent=administration), 2)
    together = text_of(client.get(reverse("incidents:usage")))

    assert "North school" not in alone + together
    assert "small workplaces" not in alone
    # HR's own workplace is the third.
    assert "3 small workplaces together" in together


def test_b6_small_workplaces_together_are_not_told_as_one_that_is_slow(
    as_user, school, other_school, administration, head_of_administration
):
    for small in (school, other_school):
        employ(small, 3)
    reported(school, 60, closed=40)

    page = text_of(
        as_user(head_of_administration).get(reverse("incidents:usage_report"))
    )

    assert "small workplaces together" in page
    assert "Slow to close" in page
    assert "0 workplaces that take more than 30 days to close" in page


def test_b6_usage_is_for_heads_and_hr_and_costs_the_same_for_many(
    as_user, administration, school, head_teacher, hr, count_queries
):
    employ(school)
    url = reverse("incidents:usage")
    client = as_user(hr)
    few = count_queries(client, url)
    for number in range(5):
        unit = UnitFactory(name=f"School {number}", parent=administration)
        employ(unit)
        reported(unit, 5)

    assert count_queries(client, url) == few <= 12
    assert as_user(head_teacher).get(url).status_code == 403


def test_b6_what_is_outside_the_responsibility_goes_up_and_to_the_committee(
    as_user, administration, school, head_teacher, head_of_administration, teacher
):
    secretary = UserFactory(name="Secretary")
    amu = BodyFactory(name="AMU", kind="amu", unit=administration, secretary=secretary)
    incident = IncidentFactory(
        unit=school, reported_by=teacher, responsible=head_teacher
    )
    client = as_user(head_teacher)
    url = reverse("meetings:incident_lift", args=[incident.pk])
    assert url in text_of(client.get(incident.get_absolute_url()))
    assert client.post(url, {"reason": "", "body": amu.pk}).status_code == 422

    client.post(url, {"reason": "The house is the town's.", "body": amu.pk})

    incident.refresh_from_db()
    assert incident.responsible == head_of_administration
    (matter,) = MailboxMatter.objects.all()
    assert (matter.body, matter.text) == (amu, "The house is the town's.")
    assert matter.link_url == incident.get_absolute_url()
    told = Message.objects.filter(about__startswith="incident_lifted")
    assert {each.recipient for each in told} == {teacher, head_of_administration}
    page = text_of(as_user(teacher).get(incident.get_absolute_url()))
    assert "has been lifted to: Schools, AMU." in page


def test_b6_what_tells_of_one_person_goes_up_but_not_to_a_committee(
    as_user, administration, school, head_teacher, head_of_administration
):
    amu = BodyFactory(name="AMU", kind="amu", unit=administration)
    incident = IncidentFactory(unit=school, kind="victimisation")
    url = reverse("meetings:incident_lift", args=[incident.pk])

    as_user(head_teacher).post(url, {"reason": "Too near.", "body": amu.pk})

    incident.refresh_from_db()
    assert incident.lifted_to == "Schools"
    assert not MailboxMatter.objects.exists()


def test_b6_who_has_nobody_above_is_told_so_and_nothing_moves(
    as_user, school, head_teacher
):
    incident = IncidentFactory(unit=school, responsible=head_teacher)
    url = reverse("meetings:incident_lift", args=[incident.pk])

    answer = as_user(head_teacher).post(url, {"reason": "Too large."})

    assert answer.status_code == 422
    assert "Nobody above the unit can take it over." in text_of(answer)
    assert Incident.objects.get(pk=incident.pk).responsible == head_teacher


# B9: resources used in another way, on an order


def late_measure(unit, person, **more):
    return MeasureFactory(
        plan=ActionPlanFactory(unit=unit),
        responsible=person,
        activity="Use the money for substitutes on permanent staff",
        due_on=today() - timedelta(days=3),
        **more,
    )


def act(client, measure, name, **said):
    url = reverse("actionplans:measure_act", args=[measure.pk, name])
    return client.post(url, said)


def test_b9_what_waits_for_an_order_is_neither_late_nor_active(
    as_user, school, head_teacher
):
    measure = late_measure(school, head_teacher)
    client = as_user(head_teacher)
    assert "Overdue" in text_of(client.get(measure.get_absolute_url()))

    act(client, measure, "wait", waits_for="the chief executive")

    page = text_of(client.get(measure.get_absolute_url()))
    assert "Waits for an order" in page
    assert "Overdue" not in page
    assert "the chief executive" in page
    assert not Measure.objects.overdue().exists()
    assert Measure.objects.unfinished().get() == measure
    # It is not finished either, before somebody has ordered it.
    told = {"done_on": today(), "done_note": "All", "effect_due_on": today()}
    act(client, measure, "finish", **told)
    measure.refresh_from_db()
    assert measure.status == Measure.Status.WAITING


def test_b9_what_nobody_is_named_for_does_not_wait(as_user, school, head_teacher):
    measure = late_measure(school, head_teacher)

    answer = act(as_user(head_teacher), measure, "wait", waits_for="")

    assert answer.status_code == 422
    measure.refresh_from_db()
    assert measure.status == Measure.Status.PLANNED


def test_b9_decided_case_makes_the_measure_active_with_a_start_date(
    as_user, school, administration, head_teacher
):
    secretary = UserFactory(name="Secretary")
    amu = BodyFactory(name="AMU", kind="amu", unit=administration, secretary=secretary)
    measure = late_measure(school, head_teacher, cost=200_000, funding="Own budget")
    client = as_user(head_teacher)
    asked = {"body": amu.pk, "text": "We ask for the order."}
    client.post(reverse("meetings:measure_order", args=[measure.pk]), asked)
    measure.refresh_from_db()
    assert (measure.status, measure.waits_for) == ("waiting", "AMU")

    meeting = MeetingFactory(body=amu)
    (matter,) = MailboxMatter.objects.all()
    item = matter.put_on_agenda(by=secretary, meeting=meeting)
    give = reverse("meetings:order_give", args=[item.pk])
    client = as_user(secretary)
    assert client.get(give).status_code == 404
    type(item).objects.filter(pk=item.pk).update(decision="AMU orders it.")
    assert give in text_of(client.get(meeting.get_absolute_url()))
    begins, ends = today() + timedelta(days=10), today() + timedelta(days=300)
    said = {"starts_on": begins, "due_on": ends, "note": "AMU 12/26"}
    wrong = client.post(give, said | {"due_on": today()})
    client.post(give, said)

    assert wrong.status_code == 422
    measure.refresh_from_db()
    assert measure.status == Measure.Status.STARTED
    assert (measure.starts_on, measure.due_on) == (begins, ends)
    assert measure.transitions.last().note == "AMU 12/26"


def test_b9_effect_is_told_in_figures_with_their_source(as_user, school, head_teacher):
    measure = late_measure(
        school, head_teacher, done=True, effect_due_on=today(), funding="Own budget"
    )
    client = as_user(head_teacher)
    said = {"is_sufficient": "yes", "effect_note": "Fewer are away."}
    figures = {"sick_leave_before": "7.4", "sick_leave_after": "5.3", "saved": "84000"}

    sourceless = act(client, measure, "judge", **said, **figures)
    act(client, measure, "judge", **said, **figures, effect_source="The payroll")

    assert sourceless.status_code == 422
    assert "Say where the figures come from." in text_of(sourceless)
    page = text_of(client.get(measure.get_absolute_url()))
    assert "7.40 %" in page
    assert "5.30 %" in page
    assert "84,000" in page or "84 000" in page
    assert "The payroll" in page


# B14: a policy that is written in a project and adopted by two bodies


def project_of(client, unit):
    said = {
        "unit": unit.pk,
        "kind": "project",
        "title": "Life-phase policy",
        "first_year": 2026,
        "last_year": 2027,
        "mandate": "Draft a policy from recruitment to retirement.",
        "working_group": "HR, two managers and the unions",
    }
    client.post(reverse("plans:plan_add"), said)
    return WorkEnvironmentPlan.objects.get()


def draft_in(project, client, owner):
    said = {
        "title": "Life phases at work",
        "kind": "policy",
        "unit": project.unit.pk,
        "owner": owner.pk,
        "project": project.pk,
        "gone_through_by": 12,
    }
    client.post(reverse("governing:document_add"), said)
    return GoverningDocument.objects.get()


def decided_case(body, text):
    meeting = MeetingFactory(body=body, meets_on=today() - timedelta(days=20))
    item = meeting.add_item(title="Life-phase policy", decision=text)
    item.give_number()
    type(meeting).objects.filter(pk=meeting.pk).update(status="held")
    return item


def test_b14_project_has_mandate_group_milestones_and_the_draft(
    as_user, municipality, hr
):
    client = as_user(hr)

    project = project_of(client, municipality)
    row = {
        "activity": "Hearing in all administrations",
        "due_on": f"{today().year}-12-31",
    }
    client.post(reverse("plans:row_add", args=[project.pk]), row)
    document = draft_in(project, client, hr)

    page = text_of(client.get(project.get_absolute_url()))
    assert "Draft a policy from recruitment to retirement." in page
    assert "two managers and the unions" in page
    assert "Hearing in all administrations" in page
    assert document.get_absolute_url() in page
    assert project.get_absolute_url() in text_of(
        client.get(document.get_absolute_url())
    )


def test_b14_record_shows_who_recommended_and_who_adopted_with_both_cases(
    as_user, municipality, hr, teacher
):
    client = as_user(hr)
    project = project_of(client, municipality)
    version = draft_in(project, client, hr).versions.get()
    amu = BodyFactory(name="AMU", kind="amu", unit=municipality, member=hr)
    case = decided_case(amu, "AMU recommends it.")
    plan_url = reverse("meetings:ruling_add", args=[project.pk])
    version_url = reverse("governing:ruling_add", args=[version.pk])

    for url in (plan_url, version_url):
        assert client.post(url, {"outcome": "adopted"}).status_code == 422
        council = {"body": "KST", "case_number": "45/13", "outcome": "adopted"}
        client.post(url, council | {"decided_on": today()})
        client.post(url, {"item": case.pk, "outcome": "recommended"})
        twice = client.post(url, {"item": case.pk, "outcome": "heard"})
        assert "That case stands there already." in text_of(twice)

    for row in (project, version):
        found = [str(each) for each in Ruling.objects.on(row)]
        assert found == [f"AMU {case.reference} recommended", "KST 45/13 adopted"]
        page = text_of(client.get(row.get_absolute_url()))
        assert page.index(found[0]) < page.index(found[1])
        assert case.get_absolute_url() in page
    assert as_user(teacher).post(plan_url).status_code in (403, 404)


# B10 and B11: the good example is seen


@pytest.fixture
def jury(administration):
    return [UserFactory(name=name, unit=administration) for name in ("Chair", "Juror")]


def rec(name, *args):
    return reverse(f"recognition:{name}", args=args)


def prize(client, unit, jury, **more):
    said = {
        "name": "Trivselsprisen",
        "year": today().year,
        "unit": unit.pk,
        "criteria": "Good practice and the attitudes behind it.",
        "opens_on": today(),
        "closes_on": today() + timedelta(days=30),
    }
    client.post(rec("award_add"), said | more)
    award = Award.objects.get()
    for person, chair in zip(jury, ("on", ""), strict=False):
        client.post(rec("jury_add", award.pk), {"person": person.pk, "is_chair": chair})
    client.post(rec("award_act", award.pk, "open"))
    return award


def nominate(client, award, unit, **more):
    said = {
        "unit": unit.pk,
        "group": "Department 3",
        "motivation": "They share what is hard.",
        "attitudes": "Nobody is left alone.",
    }
    return client.post(rec("nominate", award.pk), said | more)


def give(client, award, *points):
    standing = award.nominations.standing()
    said = {f"points-{n.pk}": p for n, p in zip(standing, points, strict=True)}
    return client.post(rec("scores", award.pk), said)


def test_b11_prize_goes_from_nomination_by_the_jury_to_the_committee(
    as_user, administration, school, other_school, teacher, hr, jury
):
    secretary = UserFactory(name="Secretary")
    amu = BodyFactory(name="AMU", kind="amu", unit=administration, secretary=secretary)
    chair, juror = jury
    award = prize(as_user(hr), administration, jury)

    silent = nominate(as_user(teacher), award, school, attitudes="")
    nominate(as_user(teacher), award, school)
    nominate(as_user(teacher), award, other_school, group="")
    assert silent.status_code == 422
    assert as_user(teacher).get(rec("scores", award.pk)).status_code == 403
    as_user(hr).post(rec("award_act", award.pk, "judge"))
    late = nominate(as_user(teacher), award, school, group="Too late")
    assert late.status_code == 422

    start = text_of(as_user(juror).get(reverse("start")))
    assert "Read the nominations and give points" in start
    give(as_user(juror), award, 5, 2)
    first, _second = award.nominations.all()
    page = text_of(as_user(chair).get(rec("scores", award.pk)))
    assert "Nobody is left alone." in page
    assert "checked" not in page
    assert "Points of the jury" not in text_of(
        as_user(chair).get(first.get_absolute_url())
    )
    said = {
        "winner": first.pk,
        "winner_motivation": "They show how.",
        "body": amu.pk,
    }
    early = as_user(chair).post(rec("award_act", award.pk, "publish"), said)
    assert "Not all of the jury have judged yet." in text_of(early)

    give(as_user(chair), award, 4, 3)
    assert "Points of the jury" in text_of(as_user(juror).get(first.get_absolute_url()))
    as_user(chair).post(rec("award_act", award.pk, "publish"), said)

    told = text_of(as_user(teacher).get(rec("award_list")))
    assert "Department 3, North school" in told
    page = text_of(as_user(teacher).get(award.get_absolute_url()))
    assert "They show how." in page
    (matter,) = MailboxMatter.objects.all()
    assert (matter.body, matter.topic) == (amu, "recognition")
    assert matter.text == "They show how."


def test_b11_points_of_others_are_hidden_from_hr_and_jury_until_all_have_judged(
    as_user, administration, school, teacher, hr, jury
):
    award = prize(as_user(hr), administration, jury)
    nominate(as_user(teacher), award, school)
    as_user(hr).post(rec("award_act", award.pk, "judge"))
    chair, juror = jury
    give(as_user(juror), award, 5)

    assert not Score.objects.seen_by(chair, award).exists()
    assert not Score.objects.seen_by(hr, award).exists()
    assert Score.objects.seen_by(juror, award).count() == 1

    give(as_user(chair), award, 1)

    assert Score.objects.seen_by(chair, award).count() == 2
    assert Score.objects.seen_by(hr, award).count() == 2
    assert not Score.objects.seen_by(teacher, award).exists()


def test_b11_nominations_are_read_by_their_sender_and_the_jury_alone(
    as_user, administration, school, teacher, hr, jury
):
    award = prize(as_user(hr), administration, jury)
    nominate(as_user(teacher), award, school)
    nomination = Nomination.objects.get()
    url = nomination.get_absolute_url()

    colleague = UserFactory(unit=school)
    assert as_user(colleague).get(url).status_code == 404
    assert as_user(jury[1]).get(url).status_code == 200
    as_user(teacher).post(rec("nomination_withdraw", nomination.pk))

    assert not Nomination.objects.standing().exists()


def test_b11_prize_without_a_chair_is_not_opened(as_user, administration, hr):
    award = prize(as_user(hr), administration, [])

    award.refresh_from_db()
    assert award.status == Award.Status.PREPARED


# Research tied to the work


def research(client, **more):
    said = {
        "first_year": today().year - 1,
        "last_year": today().year,
        "partner": "The institute",
        "purpose": "How we work with what happens.",
    }
    return client.post(reverse("incidents:research"), said | more)


def rows_of(response):
    sheet = load_workbook(BytesIO(b"".join(response))).active
    heading, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def test_research_export_has_no_names_nor_texts_and_merges_small_units(
    as_user, administration, school, other_school, hr
):
    employ(school, 4)
    employ(administration)
    employ(other_school)
    told = {"description": "Kim fell.", "affected_person": "Kim"}
    IncidentFactory(unit=school, **told)
    IncidentFactory(unit=other_school, **told)
    IncidentFactory(unit=school, reported_at=days_ago(4 * 365), **told)

    rows = rows_of(research(as_user(hr)))

    assert sorted(row["Unit"] for row in rows) == ["Schools", "South school"]
    assert "Kim" not in str(rows)
    assert {row["Month"] for row in rows} == {f"{today():%Y-%m}"}
    (export,) = ResearchExport.objects.all()
    assert (export.user, export.number, export.has_texts) == (hr, 2, False)
    page = text_of(as_user(hr).get(reverse("incidents:research")))
    assert "The institute" in page


def test_research_texts_are_handed_over_only_when_approved(
    as_user, school, hr, head_of_administration
):
    IncidentFactory(unit=school, description="A ladder fell.")
    client = as_user(hr)

    refused = research(client, has_texts="on")
    approval = {"approved_by": "The chief executive", "case_number": "12/26"}
    rows = rows_of(research(client, has_texts="on", **approval))

    assert refused.status_code == 422
    assert "only when somebody has approved it" in text_of(refused)
    assert "A ladder fell." in str(rows)
    assert ResearchExport.objects.get().case_number == "12/26"
    assert research(as_user(head_of_administration)).status_code == 403
