"""Meetings, their agendas and minutes."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from mailing.models import Message
from meetings import approving, attending, calling, evidence
from meetings.models import AgendaItem, Meeting
from organisation.models import Unit
from sam.dates import today
from sam.workflow import InvalidTransition, Stale
from talks.models import SickLeave
from tests.factories import CommitteeFactory, IncidentFactory, UserFactory
from tests.meetings.factories import BodyFactory, DialogToolFactory, MeetingFactory
from tests.reports.factories import figures
from tests.talks.world import employ

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def secretary():
    return UserFactory(name="Secretary")


@pytest.fixture
def member():
    return UserFactory(name="Member")


@pytest.fixture
def committee(school, secretary, member):
    return BodyFactory(unit=school, secretary=secretary, member=member)


def sees(user, meeting):
    return Meeting.objects.visible_to(user).filter(pk=meeting.pk).exists()


def test_minutes_of_a_workplace_are_read_there_and_above(
    school, teacher, head_teacher, head_of_administration, other_school
):
    meeting = MeetingFactory(unit=school)
    elsewhere = UserFactory(unit=other_school)

    seen = [
        sees(user, meeting)
        for user in [teacher, head_teacher, head_of_administration, elsewhere]
    ]

    assert seen == [True, True, True, False]


def test_body_is_read_by_its_members_while_they_sit(committee, member, teacher):
    meeting = MeetingFactory(body=committee)

    assert (sees(member, meeting), sees(teacher, meeting)) == (True, False)
    committee.memberships.get(person=member).end()
    assert not sees(member, meeting)


def test_closed_item_is_for_members_alone(committee, member, head_teacher):
    item = MeetingFactory(body=committee).add_item(title="Person", is_closed=True)

    seen = [
        AgendaItem.objects.visible_to(user).filter(pk=item.pk).exists()
        for user in [member, head_teacher]
    ]

    assert seen == [True, False]


def test_numbers_have_no_gaps_when_items_are_taken_off(committee, secretary):
    meeting = MeetingFactory(body=committee)
    meeting.add_item(title="First")
    meeting.add_item(title="Off again").remove()
    meeting.add_item(title="Second")
    calling.call(meeting, by=secretary)
    third = meeting.add_item(title="Third")

    assert [each.number for each in meeting.agenda()] == [1, 2, 3]
    with pytest.raises(InvalidTransition):
        third.remove()


def test_two_who_write_in_one_item_lose_nothing(as_user, school, head_teacher):
    item = MeetingFactory(unit=school).add_item(title="Workload")
    client, prefix = as_user(head_teacher), f"i{item.pk.hex}"
    page = client.get(reverse("meetings:minutes", args=[item.meeting_id]))
    ((_item, form),) = page.context["items"]
    seen = form["version"].value()
    item.minute(by=head_teacher, version=item.version, decision="One.")

    answer = client.post(
        reverse("meetings:item_minute", args=[item.pk]),
        {f"{prefix}-version": seen, f"{prefix}-decision": "Another."},
    )

    assert answer.status_code == 422
    content = answer.content.decode()
    assert "One." in content
    assert "Another." in content
    item.refresh_from_db()
    assert item.decision == "One."


def test_two_who_write_in_different_items_both_save(school, head_teacher):
    meeting = MeetingFactory(unit=school)
    one, two = (meeting.add_item(title=title) for title in ["One", "Two"])

    one.minute(by=head_teacher, version=0, decision="A")
    two.minute(by=head_teacher, version=0, decision="B")

    assert [each.decision for each in meeting.agenda()] == ["A", "B"]
    with pytest.raises(Stale):
        one.minute(by=head_teacher, version=0, decision="C")


def held_with_adjusters(school, head_teacher, *people):
    meeting = MeetingFactory(unit=school)
    meeting.add_item(title="Workload")
    rows = [meeting.attendances.create(person=each, role="employee") for each in people]
    keys = [str(row.pk) for row in rows]
    attending.note(meeting, present=keys, adjusters=keys)
    calling.hold(meeting, by=head_teacher)
    return meeting


def test_minutes_are_approved_when_all_adjusters_have_said_so(school, head_teacher):
    one, two = UserFactory(), UserFactory()
    meeting = held_with_adjusters(school, head_teacher, one, two)

    first = approving.approve(meeting, by=one, stamp=meeting.stamp)
    second = approving.approve(meeting, by=two, stamp=meeting.stamp)

    assert (first.status, second.status) == ("held", "approved")


def test_adjusters_approve_anew_what_is_written_anew(school, head_teacher):
    one, two = UserFactory(), UserFactory()
    meeting = held_with_adjusters(school, head_teacher, one, two)
    approving.approve(meeting, by=one, stamp=meeting.stamp)
    stamp = meeting.stamp

    meeting.items.get().minute(by=head_teacher, version=0, decision="Later.")

    assert not meeting.attendances.filter(approved_at__isnull=False).exists()
    with pytest.raises(InvalidTransition, match="Read them again"):
        approving.approve(meeting, by=two, stamp=stamp)


def test_approved_minutes_stay_as_they_were(school, head_teacher):
    meeting = held_with_adjusters(school, head_teacher)
    item = meeting.items.get()
    approving.approve(meeting, by=head_teacher, stamp=meeting.stamp)

    with pytest.raises(DatabaseError), transaction.atomic():
        AgendaItem.objects.filter(pk=item.pk).update(decision="Something else")
    with pytest.raises(InvalidTransition):
        item.minute(by=head_teacher, version=0, decision="Something else")


def test_meeting_ahead_cannot_have_been_held(school, head_teacher):
    meeting = MeetingFactory(unit=school, meets_on=today() + timedelta(days=1))

    with pytest.raises(InvalidTransition, match="not come yet"):
        calling.hold(meeting, by=head_teacher)


def test_calling_tells_no_person_and_no_matter(school, head_teacher, teacher):
    meeting = MeetingFactory(unit=school)
    meeting.add_item(title="Delicate matter")

    calling.call(meeting, by=head_teacher)

    message = Message.objects.get(recipient=teacher)
    assert "Delicate" not in message.subject + message.body
    assert message.path == meeting.get_absolute_url()


def test_committee_counts_what_a_workplace_is_not_told(school, committee):
    for _n in range(2):
        IncidentFactory(unit=school, kind="victimisation")

    def lines(**what):
        meeting = MeetingFactory(**what)
        meeting.add_item(title="New", feed="incidents")
        calling.feeding.refill(meeting)
        return [each["text"] for each in meeting.items.get().records]

    assert lines(body=committee) == ["Events that are not told one by one: 2"]
    assert lines(unit=school) == []


def test_evidence_gives_the_last_day_in_one_query(
    school, other_school, django_assert_num_queries
):
    tool = DialogToolFactory()
    first, last = today() - timedelta(days=30), today()
    for unit, ago, with_tool in [
        (school, 20, tool),
        (school, 5, None),
        (other_school, 40, tool),
    ]:
        MeetingFactory(
            unit=unit,
            status="held",
            meets_on=today() - timedelta(days=ago),
            tool=with_tool,
        )
    MeetingFactory(unit=other_school)

    with django_assert_num_queries(1):
        meetings = evidence.workplace_meetings(Unit.objects.all(), first, last)

    assert meetings == {school.pk: today() - timedelta(days=5)}
    dialogues = evidence.tool_dialogues(Unit.objects.all(), first, last)
    assert dialogues == {school.pk: today() - timedelta(days=20)}


@pytest.mark.parametrize("name", ["meeting_list", "matrix", "body_list", "matter_list"])
def test_lists_cost_the_same_for_few_and_many(
    as_user, count_queries, school, head_teacher, name
):
    def more(number):
        for _n in range(number):
            body = BodyFactory(unit=school, chair=head_teacher)
            MeetingFactory(body=body)
            MeetingFactory(unit=school, status="held")

    client, address = as_user(head_teacher), reverse(f"meetings:{name}")
    more(1)
    few = count_queries(client, address)
    more(4)

    assert count_queries(client, address) == few
    assert few <= 12


def test_page_of_a_meeting_costs_the_same_for_few_and_many(
    as_user, count_queries, school, head_teacher
):
    meeting = MeetingFactory(unit=school)
    client, address = as_user(head_teacher), meeting.get_absolute_url()
    meeting.add_item(title="One")
    few = count_queries(client, address)
    for number in range(5):
        meeting.add_item(title=f"Item {number}")
        meeting.attendances.create(person=UserFactory(), role="employee")

    assert count_queries(client, address) == few
    assert few <= 12


def test_days_that_are_none_are_said_and_kept(as_user, school, head_teacher):
    answer = as_user(head_teacher).post(
        reverse("meetings:meeting_plan"),
        {"unit": school.pk, "kind": "workplace", "days": "2027-02-30"},
    )

    assert answer.status_code == 422
    assert "“2027-02-30” is no day." in answer.content.decode()
    assert not Meeting.objects.exists()


def test_who_leads_only_a_body_is_asked_for_which(as_user, committee, secretary, parse):
    url = reverse("meetings:meeting_plan")
    fields = parse(as_user(secretary).get(url)).select_one("main form")

    response = as_user(secretary).post(url, {"days": str(today())})

    assert "For which committee or group?" in fields.text
    assert [option.text for option in fields.select("#id_body option")] == [
        str(committee)
    ]
    assert response.status_code == 422
    assert not Meeting.objects.exists()


def test_who_has_no_role_is_asked_for_no_unit(
    as_user, teacher, head_of_administration, school, other_school, parse
):
    url = reverse("meetings:meeting_list")

    assert not parse(as_user(teacher).get(url)).select("fieldset")
    client = as_user(head_of_administration)
    assert parse(client.get(url)).select("fieldset [name=unit]")


def test_employee_is_told_who_reads_what_a_committee_treats(
    as_user, committee, teacher, member
):
    told = "Its members read its agendas and minutes."

    assert told in as_user(teacher).get(committee.get_absolute_url()).content.decode()
    MeetingFactory(unit=committee.unit, body=committee, kind="body")
    assert (
        told not in as_user(member).get(committee.get_absolute_url()).content.decode()
    )


def test_minutes_name_those_who_approved_them_and_nobody_else(
    as_user, school, head_teacher, parse
):
    meeting = MeetingFactory(unit=school, status="held", meets_on=today())
    meeting.attendances.create(person=head_teacher, role="manager", is_adjuster=True)
    paper = reverse("meetings:paper", args=[meeting.pk])

    def headings():
        page = parse(as_user(head_teacher).get(paper))
        return [heading.text for heading in page.select("h2")]

    assert "Approved by" not in headings()

    meeting.attendances.update(approved_at=timezone.now())

    assert "Approved by" in headings()


# Sick leave on the agenda


def sick_leave_of(**what):
    meeting = MeetingFactory(**what)
    meeting.add_item(title="Sick leave", feed="sick_leave")
    calling.feeding.refill(meeting)
    return [each["text"] for each in meeting.items.get().records]


def test_agenda_tells_the_sick_leave_of_the_nearest_unit_that_figures_are_of(
    school, other_school, administration
):
    answering = CommitteeFactory()
    units = [administration.pk, school.pk, other_school.pk]
    Unit.objects.filter(pk__in=units).update(committee=answering)
    figures(answering, years=[today().year - 2, today().year - 1])

    (share, *_rest) = sick_leave_of(unit=school)

    assert share.startswith("Schools, ")
    assert " % (a year before " in share


def test_agenda_says_when_there_are_no_figures(school):
    assert sick_leave_of(unit=school) == [
        "HR has delivered no figures of sick leave.",
        "Too few work here to tell how many absences are followed up.",
    ]


def test_agenda_counts_absences_of_a_large_unit_only_and_names_nobody(
    school, other_school, committee, head_teacher
):
    ill = employ(20, school)[0]
    leave = SickLeave.objects.register(
        by=head_teacher,
        employee=ill,
        first_day=today() - timedelta(days=3),
        is_expected_long=False,
    )

    large, small = sick_leave_of(unit=school), sick_leave_of(unit=other_school)

    assert "Absences that are followed up here and go on: 1" in large
    assert any(line.endswith("0 late") for line in large)
    assert not any("go on" in line for line in small)
    assert ill.name not in " ".join(large)
    leave.end(by=head_teacher, ended_on=today())
    assert "Absences that are followed up here and go on: 0" in sick_leave_of(
        unit=school
    )
