"""Co-operation, changes, events and rotas: what one town asks of them, page by page."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader

from incidents.models import Incident, ReportingLink
from mailing.models import Message
from meetings import feeding
from riskassessment import protocol
from riskassessment.loading import load_checklists
from riskassessment.models import (
    ChangeAssessment,
    Checklist,
    InspectionRound,
    Risk,
)
from sam.dates import today
from tests.factories import ChecklistFactory, InspectionRoundFactory, UserFactory
from tests.meetings.factories import BodyFactory, MeetingFactory
from tests.pages import days, url, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def walk(school, head_teacher, safety_representative):
    """A round along a checklist, in which the manager and the representative take part."""

    def walk(checklist=None):
        round = InspectionRoundFactory(
            unit=school,
            checklist=checklist or ChecklistFactory(),
            planned_by=head_teacher,
            planned_on=today(),
        )
        round.participants.create(person=head_teacher, part="manager")
        round.participants.create(
            person=safety_representative, part="safety_representative"
        )
        return round

    return walk


def answer(client, round, question, value):
    sent = {"value": value, "comment": ""}
    return client.post(url("riskassessment:answer", round, question), sent)


def hand_over(client, round):
    came = {f"came_{each.pk}": "yes" for each in round.participants.all()}
    data = {"carried_out_on": today().isoformat(), **came}
    return client.post(url("riskassessment:submit", round), data, follow=True)


def with_findings(client, round):
    """Answered with one no, behind which is a risk with two measures; handed over."""
    first, *rest = round.questions()
    answer(client, round, first, "no")
    risk = {"description": "It is dark", "likelihood": 4, "consequence": 3}
    client.post(url("riskassessment:assess", round, first), risk)
    for question in rest:
        answer(client, round, question, "yes")
    for activity in ("New lamps", "A torch for each"):
        client.post(
            url("riskassessment:measure_add", Risk.objects.get()),
            {
                "activity": activity,
                "control": "enclose",
                "responsible": round.planned_by_id,
                "due_on": days(10).isoformat(),
            },
        )
    hand_over(client, round)


def test_n2a_manager_closes_without_the_representative_only_with_a_reason(
    as_user, parse, head_teacher, walk
):
    client, round = as_user(head_teacher), walk()
    with_findings(client, round)

    refused = client.post(url("riskassessment:close", round), {"note": ""})

    assert refused.status_code == 422
    page = parse(refused)
    assert "The safety representative has not signed" in page.text
    client.post(url("riskassessment:close", round), {"note": "Ill until May"})
    round.refresh_from_db()
    assert round.status == "closed"
    assert "Ill until May" in words(parse, client.get(round.get_absolute_url()))


def test_n2a_change_is_decided_without_the_representative_only_with_a_reason(
    as_user, head_teacher, safety_representative, school
):
    client = as_user(head_teacher)
    change = begin_change(client, school)
    add_risk(client, change)
    describe(client, change)
    act(client, change, "hand-over", seen="draft", took_part=took_part(change))
    decision = {
        "seen": "in_review",
        "decision": "go_ahead",
        "decision_note": "It is needed",
        "decided_on": today().isoformat(),
        "follow_up_on": days(90).isoformat(),
        "unmeasured_reason": "The rota itself is the measure",
    }

    assert act(client, change, "decide", **decision).status_code == 422
    act(client, change, "decide", **decision, unreviewed_reason="No one answers")

    change.refresh_from_db()
    assert change.status == "decided"


def test_n2b_dissent_stands_in_the_document_and_with_the_committee(
    as_user, parse, head_teacher, safety_representative, administration, walk
):
    round = walk()
    with_findings(as_user(head_teacher), round)
    client = as_user(safety_representative)
    assert str(round.title) in words(parse, client.get("/"))
    page = parse(client.get(round.get_absolute_url()))
    read = page.select_one("form[action$='/sign/'] [name=has_read]")["value"]
    said = {"has_read": read, "is_read": "on", "agrees": "no"}

    sign = url("riskassessment:sign", round)
    assert client.post(sign, {**said, "comment": ""}).status_code == 422
    client.post(sign, {**said, "comment": "not satisfied with action 2"})

    assert "not satisfied with action 2" in words(
        parse, client.get(round.get_absolute_url())
    )
    protocol.make(round.pk, "en")
    pdf = PdfReader(BytesIO(protocol.KEPT.made(round, "en")))
    assert "not satisfied with action 2" in " ".join(
        " ".join(each.extract_text() for each in pdf.pages).split()
    )
    secretary = UserFactory(name="Secretary")
    committee = BodyFactory(unit=administration, secretary=secretary)
    meeting = MeetingFactory(body=committee, meets_on=today())
    meeting.add_item(title="Rounds", feed="rounds")
    feeding.refill(meeting)
    agenda = words(parse, as_user(secretary).get(meeting.get_absolute_url()))
    assert "The safety representative does not agree" in agenda
    assert "not satisfied with action 2" in agenda


# Changes


def begin_change(client, unit, **more):
    said = {
        "title": "New rota",
        "unit": unit.pk,
        "what_changes": "The kitchen works in shifts.",
        "affected": "Six in the kitchen",
        "decision_due_on": days(30).isoformat(),
        "starts_on": days(60).isoformat(),
    }
    answer = client.post(url("riskassessment:change_begin"), said | more)
    assert answer.status_code == 302, answer.content.decode()
    return ChangeAssessment.objects.get()


def describe(client, change):
    change.refresh_from_db()
    said = {name: getattr(change, name) for name in ("title", "what_changes")}
    said |= {"affected": change.affected, "consequences": "Later evenings"}
    client.post(
        url("riskassessment:change_edit", change), {**said, "version": change.version}
    )


def add_risk(client, change, aspect="organisational"):
    said = {
        "version": 0,
        "description": "Too little rest",
        "aspect": aspect,
        "likelihood": 5,
        "consequence": 4,
    }
    return client.post(url("riskassessment:change_risk_add", change), said)


def took_part(change):
    return [each.pk for each in change.participants.all()]


def act(client, change, name, **said):
    return client.post(url("riskassessment:change_act", change, name), said)


def test_n5a_new_rota_needs_a_social_risk_and_warns_of_a_decision_before_the_signature(
    as_user, parse, head_teacher, safety_representative, school
):
    client = as_user(head_teacher)
    form = parse(client.get(url("riskassessment:change_begin")))
    assert form.select_one("[name=what_changes]")
    assert form.select_one("[name=affected]")
    change = begin_change(client, school)
    add_risk(client, change, aspect="physical")
    describe(client, change)
    seen = {"seen": "draft", "took_part": took_part(change)}

    refused = act(client, change, "hand-over", **seen)
    assert refused.status_code == 422
    assert "None of the risks is organisational or social" in parse(refused).text
    add_risk(client, change)
    act(client, change, "hand-over", **seen)

    ChangeAssessment.objects.update(decision_due_on=days(-1))
    page = words(parse, client.get(change.get_absolute_url()))
    assert "has passed, and the safety representative has not signed" in page


def test_n5b_representative_sees_what_is_planned_done_and_late_and_adds_a_finding(
    as_user, parse, head_teacher, safety_representative, school, walk
):
    done, late, coming = walk(), walk(), walk()
    InspectionRound.objects.filter(pk=late.pk).update(planned_on=days(-3))
    InspectionRound.objects.filter(pk=coming.pk).update(planned_on=days(40))
    with_findings(as_user(head_teacher), done)
    client = as_user(safety_representative)

    rows = {
        row.select_one("a")["href"]: row.get_text(" ", strip=True)
        for row in parse(client.get(url("riskassessment:round_list"))).select(
            "#results tbody tr"
        )
    }

    assert "With the safety representative" in rows[done.get_absolute_url()]
    assert "Late" in rows[late.get_absolute_url()]
    assert "Late" not in rows[coming.get_absolute_url()]
    # During the walk the representative adds a finding with a photo.
    question = coming.questions().first()
    page = words(parse, client.get(coming.get_absolute_url()))
    assert question.text in page
    assert "Hand over for review" not in page
    answer(client, coming, question, "no")
    add = url("riskassessment:photo_add", coming, question)
    client.post(add, {"photos": picture()})
    found = coming.answers.get()
    assert (found.answered_by, found.shows_risk) == (safety_representative, True)
    assert found.photos.count() == 1
    # Handing over is the manager's, and so is a round that one takes no part in.
    assert hand_over(client, coming).status_code == 403
    late.participants.filter(person=safety_representative).delete()
    assert answer(client, late, late.questions().first(), "no").status_code == 403


def picture():
    file = BytesIO()
    Image.new("RGB", (40, 20), "red").save(file, "JPEG")
    return SimpleUploadedFile("photo.jpg", file.getvalue())


# Events


def test_n6a_assistant_reports_by_the_sign_and_sees_what_was_done(
    as_user, client, parse, head_teacher, teacher, school
):
    link = ReportingLink.objects.create(unit=school, created_by=head_teacher)
    form = parse(client.get(url("public:report", link.token)))
    hidden = {
        name: form.select_one(f"[name={name}]")["value"]
        for name in ("form_key", "code")
    }
    sent = {
        **hidden,
        "kind": "violence",
        "is_hurt": "no",
        "description": "A visitor shouted. He raised his fist.",
        "unit": school.pk,
        "occurred_on": today().isoformat(),
        "who": "anonymous",
        "sends_anyway": "on",
        "affected": "nobody",
    }

    receipt = client.post(url("public:report", link.token), sent, follow=True)

    incident = Incident.objects.get()
    assert str(incident.number) in parse(receipt).select_one("main").text
    assert incident.is_violence
    manager = as_user(head_teacher)
    assert "A visitor shouted" in words(parse, manager.get("/"))
    assert Message.objects.filter(recipient=head_teacher).exists()


def test_n6a_reporter_sees_what_was_done_when_it_is_closed(
    as_user, parse, head_teacher, teacher, school
):
    incident = report(as_user(teacher), parse, school)
    receipt = words(parse, as_user(teacher).get(url("incidents:receipt", incident)))
    assert str(incident.number) in receipt
    incident.start_investigation(by=head_teacher)
    incident.refresh_from_db()
    incident.conclude_investigation(
        by=head_teacher,
        findings="The door stood open.",
        cause=None,
        severity="not_serious",
        on=today(),
        version=incident.version,
    )
    manager = as_user(head_teacher)
    page = parse(manager.get(incident.get_absolute_url() + "?act=close"))
    form = page.select_one("form[action*='/close/']")
    assert form is not None

    manager.post(
        form["action"],
        {
            **{each["name"]: each["value"] for each in form.select("[type=hidden]")},
            "summary": "The door is locked now.",
            "feedback_to": "employees",
            "feedback_on": today().isoformat(),
            "feedback_how": "At the meeting",
        },
    )

    incident.refresh_from_db()
    assert incident.status == "closed"
    assert "The door is locked now." in words(
        parse, as_user(teacher).get(incident.get_absolute_url())
    )


def report(client, parse, unit, **more):
    form = parse(client.get(url("incidents:report")))
    sent = {
        "form_key": form.select_one("[name=form_key]")["value"],
        "kind": "near_miss",
        "is_hurt": "no",
        "description": "A stranger came in. Nobody was hurt.",
        "unit": unit.pk,
        "occurred_on": today().isoformat(),
        "affected": "nobody",
    }
    answer = client.post(url("incidents:report"), sent | more)
    assert answer.status_code == 302, parse(answer).select(".error")
    return Incident.objects.latest("reported_at")


def test_n6b_serious_shows_what_whom_and_when_in_red_until_it_is_sent(
    as_user, parse, head_teacher, teacher, school
):
    incident = report(
        as_user(teacher),
        parse,
        school,
        kind="accident",
        affected="self",
        is_hurt="yes",
    )
    client = as_user(head_teacher)
    client.post(
        url("incidents:act", incident, "start"),
        {"severity": "serious", "version": incident.version},
    )
    incident.refresh_from_db()
    duty = parse(client.get(incident.get_absolute_url())).select_one("#duty-av")
    assert duty is not None
    assert duty["data-color"] == "danger"
    assert "Arbetsmiljöverket" in duty.text
    assert "at once" in duty.text.lower() or "without delay" in duty.text.lower()

    send = url("incidents:notice_act", incident, "av", "send")
    assert client.post(send, {}).status_code == 422
    page = parse(client.get(incident.get_absolute_url()))
    assert page.select_one("#duty-av")["data-color"] == "danger"
    form = parse(client.get(send)).select_one("main form")
    now = {
        each["name"]: each.get("value", "")
        for each in form.select("input:not([type=file], [type=radio])")
    }
    client.post(send, now | {"reference": "2026/1234"})

    page = parse(client.get(incident.get_absolute_url()))
    assert page.select_one("#duty-av")["data-color"] == "success"
    assert "2026/1234" in page.select_one("#duty-av").text


# Rotas


@pytest.fixture
def rota(walk, head_teacher, as_user):
    """Healthy scheduling, answered well but for the first question: the daily rest."""
    load_checklists()
    round = walk(Checklist.objects.get(code="halsosam-schemalaggning"))
    client = as_user(head_teacher)
    first, *rest = round.questions()
    answer(client, round, first, "no")
    for question in rest:
        good = {"text": "Inga", "number": "0", "scale": "5"}.get(question.kind)
        good = good or ("no" if question.risk_when == "yes" else "yes")
        answer(client, round, question, good)
    return round


def test_n12_no_on_daily_rest_needs_reason_who_and_until_when_and_becomes_a_risk(
    as_user, parse, head_teacher, safety_representative, rota
):
    client = as_user(head_teacher)
    question = rota.questions().first()
    assert "elva timmars dygnsvila" in question.text
    why = url("riskassessment:deviate", rota, question)
    page = client.get(rota.get_absolute_url())
    assert f'href="{why}"' in page.content.decode()

    refused = words(parse, hand_over(client, rota))
    rota.refresh_from_db()
    assert rota.status == "ongoing"
    assert "why, for whom and until when" in refused
    said = {
        "reason": "Nobody else can take the night",
        "concerns": "Two in the night group",
        "until": days(60).isoformat(),
        "description": "Mistakes by tired staff",
        "likelihood": 3,
        "consequence": 4,
    }
    for left_out in ("reason", "concerns", "until"):
        assert client.post(why, said | {left_out: ""}).status_code == 422
    assert client.post(why, said | {"until": str(days(-1))}).status_code == 422
    assert not Risk.objects.exists()
    assert client.post(why, said).status_code == 302
    hand_over(client, rota)

    rota.refresh_from_db()
    assert rota.status == "in_review"
    representative = as_user(safety_representative)
    shown = words(parse, representative.get(rota.get_absolute_url()))
    assert "Nobody else can take the night" in shown
    assert "Two in the night group" in shown
    risk = Risk.objects.get()
    assert risk.aspect == "organisational"
    shown = words(parse, representative.get(url("riskassessment:risk_list")))
    assert "Mistakes by tired staff" in shown
    shown = words(parse, representative.get(risk.get_absolute_url()))
    assert "Two in the night group" in shown
    # Signed with the round, also on paper.
    content = rota.content(rota.sections())
    assert "Two in the night group" in str(content)


def test_n12_only_the_manager_says_why_and_only_of_what_deviates(
    as_user, safety_representative, head_teacher, teacher, rota
):
    first, second = rota.questions()[:2]
    why = url("riskassessment:deviate", rota, first)

    assert as_user(safety_representative).get(why).status_code == 403
    assert as_user(teacher).get(why).status_code == 404
    client = as_user(head_teacher)
    assert client.get(why).status_code == 200
    address = url("riskassessment:deviate", rota, second)
    assert client.get(address).status_code == 302


def test_n12_other_rounds_ask_for_no_reason(as_user, head_teacher, walk):
    client, round = as_user(head_teacher), walk()
    for question in round.questions():
        answer(client, round, question, "no")
    question = round.questions().first()

    assert client.get(url("riskassessment:deviate", round, question)).status_code == 404
    hand_over(client, round)
    round.refresh_from_db()
    assert round.status == "in_review"
