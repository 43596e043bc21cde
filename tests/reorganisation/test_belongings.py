"""What hangs on units and people: nothing is forgotten when they change."""

from datetime import timedelta

import pytest
from django.apps import apps

from annualcycle.models import Occurrence
from directory.belonging import follow_groups
from directory.handing_over import HANDS_OVER
from directory.models import Group, GroupRole
from healthservice.models import HealthServiceOrder
from meetings.models import Body
from organisation.belongings import belongings
from organisation.models import Unit, User
from reorganisation import carrying_out
from sam.dates import today
from talks.models import AgreedGoal, EarlySupport, Preparation, SickLeave
from tests.annualcycle.test_wheel import activity
from tests.governing.factories import decided
from tests.healthservice.world import order_of
from tests.introductions.factories import introduction
from tests.meetings.factories import BodyFactory, MeetingFactory
from tests.reorganisation.factories import reorganisation, step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

HAPPENED = "It happened there."
FOLLOWS = "It goes with the row that it is part of."
COUNTED = "A number of a time that is over, or written anew each night."
OWN = "The organisation itself: reorganisations write it."
CLOSED = "It is over: what was held, signed or answered stays where it was."
NAMES = "It names the unit for another matter, which stands by itself."

# Fields that name a unit and that no belongings have, with why.
STAYS = {
    "actionplans.Escalation.from_unit": HAPPENED,
    "actionplans.Escalation.origin_unit": HAPPENED,
    "actionplans.GoalEvaluation.unit": CLOSED,
    "actionplans.Measure.unit": FOLLOWS,
    "allocation.HeadCount.unit": COUNTED,
    "allocation.TaskAllocation.units": "Through AllocatedUnit, which is named.",
    "annualcycle.Occurrence.unit": "planning.plan_all writes what is open anew.",
    "annualcycle.OverviewDecision.unit": CLOSED,
    "directory.HandedOver.unit": CLOSED,
    "governing.ControlReview.unit": CLOSED,
    "governing.GoneThrough.unit": CLOSED,
    "incidents.Incident.employed_unit": HAPPENED,
    "introductions.SurveyAnswer.unit": CLOSED,
    "meetings.MeetingSeries.unit": "HR's list; each meeting lies in its leader's unit.",
    "organisation.Appointment.unit": OWN,
    "organisation.Placement.parent": OWN,
    "organisation.Placement.unit": OWN,
    "organisation.Unit.parent": OWN,
    "organisation.Unit.successor": OWN,
    "organisation.UnitGroupObjectPermission.content_object": OWN,
    "organisation.UnitUserObjectPermission.content_object": OWN,
    "recognition.Nomination.unit": HAPPENED,
    "reorganisation.Part.unit": NAMES,
    "reorganisation.Step.parent": NAMES,
    "retention.Hold.unit": "Reached through the unit's line, also when it is closed.",
    "retention.Item.unit": HAPPENED,
    "retention.Package.unit": CLOSED,
    "retention.Warning.unit": HAPPENED,
    "riskassessment.RiskMove.from_unit": HAPPENED,
    "riskassessment.RiskMove.to_unit": HAPPENED,
    "surveys.AnswerSheet.unit": CLOSED,
    "surveys.FreeText.unit": CLOSED,
    "surveys.Recipient.unit": "Whoever was asked there answers there until it closes.",
    "surveys.ResultImport.unit": CLOSED,
    "surveys.SurveyUnit.unit": CLOSED,
    "talks.OpinionCount.unit": COUNTED,
    "talks.Talk.unit": HAPPENED,
    "talks.TalkCount.unit": COUNTED,
}

ACTED = "Who did it, or wrote it."
ROLE = "Held by a role too: whoever has it finds it by a query."
THEIRS = "It is the person's own, and ends with the account."
ENDED = "end_places lets it end with the person."
DIRECTORY = "The account itself."

# Fields that name a person for something that is not finished, with who takes it over.
HELD = {
    "actionplans.Goal.owner": "goal",
    "actionplans.Measure.responsible": "measure",
    "governing.GoverningDocument.owner": "document",
    "incidents.Incident.responsible": "incident",
    "introductions.Introduction.supervisor": "introduction",
    "riskassessment.InspectionRound.planned_by": "round",
    "talks.EarlySupport.hr_contact": "early_support",
}
# Those for which nobody takes anything over, with why; names of fields of any model first.
OF_NOBODY = {
    **dict.fromkeys(
        [
            *("by", "created_by", "changed_by", "written_by", "registered_by"),
            *("answered_by", "sent_by", "decided_by", "approved_by", "confirmed_by"),
            *("shared_by", "added_by", "started_by", "noted_by", "marked_by"),
            *("signed_by", "shown_by", "begun_by", "opened_by", "ordered_by"),
            *("prepared_by", "called_by", "reported_by", "nominated_by", "planned_by"),
            *(
                "waived_by",
                "taken_by",
                "placed_by",
                "lifted_by",
                "proposed_by",
                "made_by",
                "withheld_by",
                "reviewed_by",
                "asked_by",
            ),
        ],
        ACTED,
    ),
    "recipient": "To whom something was sent.",
    "actionplans.Example.contact": "Whom to ask, as long as the person is here.",
    "allocation.Assignment.person": ENDED,
    "allocation.HeadCount.manager": COUNTED,
    "allocation.TaskAllocation.allocator": "It rests one level up (allocation.gaps).",
    "allocation.TaskAllocation.receiver": "It ends on the last day (in_force).",
    "directory.AccountEvent.person": DIRECTORY,
    "directory.Call.person": DIRECTORY,
    "directory.Group.members": DIRECTORY,
    "directory.Group_members.user": DIRECTORY,
    "directory.HandedOver.to": "It goes on to who takes over after that one.",
    "directory.Leaving.person": DIRECTORY,
    "directory.Leaving.receiver": "Who has left takes nothing over.",
    "directory.Removal.person": DIRECTORY,
    "governing.Acknowledgement.person": CLOSED,
    "incidents.ChosenColumns.user": THEIRS,
    "incidents.Export.user": THEIRS,
    "incidents.Investigation.representative": ACTED,
    "incidents.ReportingLink.person": THEIRS,
    "incidents.ResearchExport.user": ACTED,
    "incidents.SavedFilter.user": THEIRS,
    "introductions.Introduction.person": THEIRS,
    "knowledge.Certificate.person": THEIRS,
    "knowledge.PlannedCourse.person": THEIRS,
    "meetings.Attendance.person": CLOSED,
    "meetings.MailboxMatter.handed_to": ROLE,
    "meetings.MailboxMatter_handed_to.user": ROLE,
    "meetings.MailboxMatter.sender": ACTED,
    "meetings.Meeting.leader": "With whom HR meets; HR plans with the next.",
    "meetings.Membership.person": ENDED,
    "organisation.Appointment.user": "leaving.carry_out ends the roles.",
    "organisation.CalendarFeed.user": THEIRS,
    "organisation.Identity.user": DIRECTORY,
    "organisation.UnitUserObjectPermission.user": DIRECTORY,
    "organisation.User_groups.user": DIRECTORY,
    "organisation.User_user_permissions.user": DIRECTORY,
    "privacy.DataRequest.handler": ROLE,
    "privacy.DataRequest.person": "The right to an answer stays with the person.",
    "privacy.Finding.person": HAPPENED,
    "privacy.Look.person": HAPPENED,
    "recognition.JuryMember.person": "Points are given by who is left in the jury.",
    "reorganisation.Part.manager": "Chosen anew on the page of the reorganisation.",
    "representatives.RepRequest.handed_to": ROLE,
    "representatives.RepRequest_handed_to.user": ROLE,
    "representatives.RepRequest.representative": ROLE,
    "representatives.StopWork.representative": ROLE,
    "retention.Hold.person": "What is about the person is held, also afterwards.",
    "riskassessment.Participant.person": HAPPENED,
    "surveys.Recipient.person": THEIRS,
    "talks.AgreedGoal.employee": THEIRS,
    "talks.AgreedGoal.leader": "Deleted the night after (delete_outdated).",
    "talks.EarlySupport.employee": THEIRS,
    "talks.Preparation.employee": THEIRS,
    "talks.Preparation.leader": "Deleted the night after (delete_outdated).",
    "talks.SickLeave.employee": THEIRS,
    "talks.Talk.employee": HAPPENED,
    "talks.Talk.leader": HAPPENED,
}


def fields_to(model):
    """“app.Model.field” of all that point at it, but for what others wrote of the past."""
    for each in apps.get_models(include_auto_created=True):
        if each.__module__.startswith("django.") or hasattr(each, "pgh_tracked_model"):
            continue
        if each._meta.app_label in {
            "account",
            "socialaccount",
            "usersessions",
            "mfa",
            "guardian",
            "pghistory",
        }:
            continue
        for field in each._meta.get_fields():
            if field.concrete and field.is_relation and field.related_model is model:
                yield f"{each._meta.label}.{field.name}"


def test_each_field_that_names_a_unit_is_a_belonging_or_says_why_it_stays():
    named = {f"{each.rows().model._meta.label}.{each.path}" for each in belongings()}
    all_ = set(fields_to(Unit))

    assert all_ - named == set(STAYS), "add a belonging to the room, or the reason here"
    assert named <= all_


def test_each_field_that_names_a_person_is_handed_over_or_says_why_not():
    forgotten = {
        field
        for field in fields_to(User)
        if field not in HELD
        and field not in OF_NOBODY
        and field.rpartition(".")[2] not in OF_NOBODY
    }

    assert forgotten == set(), "add it to HANDS_OVER, or the reason here"
    assert set(HELD.values()) == {room.kind for room in HANDS_OVER}
    dotted = {name for name in {*HELD, *OF_NOBODY} if "." in name}
    assert dotted <= set(fields_to(User))


# Moving


@pytest.fixture
def merger(administrator, school, other_school):
    merging = reorganisation(administrator, today())
    step(merging, "merge", school, other_school, new=["Big school"])
    return merging


def big_school():
    return Unit.objects.get(code="big-school")


def test_open_rows_of_the_year_go_along(
    merger, administrator, school, head_teacher, teacher
):
    planned = MeetingFactory(unit=school, meets_on=today() + timedelta(7))
    held = MeetingFactory(unit=school, meets_on=today() - timedelta(7), status="held")
    body = BodyFactory(unit=school)
    of_body = MeetingFactory(body=body, meets_on=today() + timedelta(9))
    routine = decided(school, by=head_teacher, kind="routine")
    order = order_of(school, head_teacher)
    followed_up = order_of(school, head_teacher)
    HealthServiceOrder.objects.filter(pk=followed_up.pk).update(
        status="followed_up", delivered_on=today(), helped="yes"
    )

    carrying_out.decide(merger, by=administrator)

    rows = [planned, held, body, of_body, routine, order, followed_up]
    for row in rows:
        row.refresh_from_db()
    places = [row.unit.name for row in rows]
    stays = [held, followed_up]
    assert places == [school.name if row in stays else "Big school" for row in rows]


def test_second_body_of_a_name_stays_and_is_told(
    merger, administrator, school, other_school
):
    for unit in (school, other_school):
        body = BodyFactory(name="Co-operation group", unit=unit)
        MeetingFactory(body=body, meets_on=today() + timedelta(9))

    carrying_out.decide(merger, by=administrator)

    new = big_school()
    assert Body.objects.filter(unit=new).count() == 1
    assert [each.body.unit for each in new.meetings.all()] == [new]
    left = merger.moved.exclude(could_not="").get()
    assert (left.kind, left.could_not) == (
        "bodies",
        "The unit already has one of that name.",
    )


def test_units_have_their_wheel_the_day_they_begin(
    merger, administrator, municipality, school, hr
):
    activity(municipality, hr, level="unit")
    assert Occurrence.objects.filter(unit=school).exists()

    carrying_out.decide(merger, by=administrator)

    assert Occurrence.objects.filter(unit=big_school(), status="open").exists()
    assert not Occurrence.objects.filter(unit=school, status="open").exists()


def test_wheel_goes_back_when_it_is_undone(
    merger, administrator, municipality, school, hr
):
    activity(municipality, hr, level="unit")
    carrying_out.decide(merger, by=administrator)

    carrying_out.undo(merger, by=administrator)

    assert not Unit.objects.filter(code="big-school").exists()
    assert Occurrence.objects.filter(unit=school, status="open").exists()


def test_activity_that_both_units_had_is_one(
    merger, administrator, school, other_school, hr
):
    first = activity(school, hr, title="Fire drill")
    second = activity(other_school, hr, title="fire drill")
    own = activity(other_school, hr, title="Skating day")

    carrying_out.decide(merger, by=administrator)

    for each in (first, second, own):
        each.refresh_from_db()
    there = {each.title.casefold() for each in big_school().activities.all()}
    assert there == {"fire drill", "skating day"}
    assert big_school().activities.count() == 2
    assert sorted([first.is_ended, second.is_ended, own.is_ended]) == [
        False,
        False,
        True,
    ]


def test_what_is_between_employee_and_manager_goes_where_the_employee_goes(
    administrator, school, head_teacher, teacher, hr
):
    splitting = reorganisation(administrator, today())
    made = step(splitting, "split", school, new=["East school", "West school"])
    made.choices.create(
        kind="employees", row=str(teacher.pk), receiver=made.receivers[1]
    )
    preparation = Preparation.objects.begin(teacher)
    goal = AgreedGoal.objects.create(
        employee=teacher,
        leader=head_teacher,
        unit=school,
        text="A course",
        delete_on=today() + timedelta(400),
    )
    support = EarlySupport.objects.begin(
        by=head_teacher,
        employee=teacher,
        reason="own_wish",
        hr_contact=hr,
        step="talk",
        due_on=today(),
    )
    leave = SickLeave.objects.register(
        by=head_teacher, employee=teacher, first_day=today(), is_expected_long=False
    )
    introducing = introduction(school, by=head_teacher, person=teacher)

    carrying_out.decide(splitting, by=administrator)
    Preparation.objects.delete_outdated()

    for row in (preparation, goal, support, leave, introducing):
        row.refresh_from_db()
        assert row.unit.name == "West school", row


def test_page_tells_of_no_early_action_or_sick_leave(
    as_user, merger, administrator, school, head_teacher, teacher, hr
):
    SickLeave.objects.register(
        by=head_teacher, employee=teacher, first_day=today(), is_expected_long=False
    )
    order_of(school, head_teacher)
    client = as_user(administrator)
    before = client.get(merger.get_absolute_url()).content.decode()
    carrying_out.decide(merger, by=administrator)
    after = client.get(merger.get_absolute_url()).content.decode()
    listed = client.get(f"{merger.get_absolute_url()}moved/").content.decode()

    for page in (before, after, listed):
        assert "Orders from the occupational health service" in page
        assert "Sick leaves" not in page
    assert SickLeave.objects.get().unit == big_school()


def test_group_of_the_directory_moves_nobody_back(
    merger, administrator, school, teacher, head_teacher
):
    group = Group.objects.create(name="North school")
    group.members.add(teacher, head_teacher)
    GroupRole.objects.create(group=group, role="", unit=school)
    GroupRole.objects.create(group=group, role="manager", unit=school)

    carrying_out.decide(merger, by=administrator)
    follow_groups({teacher.pk, head_teacher.pk})

    teacher.refresh_from_db()
    assert teacher.unit == big_school()
    # Who leads the new unit is said in the reorganisation, not by the old unit's group.
    assert not teacher.appointments.in_force().exists()


def test_unit_that_an_import_founds_has_its_wheel_at_once(taken_in, municipality, hr):
    activity(municipality, hr, level="unit")

    taken_in(
        units=[
            ["Kod", "Namn", "Nivå", "Överordnad"],
            ["N1", "New unit", "Enhet", municipality.code],
        ]
    )

    assert Occurrence.objects.filter(unit__code="N1", status="open").exists()


def test_documents_of_a_unit_that_is_split_stay_with_what_is_left(
    administrator, school, head_teacher
):
    routine = decided(school, by=head_teacher, kind="routine")
    splitting = reorganisation(administrator, today())
    step(splitting, "split", school, into=[school], new=["West school"])

    carrying_out.decide(splitting, by=administrator)

    routine.refresh_from_db()
    assert routine.unit == school
