"""Changes with MED, fixed procedures, offensive acts and shared efforts, page by page."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from actionplans.models import Example, Measure
from incidents.models import Incident
from mailing.models import Message
from organisation.models import Municipality
from riskassessment.models import ChangeAssessment, Risk
from sam.dates import today
from tests.factories import (
    ActionPlanFactory,
    IncidentFactory,
    InspectionRoundFactory,
    MeasureFactory,
    UserFactory,
)
from tests.governing.factories import decided
from tests.pages import days, url, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture(autouse=True)
def _in_denmark(municipality):
    Municipality.objects.update(country="DK")


# A2, A3


def merging(unit, **more):
    return {
        "title": "Two institutions become one",
        "unit": unit.pk,
        "what_changes": "One leader, two houses.",
        "affected": "All of both houses",
        "decision_due_on": days(30).isoformat(),
        "starts_on": days(60).isoformat(),
        "needs_survey": "True",
        "needs_survey_why": "The group is another.",
        **more,
    }


def test_a2_change_asks_which_med_was_told_and_lacks_med_until_the_day_is_set(
    as_user, parse, head_teacher, safety_representative, school
):
    client = as_user(head_teacher)
    form = parse(client.get(url("riskassessment:change_begin")))
    labels = form.select_one("main form").get_text(" ", strip=True)
    assert "Which group, by its name?" in labels
    assert "When is it told in the MED committee?" in labels
    assert "When is it discussed in the MED committee?" in labels
    told = {"cooperation_group": "LokalMED", "informed_on": today().isoformat()}
    client.post(url("riskassessment:change_begin"), merging(school, **told))
    change = ChangeAssessment.objects.get()
    lacks = "Lacks discussion in the MED committee"

    assert lacks in words(parse, client.get(change.get_absolute_url()))
    representative = as_user(safety_representative)
    mine = words(parse, representative.get("/"))
    assert "No discussion is planned: Two institutions become one" in mine
    assert lacks in words(parse, representative.get(url("riskassessment:change_list")))
    assert "LokalMED" in words(parse, representative.get(change.get_absolute_url()))

    dates = {
        "version": change.version,
        **told,
        "discussed_on": days(14).isoformat(),
        "decision_due_on": change.decision_due_on.isoformat(),
        "starts_on": change.starts_on.isoformat(),
    }
    as_user(head_teacher).post(url("riskassessment:change_dates", change), dates)

    representative = as_user(safety_representative)
    assert lacks not in words(parse, representative.get(change.get_absolute_url()))
    assert "No discussion is planned" not in words(parse, representative.get("/"))


def test_a3_discussion_can_be_planned_when_the_change_is_begun(
    as_user, parse, head_teacher, safety_representative, school
):
    client, begin = as_user(head_teacher), url("riskassessment:change_begin")
    dates = {"informed_on": str(days(14)), "discussed_on": str(days(7))}
    refused = client.post(begin, merging(school, **dates))
    assert refused.status_code == 422
    assert "cannot discuss it before it is told" in parse(refused).text

    client.post(begin, merging(school, discussed_on=str(days(7))))

    assert not ChangeAssessment.objects.get().lacks_discussion
    assert "No discussion is planned" not in words(
        parse, as_user(safety_representative).get("/")
    )


# A5


@pytest.fixture
def risk(school, head_teacher):
    return Risk.objects.bring_up(
        unit=school,
        by=head_teacher,
        description="Noise in the hall",
        likelihood=3,
        consequence=3,
    )


def line(parse, response):
    return [
        each.get_text(" ", strip=True) for each in parse(response).select("#line li")
    ]


def test_a5_line_says_how_far_a_problem_has_come_with_day_and_name(
    as_user, parse, head_teacher, safety_representative, teacher, risk
):
    client = as_user(safety_representative)
    found, assessed, measure, follow_up = line(
        parse, client.get(risk.get_absolute_url())
    )
    for step in (found, assessed):
        assert "Head teacher" in step
        assert str(today().year) in step
    assert "Not done yet" in measure
    assert "Not done yet" in follow_up

    risk.add_measure(
        by=head_teacher, activity="Carpets", responsible=teacher, due_on=today()
    )
    done = Measure.objects.get()
    steps = line(parse, client.get(risk.get_absolute_url()))
    assert "Teacher" in steps[2]
    assert "Not done yet" in steps[3]
    done.finish(by=teacher, done_on=today(), done_note="Laid", effect_due_on=today())
    done.judge_effect(by=head_teacher, is_sufficient=True, effect_note="Calm")
    steps = line(parse, client.get(risk.get_absolute_url()))
    assert "Not done yet" not in " ".join(steps)


def test_a5_procedure_that_holds_nearest_lies_in_a_fold_out(
    as_user, parse, municipality, school, other_school, safety_representative, risk
):
    client = as_user(safety_representative)
    what = {"kind": "routine", "themes": ["risks"]}
    assert not parse(client.get(risk.get_absolute_url())).select("#procedure")
    decided(municipality, title="For all", body="Ask first.", **what)
    decided(other_school, title="Elsewhere", body="Not here.", **what)
    decided(municipality, title="Policy", themes=["risks"], body="Be kind.")

    procedure = parse(client.get(risk.get_absolute_url())).select_one("#procedure")
    assert procedure.name == "details"
    assert "For all" in procedure.summary.text
    assert "Ask first." in procedure.text

    decided(school, title="Ours", body="Measure the noise.", **what)
    procedure = parse(client.get(risk.get_absolute_url())).select_one("#procedure")
    assert "Measure the noise." in procedure.text
    assert "Ask first." not in procedure.text


# A6


def report(client, parse, unit, **more):
    form = parse(client.get(url("incidents:report")))
    sent = {
        "form_key": form.select_one("[name=form_key]")["value"],
        "kind": "victimisation",
        "description": "Mocked in front of all",
        "unit": unit.pk,
        "occurred_on": today().isoformat(),
        "affected": "self",
        **more,
    }
    answer = client.post(url("incidents:report"), sent)
    assert answer.status_code == 302, parse(answer).select(".error")
    return Incident.objects.get()


def exported(client):
    content = b"".join(client.post(url("incidents:export")))
    sheet = load_workbook(BytesIO(content)).active
    return str(list(sheet.iter_rows(values_only=True)))


@pytest.mark.parametrize("receiver", ["above", "hr"])
def test_a6_reporter_chooses_who_receives_it_and_the_own_leader_sees_nothing(
    as_user,
    parse,
    head_teacher,
    head_of_administration,
    hr,
    teacher,
    school,
    receiver,
):
    client = as_user(teacher)
    form = parse(client.get(url("incidents:report")))
    offered = [each["value"] for each in form.select("[name=receiver]")]
    assert offered == ["above", "hr"]
    incident = report(client, parse, school, manager_part="involved", receiver=receiver)
    reader = {"above": head_of_administration, "hr": hr}[receiver]

    receipt = words(parse, client.get(url("incidents:receipt", incident)))
    assert reader.name in receipt
    assert incident.responsible == reader
    told = {each.recipient for each in Message.objects.all()}
    assert reader in told
    assert head_teacher not in told
    client = as_user(reader)
    assert "Mocked in front of all" in words(parse, client.get("/"))
    client.post(url("incidents:act", incident, "start"), {"severity": ""})
    incident.refresh_from_db()
    assert incident.status == "investigating"

    kept_from = {"above": [head_teacher], "hr": [head_teacher, head_of_administration]}
    for person in kept_from[receiver]:
        client = as_user(person)
        for page in (
            url("start"),
            url("incidents:list"),
            url("incidents:list") + "?q=mocked",
            url("incidents:statistics"),
        ):
            shown = words(parse, client.get(page))
            assert "Mocked" not in shown
            assert "Victimisation 1" not in shown
        assert client.get(incident.get_absolute_url()).status_code == 404
        assert "Mocked" not in exported(client)
    assert "Mocked" in exported(as_user(reader))


def test_a6_choice_of_receiver_says_nothing_where_no_leader_is_involved(
    as_user, parse, head_teacher, teacher, school
):
    incident = report(as_user(teacher), parse, school, manager_part="", receiver="hr")

    assert not incident.is_for_hr
    assert incident.responsible == head_teacher


def test_a6_without_hr_in_the_program_somebody_else_is_not_told_instead(
    as_user, parse, head_teacher, head_of_administration, teacher, school
):
    incident = report(
        as_user(teacher), parse, school, manager_part="involved", receiver="hr"
    )

    assert incident.responsible is None
    told = {each.recipient for each in Message.objects.all()}
    assert not told & {head_teacher, head_of_administration}


# A10, A11


def test_a10_effect_is_judged_a_quarter_later_and_shared_where_it_helped(
    as_user, parse, head_teacher, teacher, school
):
    plan = IncidentFactory(unit=school, is_violence=True, investigated=True).action_plan
    measure = MeasureFactory(plan=plan, responsible=head_teacher)
    client = as_user(head_teacher)
    page = parse(client.get(measure.get_absolute_url()))
    proposed = page.select_one("[name=effect_due_on]")["value"]
    assert proposed >= days(90).isoformat()
    done = {
        "done_on": today().isoformat(),
        "done_note": "Two at each door",
        "effect_due_on": proposed,
    }
    client.post(url("actionplans:measure_act", measure, "finish"), done)

    judge = url("actionplans:measure_act", measure, "judge")
    page = parse(client.get(measure.get_absolute_url()))
    answers = [each["value"] for each in page.select("[name=is_sufficient]")]
    assert answers == ["yes", "partly", "no"]
    said = {"effect_note": "Nobody is alone any more."}
    assert client.post(judge, said).status_code == 422
    client.post(judge, said | {"is_sufficient": "yes"})
    told = {
        "title": "Two at each door",
        "problem": "Threats at the door",
        "done": "Two meet each visitor.",
        "effect": "No threats since.",
        "control": "organise",
        "may_be_asked": "on",
    }
    client.post(url("examples:share", measure), told)

    elsewhere = as_user(UserFactory())
    found = words(
        parse, elsewhere.get(url("examples:list"), {"topic": "kind:violence"})
    )
    assert "Two at each door" in found
    example = Example.objects.get()
    assert "Head teacher" in words(parse, elsewhere.get(example.get_absolute_url()))


def test_a10_what_helped_in_part_is_told_and_not_shared(
    as_user, parse, head_teacher, school
):
    measure = MeasureFactory(
        plan=ActionPlanFactory(unit=school),
        responsible=head_teacher,
        status="done",
        done_on=days(-100),
        effect_due_on=days(-1),
    )
    client = as_user(head_teacher)
    said = {"is_sufficient": "partly", "effect_note": "Less, not none"}

    client.post(url("actionplans:measure_act", measure, "judge"), said)

    measure.refresh_from_db()
    assert measure.status == "effect_insufficient"
    assert "Partly, more is needed" in words(
        parse, client.get(measure.get_absolute_url())
    )
    client.post(url("examples:share", measure), {"title": "X"})
    assert not Example.objects.exists()


# A14


def test_a14_responsibility_is_named_and_goes_up_level_by_level(
    as_user, parse, head_teacher, teacher, head_of_administration, school
):
    measure = MeasureFactory(
        plan=InspectionRoundFactory(unit=school).plan_of_measures(),
        activity="Rebuild the reception",
        responsible=teacher,
    )
    client = as_user(head_teacher)
    assert "Teacher" in words(parse, client.get(measure.get_absolute_url()))
    form = parse(client.get(url("escalations:lift_measure", measure)))
    assert form.select_one("main form")
    sent = {
        each["name"]: each.get("value", "")
        for each in form.select("main form input[type=hidden]")
    }
    answer = client.post(
        url("escalations:lift_measure", measure),
        {
            **sent,
            "matter": "Rebuild the reception",
            "lacks": "money",
            "theme": "premises",
            "to": form.select_one("[name=to]")["value"],
            "reason": "The budget is not ours",
            "wanted": "Money",
        },
    )
    assert answer.status_code == 302, parse(answer).select(".error")

    assert "Rebuild the reception" in words(
        parse, as_user(head_of_administration).get("/")
    )
