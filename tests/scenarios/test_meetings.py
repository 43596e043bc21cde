"""What the towns' own ways of working ask of meetings: page by page, as each role."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from pypdf import PdfReader

from actionplans.models import Measure, WorkEnvironmentPlan
from mailing.models import Message
from meetings import calling, documents, mailbox, reminding
from meetings.loading import load_agendas
from meetings.models import (
    AgendaItem,
    Body,
    GroupAgreement,
    MailboxMatter,
    Meeting,
    MeetingSeries,
    YearlyStatement,
)
from organisation import roles
from organisation.models import Municipality, Role
from sam.dates import today
from tests.documents import faults
from tests.factories import (
    ActionPlanFactory,
    IncidentFactory,
    MeasureFactory,
    UserFactory,
    WorkEnvironmentPlanFactory,
)
from tests.meetings.factories import BodyFactory, DialogToolFactory, MeetingFactory
from tests.pages import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def url(name, *args):
    return reverse(f"meetings:{name}", args=args)


def country(code):
    Municipality.objects.update(country=code)


@pytest.fixture
def secretary():
    return UserFactory(name="Secretary")


@pytest.fixture
def committee(administration, secretary):
    """An AMU with its secretary, a chair and a member for the employees."""
    return BodyFactory(
        name="AMU",
        kind="amu",
        unit=administration,
        secretary=secretary,
        chair=UserFactory(name="Chair"),
        member=UserFactory(name="Member"),
    )


def plan(client, school, *days, kind="workplace", **more):
    data = {"unit": school.pk, "kind": kind, "days": "\n".join(map(str, days)), **more}
    answer = client.post(url("meeting_plan"), data)
    assert answer.status_code == 302, answer.content.decode()
    return list(Meeting.objects.order_by("meets_on"))


def act(client, meeting, name, **data):
    return client.post(url("meeting_act", meeting.pk, name), data)


def minute(client, item, **data):
    prefix = f"i{item.pk.hex}"
    item.refresh_from_db()
    said = {"version": item.version, "decision": "", **data}
    sent = {f"{prefix}-{name}": value for name, value in said.items()}
    return client.post(url("item_minute", item.pk), sent)


def test_n1_agenda_holds_the_work_environment_filled_from_the_registers(
    as_user, school, head_teacher, teacher
):
    load_agendas()
    IncidentFactory(
        unit=school, kind="near_miss", description="Kim fell from a ladder."
    )
    IncidentFactory(unit=school, kind="victimisation", description="Kim was bullied.")
    late = today() - timedelta(days=3)
    MeasureFactory(
        plan=ActionPlanFactory(unit=school), activity="Lay out mats", due_on=late
    )
    client = as_user(head_teacher)

    (meeting,) = plan(client, school, today())
    page = text_of(client.get(meeting.get_absolute_url()))

    assert "Arbetsmiljö: nya händelser" in page
    assert "Near miss: 1" in page
    assert "Open measures: 1, of which late: 1" in page
    assert "Kim" not in page
    assert "Victimisation" not in page

    for item in meeting.items.all():
        minute(client, item, is_treated="on")
    act(client, meeting, "hold")
    MeasureFactory(plan=ActionPlanFactory(unit=school), activity="New since")

    assert {each.status for each in meeting.items.all()} == {"treated"}
    page = text_of(as_user(teacher).get(meeting.get_absolute_url()))
    assert "Open measures: 1, of which late: 1" in page
    assert (
        reverse(
            "actionplans:measure_detail",
            args=[Measure.objects.earliest("created_at").pk],
        )
        in page
    )


def test_n11_tool_is_chosen_and_the_level_above_sees_who_uses_none(
    as_user, school, other_school, head_teacher, hr
):
    tool = DialogToolFactory(name="Workload talk", minutes=30)
    DialogToolFactory(name="Long talk", minutes=90)
    client = as_user(head_teacher)
    found = text_of(client.get(url("tool_list"), {"q": "arbetsbelastning", "most": 30}))
    assert "Workload talk" in found
    assert "Long talk" not in found
    (meeting,) = plan(client, school, today())

    said = {"version": meeting.version, "tool": tool.pk, "agreed": "Pauses.\nOne list."}
    client.post(url("minutes", meeting.pk), said)
    act(client, meeting, "hold")
    for day in range(4):
        MeetingFactory(
            unit=other_school,
            status="held",
            meets_on=today().replace(month=1, day=1 + day),
        )

    assert "With a tool for dialogue: 1 of 1." in text_of(
        client.get(url("meeting_list"))
    )
    matrix = text_of(as_user(hr).get(url("matrix")))
    assert "0 of 4" in matrix
    meeting.refresh_from_db()
    assert meeting.agreed.splitlines() == ["Pauses.", "One list."]


def test_n11b_agreement_without_a_tool_is_refused_and_kept(
    as_user, school, head_teacher
):
    meeting = MeetingFactory(unit=school)

    answer = as_user(head_teacher).post(
        url("minutes", meeting.pk), {"version": 0, "agreed": "Pauses."}
    )

    assert answer.status_code == 422
    assert "Choose the tool that you talked with." in text_of(answer)
    assert "Pauses." in text_of(answer)


def test_m3_agreement_lies_on_the_workplaces_page_and_a_reminder_comes(
    as_user, school, head_teacher, teacher
):
    meeting = MeetingFactory(unit=school, status="held")
    client = as_user(head_teacher)
    day = today() + timedelta(days=60)
    said = {
        "unit": school.pk,
        "version": 0,
        "theme": "Öppet klimat",
        "text": "We greet. We ask. We thank.",
        "agreed_on": today(),
        "review_on": day,
    }

    client.post(f"{url('agreement_add')}?meeting={meeting.pk}", said)

    agreement = GroupAgreement.objects.get(meeting=meeting)
    page = text_of(as_user(teacher).get(url("meeting_list")))
    assert "We greet. We ask. We thank." in page
    GroupAgreement.objects.update(
        agreed_on=today() - timedelta(days=60), review_on=today()
    )
    reminding.remind_all()
    reminding.remind_all()
    told = Message.objects.filter(path=agreement.get_absolute_url())
    assert [each.recipient for each in told] == [head_teacher]


def test_a13_proposal_is_answered_in_time_or_says_that_the_time_is_passed(
    as_user, school, administration, teacher, secretary
):
    country("DK")
    group = BodyFactory(name="AMG", kind="group", unit=school, secretary=secretary)
    chair = UserFactory()
    local = BodyFactory(
        name="LokalMED", kind="med_local", unit=administration, chair=chair
    )
    sent = {
        "body": group.pk,
        "kind": "proposal",
        "subject": "Quiet room",
        "text": "Let us have one.",
        "form_key": uuid4(),
    }

    as_user(teacher).post(url("matter_send"), sent)

    matter = MailboxMatter.objects.get()
    assert matter.answer_due_on == today() + timedelta(days=14)
    at_local = text_of(as_user(chair).get(local.get_absolute_url()))
    assert "1 proposal here or below it is unanswered." in at_local
    late = _sent_long_ago(group, teacher)
    assert "The time has passed." in text_of(
        as_user(teacher).get(late.get_absolute_url())
    )
    as_user(secretary).post(
        url("matter_act", matter.pk, "answer"), {"answer": "In May."}
    )
    assert "In May." in text_of(as_user(teacher).get(matter.get_absolute_url()))


def _sent_long_ago(body, sender):
    ago = today() - timedelta(days=20)
    return MailboxMatter.objects.create(
        body=body, sender=sender, kind="proposal", subject="Old", text="Old", year=2020,
        number=1, answer_due_on=ago,
    )  # fmt: skip


def test_b1_series_has_a_meeting_for_each_leader_and_is_reported_as_a_matter(
    as_user, administration, school, other_school, hr, committee, secretary
):
    country("NO")
    load_agendas()
    leaders = [UserFactory(name=f"Leader {n}") for n in range(3)]
    for leader, unit in zip(
        leaders, [administration, school, other_school], strict=True
    ):
        roles.appoint(leader, Role.MANAGER, unit)
    client = as_user(hr)
    days = f"{today()}\n{today() + timedelta(days=1)}"
    said = {"name": "Oppstartsmøte haust", "unit": administration.pk, "days": days}

    client.post(url("series_add"), said)

    series = MeetingSeries.objects.get()
    assert {each.leader for each in series.meetings.all()} == set(leaders)
    first = series.meetings.filter(meets_on=today()).first()
    act(client, first, "hold")
    page = text_of(client.get(series.get_absolute_url()))
    assert "1 of 3 held" in page
    client.post(url("series_report", series.pk), {"body": committee.pk})
    matter = MailboxMatter.objects.get()
    assert "1 of 3 meetings are held." in matter.text
    assert str(first.unit) in matter.text
    meeting = MeetingFactory(body=committee)
    as_user(secretary).post(
        url("matter_act", matter.pk, "meeting"), {"meeting": meeting.pk}
    )
    assert meeting.items.get().title == "Report: Oppstartsmøte haust"


def test_b3_four_dates_are_set_and_the_level_above_sees_who_was_there(
    as_user, school, head_teacher, safety_representative, head_of_administration
):
    country("NO")
    load_agendas()
    union = UserFactory(name="Union")
    client = as_user(head_teacher)
    days = [today().replace(month=1, day=n) for n in (10, 11, 12, 13)]

    meetings = plan(client, school, *days, kind="codetermination", union=union.pk)

    assert len(meetings) == 4
    titles = [each.title for each in meetings[0].items.order_by("order")]
    assert titles[:4] == ["Sjukefråvær", "Avvik", "Tilrettelegging", "HMS-tiltak"]
    assert meetings[0].items.get(title="HMS-tiltak").records
    act(client, meetings[0], "call")
    called = set(Message.objects.values_list("recipient", flat=True))
    assert {union.pk, safety_representative.pk} <= called
    there = meetings[0].attendances.get(person=safety_representative)
    client.post(url("attendance", meetings[0].pk), {"present": [there.pk]})
    for meeting in meetings[:3]:
        act(client, meeting, "hold")
    page = as_user(head_of_administration).get(
        url("matrix"), {"kind": "codetermination"}
    )
    (unit,) = [each for each in page.context["page"] if each == school]
    assert (unit.counts["held"], unit.counts["planned"]) == (3, 4)
    assert unit.counts["with_representative"] == 1


def send(client, body, **said):
    said = {
        "body": body.pk,
        "kind": "problem",
        "subject": "Støy i SFO, ikkje løyst sidan mars",
        "text": "Vi har bede om hjelp.",
        "form_key": uuid4(),
    } | said
    return client.post(url("matter_send"), said)


def test_b5a_matter_gets_a_receipt_a_meeting_and_an_answer(
    as_user, school, committee, secretary, safety_representative
):
    send(as_user(safety_representative), committee)

    matter = MailboxMatter.objects.get()
    receipt = Message.objects.get(recipient=safety_representative)
    assert matter.reference in receipt.body
    assert "SFO" not in receipt.subject + receipt.body
    meeting = MeetingFactory(body=committee)
    client = as_user(secretary)
    client.post(url("matter_act", matter.pk, "meeting"), {"meeting": meeting.pk})
    item = meeting.items.get()
    owner = UserFactory(name="Owner", unit=committee.unit)
    minute(client, item, decision="Sound-proof the room.", is_treated="on")
    measure = {
        "activity": "Order panels",
        "responsible": owner.pk,
        "due_on": today() + timedelta(days=30),
    }
    client.post(url("measure_add", item.pk), measure)
    act(client, meeting, "hold")
    act(client, meeting, "approve", stamp=Meeting.objects.get(pk=meeting.pk).stamp)

    page = text_of(as_user(safety_representative).get(matter.get_absolute_url()))
    assert "Sound-proof the room." in page
    assert "Owner" in page
    assert Measure.objects.get().plan.source == item
    empty = as_user(secretary).post(url("matter_act", matter.pk, "archive"), {})
    assert empty.status_code == 422


def test_b5b_agenda_is_proposed_reordered_and_printed(
    as_user, school, committee, secretary, teacher
):
    country("NO")
    load_agendas()
    matter = mailbox.send(committee, by=teacher, subject="Noise", text="Since March.")
    earlier = MeetingFactory(
        body=committee, status="held", meets_on=today() - timedelta(days=40)
    )
    postponed = AgendaItem.objects.create(
        meeting=earlier, body=committee, title="Old matter", status="postponed"
    )
    (meeting,) = calling.plan(
        by=secretary, kind="body", unit=committee.unit, body=committee, days=[today()]
    )
    client = as_user(secretary)

    page = text_of(client.get(url("agenda", meeting.pk)))

    assert "From the mailbox: Matter" in page
    assert "Postponed: Old matter" in page
    assert "Not yet this year: Employee survey and what came of it" in page
    chosen = [f"matter-{matter.pk}", f"postponed-{postponed.pk}", "topic-survey"]
    client.post(url("agenda", meeting.pk), {"chosen": chosen})
    titles = [each.title for each in meeting.agenda()]
    assert titles[-3:] == [
        "Old matter",
        "Noise",
        "Employee survey and what came of it",
    ]
    client.post(url("item_move", meeting.items.get(title="Noise").pk), {"up": ""})
    assert [each.title for each in meeting.agenda()][-3:-1] == ["Noise", "Old matter"]
    act(client, meeting, "call")
    numbers = [each.number for each in meeting.agenda()]
    assert numbers == list(range(1, len(numbers) + 1))
    paper = text_of(client.get(url("paper", meeting.pk)))
    assert f"1/{today().year % 100:02} Oppfølging av tidlegare vedtak i AMU" in paper


def test_b5c_minutes_wait_for_the_minoritys_text(as_user, committee, secretary):
    meeting = MeetingFactory(body=committee)
    item = meeting.add_item(title="New building", kind="decision")
    client = as_user(secretary)
    minute(client, item, decision="Yes.", votes_for=5, votes_against=3)
    act(client, meeting, "hold")
    stamp = Meeting.objects.get(pk=meeting.pk).stamp

    refused = act(client, meeting, "approve", stamp=stamp)

    assert refused.status_code == 422
    assert "the vote was not unanimous" in text_of(refused)
    minute(
        client,
        item,
        decision="Yes.",
        votes_for=5,
        votes_against=3,
        minority_text="Too small.",
    )
    stamp = Meeting.objects.get(pk=meeting.pk).stamp
    act(client, meeting, "approve", stamp=stamp)
    meeting.refresh_from_db()
    assert meeting.is_approved


def test_b5d_control_list_says_what_amu_has_not_got(as_user, committee, secretary):
    country("NO")
    meeting = MeetingFactory(body=committee, status="held")
    meeting.add_item(title="Survey", topic="survey")
    MeetingFactory(body=committee).add_item(title="Ahead", topic="training")

    page = as_user(secretary).get(url("control", committee.pk))

    rows = {str(each.expected.topic): each.number for each in page.context["rows"]}
    assert (rows["survey"], rows["training"], rows["incidents"]) == (1, 0, 0)
    assert "AML § 7-2 (4)" in text_of(page)


def test_no_amu_yearly_report_is_filled_approved_frozen_and_sent(
    as_user, committee, secretary, school, teacher
):
    country("NO")
    year = today().year
    meeting = MeetingFactory(body=committee)
    item = meeting.add_item(title="Noise", kind="decision")
    client = as_user(secretary)
    minute(client, item, decision="Panels.", is_treated="on")
    act(client, meeting, "hold")
    IncidentFactory(unit=school, kind="near_miss")
    IncidentFactory(unit=school, kind="victimisation")

    client.post(url("statement_begin", committee.pk), {"year": year})

    statement = YearlyStatement.objects.get()
    page = text_of(client.get(statement.get_absolute_url()))
    assert f"1/{year % 100:02} Noise: Panels." in page
    assert "Near miss: 1" in page
    assert "Victimisation: fewer than five" in page
    client.post(
        url("statement_edit", statement.pk), {"version": 0, "assessment": "Good."}
    )
    client.post(url("statement_approve", statement.pk), {"approved_on": today()})
    IncidentFactory(unit=school, kind="near_miss")
    for recipient, case in [("KST", "61/26"), ("Union", "")]:
        sent = {"recipient": recipient, "sent_on": today(), "case_number": case}
        client.post(url("statement_deliver", statement.pk), sent)
    page = text_of(client.get(statement.get_absolute_url()))
    assert "Near miss: 1" in page
    assert "KST" in page
    assert "61/26" in page
    assert as_user(teacher).get(statement.get_absolute_url()).status_code == 404


def discuss(client, meeting, **said):
    discussion = meeting.discussion
    discussion.refresh_from_db()
    said = {
        "version": discussion.version,
        "content": "Noise and violence.",
        "cooperation": "Four meetings.",
        "assessment": "Partly.",
        "competence": "One course.",
        "goals_next": "Fewer threats\nQuieter rooms",
    } | said
    return client.post(url("discussion", meeting.pk), said)


def test_dk_yearly_discussion_is_closed_only_with_judged_and_new_goals(
    as_user, school, head_teacher
):
    country("DK")
    day = date(today().year - 1, 11, 10)
    last = WorkEnvironmentPlanFactory(unit=school, first_year=day.year)
    goal = last.add_goal(text="Sick leave under 5 %", criterion="4.8 in September")
    last.decide(by=head_teacher, decided_on=day, decided_by="AMG")
    (meeting,) = calling.plan(
        by=head_teacher, kind="discussion", unit=school, days=[day]
    )
    client = as_user(head_teacher)
    page = text_of(client.get(url("discussion", meeting.pk)))
    assert "Sick leave under 5 %" in page
    act(client, meeting, "hold")
    discuss(client, meeting, goals_next="")

    refused = act(client, meeting, "approve", stamp=Meeting.objects.get().stamp)

    assert refused.status_code == 422
    assert "goals for the coming year" in text_of(refused)
    assert "an outcome of each of last year&#x27;s goals" in text_of(refused)
    row = meeting.discussion.goals.get()
    judged = {f"outcome_{row.pk}": "reached", f"note_{row.pk}": "4.7 %"}
    discuss(client, meeting, **judged)
    act(client, meeting, "approve", stamp=Meeting.objects.get().stamp)
    goal.refresh_from_db()
    assert goal.outcome == "reached"
    coming = WorkEnvironmentPlan.objects.get(first_year=day.year + 1)
    assert [each.text for each in coming.goals.all()] == [
        "Fewer threats",
        "Quieter rooms",
    ]


def test_dk_yearly_discussion_is_proved_by_one_page(settings, school, head_teacher):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": str(uuid4()),
        }
    }
    (meeting,) = calling.plan(
        by=head_teacher, kind="discussion", unit=school, days=[today()]
    )
    meeting.attendances.update(is_present=True)
    calling.hold(meeting, by=head_teacher)

    documents.make("minutes", str(meeting.pk), "en")

    pdf = documents.KEPT["minutes"].made(meeting, "en")
    pages = PdfReader(BytesIO(pdf)).pages
    assert len(pages) == 1
    assert "Head teacher" in pages[0].extract_text()
    assert faults(pdf) == []


def test_b5_body_is_told_that_too_few_meetings_are_planned(
    as_user, committee, secretary
):
    MeetingFactory(body=committee)

    page = text_of(as_user(secretary).get(reverse("start")))

    assert "Plan more meetings this year: AMU" in page
    assert Body.objects.obliged().behind(today().year).count() == 1
    for _n in range(3):
        MeetingFactory(body=committee)
    assert not Body.objects.obliged().behind(today().year).exists()
