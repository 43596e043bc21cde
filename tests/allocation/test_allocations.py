"""Giving tasks, taking them and giving them back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from allocation import gaps
from allocation.holding import holders_of
from allocation.models import AllocatedTask, TaskAllocation
from organisation import history, roles
from organisation.models import Role
from sam.dates import today
from sam.workflow import InvalidTransition
from tests.allocation.factories import draft, proposed, signed, tasks
from tests.factories import FOUNDED, CommitteeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def head_with_tasks(head_of_administration, administration):
    signed(head_of_administration, administration)
    return head_of_administration


def held_in(unit, on=None):
    """{task: names of those who hold it}"""
    return {
        str(held.task): [link.allocation.receiver_name for link in held.holders]
        for held in holders_of(unit, on=on or today())
    }


def test_both_signatures_put_the_tasks_with_the_receiver(
    head_with_tasks, head_teacher, school
):
    allocation = proposed(head_teacher, school, by=head_with_tasks)

    assert held_in(school)["Ventilation"] == ["Head of schools"]

    allocation.sign(by=head_teacher, confirmed=["mandate", "resources", "knowledge"])

    assert held_in(school)["Ventilation"] == ["Head teacher"]
    assert allocation.is_complete
    assert [(move.to_status, move.by) for move in allocation.transitions.all()] == [
        ("proposed", head_with_tasks),
        ("signed", head_teacher),
    ]


def test_only_what_is_held_is_passed_on(head_of_administration, administration, school):
    first, *_others = tasks()
    signed(head_of_administration, administration, given=[first])
    manager = UserFactory(unit=school)
    roles.appoint(manager, Role.MANAGER, school)

    with pytest.raises(InvalidTransition, match="Ventilation"):
        draft(manager, school, by=head_of_administration).propose(
            by=head_of_administration
        )

    allocation = draft(manager, school, by=head_of_administration, given=[first])
    allocation.propose(by=head_of_administration)
    assert allocation.status == "proposed"


def test_who_lost_a_task_cannot_pass_it_on(head_with_tasks, head_teacher, school):
    ventilation = tasks()[-1]
    own = TaskAllocation.objects.get(receiver=head_with_tasks)
    own.give_back(
        by=head_with_tasks,
        tasks=own.allocated.filter(task=ventilation),
        reason="No budget",
    )

    with pytest.raises(InvalidTransition, match="Ventilation"):
        proposed(head_teacher, school, by=head_with_tasks, given=[ventilation])


def test_nobody_allocates_to_themselves(head_with_tasks, administration):
    with pytest.raises(InvalidTransition):
        draft(head_with_tasks, administration, by=head_with_tasks)

    other = UserFactory(unit=administration)
    allocation = draft(other, administration, by=head_with_tasks)
    rows = TaskAllocation.objects.filter(pk=allocation.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(receiver=head_with_tasks)


def test_a_task_given_back_rests_with_the_allocator_from_that_day(
    head_with_tasks, head_teacher, school
):
    allocation = signed(head_teacher, school, by=head_with_tasks)
    ventilation = allocation.allocated.filter(task__text="Ventilation")

    allocation.give_back(by=head_teacher, tasks=ventilation, reason="No budget")

    held = held_in(school)
    assert held["Ventilation"] == ["Head of schools"]
    assert held["Assess the risks"] == ["Head teacher"]
    assert allocation.status == "signed"


def test_giving_all_back_leaves_nothing(head_with_tasks, head_teacher, school):
    allocation = proposed(head_teacher, school, by=head_with_tasks)

    allocation.give_back(
        by=head_teacher, tasks=allocation.allocated.all(), reason="No time"
    )

    assert allocation.status == "returned"
    assert held_in(school)["Ventilation"] == ["Head of schools"]


def test_a_task_is_not_given_back_twice(head_with_tasks, head_teacher, school):
    allocation = signed(head_teacher, school, by=head_with_tasks)
    one = allocation.allocated.filter(task__text="Ventilation")
    allocation.give_back(by=head_teacher, tasks=list(one), reason="No budget")

    with pytest.raises(InvalidTransition):
        allocation.give_back(by=head_teacher, tasks=list(one), reason="Again")

    assert one.get().return_reason == "No budget"


def test_giving_back_says_why(head_with_tasks, head_teacher, school):
    allocation = signed(head_teacher, school, by=head_with_tasks)

    with pytest.raises(IntegrityError), transaction.atomic():
        AllocatedTask.objects.filter(allocation=allocation).update(returned_on=today())


def test_when_the_appointment_ends_the_tasks_rest_above(
    head_with_tasks, head_teacher, school
):
    signed(head_teacher, school, by=head_with_tasks, since=FOUNDED)
    appointment = head_teacher.appointments.get()
    appointment.valid = (FOUNDED, None)
    appointment.save()
    appointment.refresh_from_db()

    roles.dismiss(appointment, on=today())

    yesterday = today() - timedelta(days=1)
    assert held_in(school, yesterday)["Ventilation"] == ["Head teacher"]
    assert held_in(school)["Ventilation"] == ["Head of schools"]
    allocation = TaskAllocation.objects.with_standing().get(receiver=head_teacher)
    assert not allocation.stands


def test_a_new_manager_holds_nothing_before_signing(
    head_with_tasks, head_teacher, school, hr
):
    signed(head_teacher, school, by=head_with_tasks)
    roles.dismiss(head_teacher.appointments.get(), on=today() + timedelta(days=1))
    successor = UserFactory(name="Successor", unit=school)
    roles.appoint(successor, Role.MANAGER, school)

    assert [each.user for each in gaps.managers_without(hr)] == [successor]


def test_one_allocation_for_two_units_or_one_for_each(
    head_with_tasks, head_teacher, school, other_school, hr
):
    roles.appoint(head_teacher, Role.MANAGER, other_school)

    first = signed(head_teacher, school, by=head_with_tasks)
    assert [each.unit for each in gaps.managers_without(hr)] == [other_school]

    second = signed(head_teacher, other_school, by=head_with_tasks)
    assert not gaps.managers_without(hr).exists()
    assert set(TaskAllocation.objects.in_force()) > {first, second}

    both = signed(head_teacher, [school, other_school], by=head_with_tasks)
    assert not gaps.managers_without(hr).exists()
    assert set(TaskAllocation.objects.in_force().filter(receiver=head_teacher)) == {
        both
    } | ({first, second} if first.first_day == today() else set())


def test_of_two_units_only_the_one_that_is_left_behind_falls(
    head_with_tasks, head_teacher, school, other_school
):
    roles.appoint(head_teacher, Role.MANAGER, other_school, since=FOUNDED)
    signed(head_teacher, [school, other_school], by=head_with_tasks, since=FOUNDED)

    roles.dismiss(head_teacher.appointments.get(unit=other_school), on=today())

    assert held_in(school)["Ventilation"] == ["Head teacher"]
    assert held_in(other_school)["Ventilation"] == ["Head of schools"]


def test_a_unit_without_manager_is_held_from_above(head_with_tasks, other_school):
    assert held_in(other_school)["Ventilation"] == ["Head of schools"]


def test_nobody_holds_what_the_council_has_not_allocated(school):
    tasks()

    assert held_in(school)["Ventilation"] == []


def test_a_part_of_the_unit_is_held_besides_the_manager(
    head_with_tasks, head_teacher, teacher, school
):
    signed(head_teacher, school, by=head_with_tasks)
    risks = tasks()[0]
    allocation = signed(
        teacher, school, by=head_teacher, given=[risks], limited_to="Chemistry room"
    )

    held = holders_of(school, on=today())[0]

    assert [link.allocation.receiver_name for link in held.holders] == ["Head teacher"]
    assert [link.allocation for link in held.parts] == [allocation]


def test_within_a_unit_the_last_hand_holds(
    head_with_tasks, head_teacher, teacher, school
):
    signed(head_teacher, school, by=head_with_tasks)
    signed(teacher, school, by=head_teacher, given=tasks()[:1])

    held = held_in(school)

    assert held["Assess the risks"] == ["Teacher"]
    assert held["Ventilation"] == ["Head teacher"]


def test_who_has_left_holds_nothing_that_was_no_managers(
    head_with_tasks, head_teacher, teacher, school
):
    signed(head_teacher, school, by=head_with_tasks)
    signed(teacher, school, by=head_teacher, given=tasks()[:1])
    teacher.left_on = today() - timedelta(days=1)
    teacher.save()

    assert held_in(school)["Assess the risks"] == ["Head teacher"]


def test_the_chain_goes_by_council_and_committee(administration, school, hr):
    committee = CommitteeFactory(name="School committee")
    history.reorganise(administration, on=FOUNDED, committee=committee)
    head = UserFactory(name="Head", unit=administration)
    roles.appoint(head, Role.HEAD, administration)
    given = TaskAllocation.objects.prepare(
        by=hr,
        kind="council",
        receiver_committee=committee,
        decided_on=FOUNDED,
        case_number="KF 4",
        units=[],
        tasks=tasks(),
        valid=(FOUNDED, None),
    )
    given.register(by=hr)
    school.refresh_from_db()

    assert held_in(school)["Ventilation"] == ["School committee"]

    signed(
        head,
        administration,
        kind="committee",
        committee=committee,
        decided_on=FOUNDED,
    )

    director = UserFactory(name="Director", unit=administration.parent)
    roles.appoint(director, Role.MANAGER, administration.parent)
    signed(director, administration.parent)

    # The director has it from the council, and is no part of this chain.
    chain = holders_of(school, on=today())[0].chain
    assert [link.allocation.receiver_name for link in chain] == [
        "School committee",
        "Head",
    ]


def test_a_committee_passes_on_only_what_the_council_gave_it(
    head_of_administration, administration
):
    committee = CommitteeFactory()

    with pytest.raises(InvalidTransition):
        proposed(
            head_of_administration,
            administration,
            kind="committee",
            committee=committee,
            decided_on=FOUNDED,
        )


def test_a_new_allocation_ends_the_earlier_one(head_with_tasks, head_teacher, school):
    earlier = signed(head_teacher, school, by=head_with_tasks, since=FOUNDED)

    signed(head_teacher, school, by=head_with_tasks)

    earlier.refresh_from_db()
    assert earlier.status == "ended"
    assert earlier.last_day == today() - timedelta(days=1)


def test_a_signed_wording_stays_and_the_task_is_still_held(
    head_with_tasks, head_teacher, school
):
    allocation = signed(head_teacher, school, by=head_with_tasks)
    risks = tasks()[0]

    risks.reword(text="Assess all risks", explanation="")

    assert str(allocation.allocated.first()) == "Assess the risks"
    assert held_in(school)["Assess all risks"] == ["Head teacher"]


def test_an_unsigned_wording_is_written_anew(db):
    risks = tasks()[0]

    risks.reword(text="Assess all risks", explanation="")

    assert next(str(task) for task in tasks()) == "Assess all risks"
    assert len(tasks()) == 3


def test_nobody_holds_a_task_before_the_day_of_the_signature(
    head_with_tasks, head_teacher, school
):
    allocation = signed(head_teacher, school, by=head_with_tasks, valid=(FOUNDED, None))

    assert allocation.first_day == today()


def test_what_has_passed_is_not_signed(head_with_tasks, head_teacher, school):
    allocation = proposed(
        head_teacher, school, by=head_with_tasks, valid=(FOUNDED, today())
    )

    with pytest.raises(InvalidTransition):
        allocation.sign(by=head_teacher, confirmed=["mandate"], lacks="Time")


def ticked(page):
    return {each["value"] for each in page.select("[name=tasks][checked]")}


def test_to_a_manager_all_that_the_giver_holds_is_proposed(
    as_user, parse, head_of_administration, administration, head_teacher, teacher
):
    held = tasks()[:2]
    signed(head_of_administration, administration, given=held)
    client = as_user(head_of_administration)
    address = reverse("allocation:allocation_add")

    to_manager = parse(client.get(address, {"receiver": head_teacher.pk}))
    to_teacher = parse(client.get(address, {"receiver": teacher.pk}))

    assert ticked(to_manager) == {str(task.pk) for task in held}
    assert to_teacher.select("[name=tasks]")
    assert ticked(to_teacher) == set()
