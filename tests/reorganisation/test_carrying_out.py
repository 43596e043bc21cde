from datetime import timedelta

import pytest
from django.db import connections

from actionplans.models import ActionPlan
from incidents.models import Incident, ReportingLink
from organisation import history, roles
from organisation.models import Appointment, Placement, Role, Unit, User
from organisation.timeline import LOCK
from reorganisation import carrying_out
from reorganisation.tasks import carry_out_due
from riskassessment.models import InspectionRound, Risk, RoundSchedule
from sam.dates import today
from sam.workflow import InvalidTransition
from tests.factories import (
    CommitteeFactory,
    IncidentFactory,
    InspectionRoundFactory,
    MeasureFactory,
    RoundScheduleFactory,
    UnitFactory,
    UserFactory,
)
from tests.reorganisation.factories import reorganisation, step
from tests.representatives.factories import RepRequestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

LAST_MONTH = today() - timedelta(days=30)


@pytest.fixture
def merger(administrator, school, other_school):
    """Both schools into a new one, last month."""
    merging = reorganisation(administrator, LAST_MONTH)
    step(merging, "merge", school, other_school, new=["Big school"])
    return merging


def risk_in(unit, by):
    return Risk.objects.bring_up(
        unit=unit, by=by, description="A step", likelihood=3, consequence=3
    )


def big_school():
    return Unit.objects.get(code="big-school")


def test_units_merged_last_month_are_one_from_that_day(
    merger, administrator, administration, school, other_school
):
    committee = CommitteeFactory()
    history.reorganise(administration, on=today() - timedelta(99), committee=committee)

    carrying_out.decide(merger, by=administrator)

    new = big_school()
    placed = Placement.objects.get(unit=new)
    assert (placed.valid.lower, placed.answers_to) == (LAST_MONTH, committee)
    for unit in (school, other_school):
        unit.refresh_from_db()
        assert (unit.closed_on, unit.successor) == (LAST_MONTH, new)
        assert unit.placements.on(LAST_MONTH - timedelta(1)).exists()


def test_people_and_open_matters_go_along_and_closed_ones_stay(
    merger, administrator, head_teacher, teacher, school
):
    plan = ActionPlan.objects.create(unit=school)
    measure = MeasureFactory(plan=plan, responsible=teacher)
    finished = MeasureFactory(plan=ActionPlan.objects.create(unit=school), helped=True)
    risk = risk_in(school, head_teacher)
    planned = InspectionRoundFactory(unit=school, planned_by=head_teacher)
    link = ReportingLink.objects.create(unit=school, created_by=head_teacher)

    carrying_out.decide(merger, by=administrator)

    new = big_school()
    for each in (measure, risk, planned, link, teacher):
        each.refresh_from_db()
        assert each.unit == new, each
    finished.refresh_from_db()
    assert finished.unit == school
    assert "New schools" in measure.transitions.last().note
    assert risk.moves.get().reason == "New schools"


def test_incident_stays_where_it_happened_and_the_new_manager_handles_it(
    merger, administrator, school
):
    incident = IncidentFactory(unit=school, affected_person="Eva")
    closed = IncidentFactory(unit=school, closed=True)
    manager = UserFactory()
    part = merger.steps.get().parts.get(is_new=True)
    part.manager = manager
    part.save()

    carrying_out.decide(merger, by=administrator)

    incident.refresh_from_db()
    assert incident.unit == school
    assert set(Incident.objects.visible_to(manager)) == {incident, closed}
    assert list(Incident.objects.handled_by(manager).open()) == [incident]
    assert manager.has_perm("organisation.view_persons", incident)
    school.refresh_from_db()
    assert roles.responsible_for(school) == [manager]


def test_request_stays_as_it_was_sent_and_waits_for_the_new_manager(
    merger, administrator, school, safety_representative
):
    request = RepRequestFactory(
        unit=school, representative=safety_representative, sent=True
    )
    manager = UserFactory()
    merger.steps.get().parts.filter(is_new=True).update(manager=manager)

    carrying_out.decide(merger, by=administrator)

    request.refresh_from_db()
    assert request.unit == school
    model = type(request)
    assert list(model.objects.visible_to(manager)) == [request]
    assert list(model.objects.visible_to(safety_representative)) == [request]


def test_manager_of_what_is_closed_ends_and_the_safety_representative_goes_along(
    merger, administrator, school, head_teacher, safety_representative
):
    Appointment.objects.update(valid=(today() - timedelta(365), None))

    carrying_out.decide(merger, by=administrator)

    held = Appointment.objects.in_force().exclude(user=administrator)
    assert [(each.user, each.unit) for each in held] == [
        (safety_representative, big_school())
    ]
    managed = head_teacher.appointments.get()
    assert managed.valid.upper == LAST_MONTH
    assert not head_teacher.unituserobjectpermission_set.exists()
    assert safety_representative.unituserobjectpermission_set.exists()


def test_round_that_both_units_had_from_above_is_not_one_too_many(
    merger, administrator, administration, school, other_school
):
    schedule = RoundScheduleFactory(unit=administration, is_for_each_below=True)
    for unit in (school, other_school):
        InspectionRoundFactory(unit=unit, schedule=schedule, due_on=today())
        RoundScheduleFactory(unit=unit, checklist_code="fire")

    carrying_out.decide(merger, by=administrator)

    rounds = InspectionRound.objects.filter(unit=big_school())
    assert sorted(bool(each.schedule) for each in rounds) == [False, True]
    assert RoundSchedule.objects.in_force().filter(unit=big_school()).count() == 1
    left = merger.moved.exclude(could_not="").get()
    assert (left.kind, "already" in left.could_not) == ("schedules", True)


def test_units_below_a_merged_unit_hang_below_the_new_one(
    merger, administrator, school
):
    class_1a = UnitFactory(name="Class 1 A", parent=school)

    carrying_out.decide(merger, by=administrator)

    class_1a.refresh_from_db()
    assert class_1a.parent == big_school()


def test_split_gives_to_the_first_what_nobody_chose_another_for(
    administrator, school, head_teacher, teacher
):
    colleague = UserFactory(unit=school)
    risks = [risk_in(school, head_teacher) for _each in range(2)]
    plans = [MeasureFactory(plan__unit=school) for _each in range(2)]
    splitting = reorganisation(administrator, today())
    made = step(splitting, "split", school, new=["East school", "West school"])
    west = made.receivers[1]
    made.choices.create(kind="employees", row=str(colleague.pk), receiver=west)
    made.choices.create(kind="risks", row="", receiver=west)
    made.choices.create(kind="risks", row=str(risks[0].pk), receiver=made.receivers[0])

    carrying_out.decide(splitting, by=administrator)

    at = {
        each: each.unit.name
        for each in User.objects.filter(pk__in=[teacher.pk, colleague.pk])
    }
    assert at == {teacher: "East school", colleague: "West school"}
    assert [Risk.objects.get(pk=each.pk).unit.name for each in risks] == [
        "East school",
        "West school",
    ]
    for measure in plans:
        measure.refresh_from_db()
        assert measure.unit.name == "East school"


def test_split_can_leave_the_unit_with_what_is_not_chosen(
    administrator, school, teacher, head_teacher
):
    splitting = reorganisation(administrator, today())
    made = step(splitting, "split", school, into=[school], new=["West school"])
    made.choices.create(
        kind="employees", row=str(teacher.pk), receiver=made.receivers[1]
    )

    carrying_out.decide(splitting, by=administrator)

    school.refresh_from_db()
    teacher.refresh_from_db()
    head_teacher.refresh_from_db()
    assert (school.closed_on, teacher.unit.name) == (None, "West school")
    assert head_teacher.unit == school
    assert roles.holders(Role.MANAGER, school) == [head_teacher]


def test_new_department_takes_units_in_the_same_reorganisation(
    administrator, administration, school
):
    founding = reorganisation(administrator, today())
    new = step(founding, "found", new=["North"], parent=administration)
    step(founding, "move", school, parent_part=new.receivers[0])

    carrying_out.decide(founding, by=administrator)

    school.refresh_from_db()
    assert [each.name for each in (school.parent, school.parent.parent)] == [
        "North",
        "Schools",
    ]


def test_future_one_waits_for_its_day(merger, administrator, school, monkeypatch):
    tomorrow = today() + timedelta(1)
    merger.change(by=administrator, on=tomorrow)
    carrying_out.decide(merger, by=administrator)
    assert (merger.status, Unit.objects.filter(code="big-school").count()) == (
        "decided",
        0,
    )

    carry_out_due()
    assert not Unit.objects.filter(code="big-school").exists()
    monkeypatch.setattr(
        "sam.dates.timezone.localdate", lambda timezone: tomorrow + timedelta(3)
    )
    carry_out_due()
    carry_out_due()

    assert Placement.objects.get(unit=big_school()).valid.lower == tomorrow
    merger.refresh_from_db()
    assert merger.status == "carried_out"


def test_one_that_cannot_be_carried_out_keeps_no_other_back(
    merger, administrator, school, other_school, administration
):
    merger.change(by=administrator, on=today() + timedelta(1))
    carrying_out.decide(merger, by=administrator)
    history.close(school, on=today())
    other = reorganisation(administrator, today() + timedelta(1), title="Name")
    step(other, "rename", administration, name="Education")
    carrying_out.decide(other, by=administrator)
    type(merger).objects.update(on=today())

    carry_out_due()

    merger.refresh_from_db()
    administration.refresh_from_db()
    assert (merger.status, administration.name) == ("decided", "Education")


def test_what_stands_against_it_is_said_and_nothing_is_done(
    administrator, school, administration
):
    history.reorganise(school, on=today(), name="Upper school")
    renaming = reorganisation(administrator, LAST_MONTH)
    step(renaming, "rename", school, name="Lower school")

    with pytest.raises(InvalidTransition, match="later change of North school"):
        carrying_out.decide(renaming, by=administrator)

    renaming.refresh_from_db()
    assert (renaming.status, Placement.objects.filter(unit=school).count()) == (
        "draft",
        2,
    )


def test_code_that_is_taken_stands_against_it(merger, administrator):
    UnitFactory(code="big-school", parent=Unit.objects.get(code="root"))

    with pytest.raises(InvalidTransition, match="big-school"):
        carrying_out.decide(merger, by=administrator)


def test_municipality_is_not_closed(administrator, municipality):
    closing = reorganisation(administrator, today())
    step(closing, "close", municipality)

    with pytest.raises(InvalidTransition):
        carrying_out.decide(closing, by=administrator)


def test_undone_reorganisation_is_as_if_it_had_not_been(
    merger,
    administrator,
    school,
    teacher,
    head_teacher,
    safety_representative,
):
    risk = risk_in(school, head_teacher)
    measure = MeasureFactory(plan__unit=school, responsible=teacher)
    rights = set(Unit.objects.permitting(head_teacher, "handle_rounds"))
    carrying_out.decide(merger, by=administrator)

    carrying_out.undo(merger, by=administrator, note="Appealed")

    for each in (school, risk, measure, teacher):
        each.refresh_from_db()
    assert (school.closed_on, school.successor) == (None, None)
    assert (risk.unit, measure.unit, teacher.unit) == (school, school, school)
    assert not Unit.objects.existing().filter(name="Big school").exists()
    assert school.placements.get().valid.upper is None
    again = User.objects.get(pk=head_teacher.pk)
    assert set(Unit.objects.permitting(again, "handle_rounds")) == rights
    assert roles.holders(Role.SAFETY_REPRESENTATIVE, school) == [safety_representative]
    merger.refresh_from_db()
    assert merger.status == "undone"


def test_what_has_been_built_on_it_is_not_undone(merger, administrator, school):
    carrying_out.decide(merger, by=administrator)
    IncidentFactory(unit=big_school())

    with pytest.raises(InvalidTransition, match="Big school since: incidents"):
        carrying_out.undo(merger, by=administrator)

    merger.refresh_from_db()
    assert merger.status == "carried_out"
    school.refresh_from_db()
    assert school.closed_on


def test_later_change_of_a_unit_stands_against_undoing(merger, administrator):
    carrying_out.decide(merger, by=administrator)
    history.reorganise(big_school(), on=today(), name="Biggest school")

    with pytest.raises(InvalidTransition, match="Biggest school has been changed"):
        carrying_out.undo(merger, by=administrator)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_carried_out_while_an_import_changes_the_organisation(
    merger, administrator
):
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            with pytest.raises(InvalidTransition, match="just now"):
                carrying_out.decide(merger, by=administrator)
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    finally:
        other.close()
    merger.refresh_from_db()
    assert merger.status == "draft"

    carrying_out.decide(merger, by=administrator)

    assert merger.status == "carried_out"
