"""What is lifted: the states of a step, the chain, who sees and who handles it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from actionplans import escalation_mail
from actionplans.models import Escalation, Measure
from incidents.models import Incident
from organisation import history, roles
from organisation.models import Level, Role, User
from sam.dates import today
from sam.workflow import InvalidTransition
from tests.factories import (
    FOUNDED,
    ActionPlanFactory,
    CommitteeFactory,
    IncidentFactory,
    MeasureFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

WHAT = {
    "matter": "The hall echoes",
    "theme": "premises",
    "lacks": "money",
    "reason": "Sound panels cost more than the school has.",
    "wanted": "Panels in the hall",
}
ANSWER = {"decision": "granted", "answer": "Panels are put up in May."}


@pytest.fixture
def measure(school):
    return MeasureFactory(plan=ActionPlanFactory(unit=school))


@pytest.fixture
def premises(municipality):
    return UnitFactory(name="Premises", level=Level.ADMINISTRATION, parent=municipality)


@pytest.fixture
def committee(administration):
    committee = CommitteeFactory(name="School committee")
    history.reorganise(administration, on=FOUNDED, committee=committee)
    return committee


@pytest.fixture
def step(school, administration, head_teacher, measure):
    """Lifted from the school to the administration."""
    return Escalation.objects.lift(
        by=head_teacher,
        from_unit=school,
        to_unit=administration,
        measure=measure,
        **WHAT,
    )


@pytest.fixture
def at_committee(step, committee, head_of_administration):
    """The next step of the same matter, from the administration to the committee."""
    return step.pass_on(
        by=head_of_administration, committee=committee, reason="Beyond our budget"
    )


def fresh(step):
    return Escalation.objects.get(pk=step.pk)


def test_lifted_step_begins_a_chain(step, school):
    assert step.chain == step.pk
    assert step.origin_unit == step.from_unit == school
    assert step.status == "sent"


def test_measure_lifted_already_is_not_lifted_again(
    step, school, premises, head_teacher, measure
):
    with pytest.raises(InvalidTransition, match=r"already|redan"):
        Escalation.objects.lift(
            by=head_teacher,
            from_unit=school,
            to_unit=premises,
            measure=measure,
            **WHAT,
        )


def test_measure_that_is_over_is_not_lifted(school, administration, head_teacher):
    done = MeasureFactory(plan=ActionPlanFactory(unit=school), done=True)

    with pytest.raises(InvalidTransition):
        Escalation.objects.lift(
            by=head_teacher,
            from_unit=school,
            to_unit=administration,
            measure=done,
            **WHAT,
        )


def test_measure_is_lifted_anew_after_it_was_given_back(
    step, school, premises, head_teacher, head_of_administration, measure
):
    step.give_back(by=head_of_administration, reason="Ask the premises department")

    anew = Escalation.objects.lift(
        by=head_teacher, from_unit=school, to_unit=premises, measure=measure, **WHAT
    )

    assert anew.chain != step.chain


def test_step_is_received_and_answered(step, head_of_administration):
    step.accept(by=head_of_administration)
    step.reply(by=head_of_administration, **ANSWER)

    assert step.status == "answered"
    assert step.answered_by == head_of_administration
    assert [each.to_status for each in step.transitions.all()] == [
        "accepted",
        "answered",
    ]


def test_answer_comes_back_down_through_all_steps(
    step, at_committee, head_of_administration
):
    at_committee.reply(by=head_of_administration, paragraph="§ 12", **ANSWER)

    first = fresh(step)
    assert first.status == "answered"
    assert (first.decision, first.answer) == ("granted", ANSWER["answer"])
    assert first.paragraph == "§ 12"


def test_passed_on_step_has_what_was_lifted(at_committee, step, administration):
    assert at_committee.chain == step.chain
    assert at_committee.from_unit == administration
    assert at_committee.measure == step.measure
    assert at_committee.matter == step.matter
    assert at_committee.reason == "Beyond our budget"
    assert at_committee.wanted == step.wanted


def test_passed_on_step_waits_for_the_one_after_it(
    step, at_committee, head_of_administration
):
    passed_on = fresh(step)
    for verb, what in [
        ("accept", {}),
        ("reply", ANSWER),
        ("give_back", {"reason": "No"}),
        ("withdraw", {"reason": "No"}),
        ("pass_on", {"reason": "No"}),
    ]:
        with pytest.raises(InvalidTransition):
            getattr(passed_on, verb)(by=head_of_administration, **what)


@pytest.mark.parametrize("verb", ["give_back", "withdraw"])
def test_step_that_ends_gives_the_one_before_back(
    verb, step, at_committee, head_of_administration
):
    getattr(at_committee, verb)(by=head_of_administration, reason="Not this year")

    first = fresh(step)
    assert first.status == "accepted"
    assert first.transitions.last().note == "Not this year"


def test_step_is_passed_on_again_after_it_came_back(
    step, at_committee, premises, head_of_administration
):
    at_committee.give_back(by=head_of_administration, reason="Not ours")

    again = fresh(step).pass_on(
        by=head_of_administration, to_unit=premises, reason="You have the houses"
    )
    again.reply(by=head_of_administration, **ANSWER)

    assert fresh(step).status == "answered"
    assert fresh(at_committee).status == "returned"


def test_same_receiver_may_have_it_again_after_giving_it_back(
    step, at_committee, committee, head_of_administration
):
    at_committee.give_back(by=head_of_administration, reason="Too thin")

    again = fresh(step).pass_on(
        by=head_of_administration, committee=committee, reason="With a calculation"
    )

    assert again.status == "sent"


def test_matter_never_goes_back_to_where_it_arose(step, school, head_of_administration):
    with pytest.raises(InvalidTransition):
        step.pass_on(by=head_of_administration, to_unit=school, reason="Yours")

    assert fresh(step).status == "sent"


def test_matter_never_goes_in_a_circle(
    step, premises, administration, head_of_administration
):
    at_premises = step.pass_on(
        by=head_of_administration, to_unit=premises, reason="You have the houses"
    )

    with pytest.raises(InvalidTransition):
        at_premises.pass_on(
            by=head_of_administration, to_unit=administration, reason="Yours"
        )

    assert fresh(at_premises).status == "sent"


def test_matter_never_comes_to_the_same_committee_twice(
    at_committee, committee, head_of_administration
):
    with pytest.raises(InvalidTransition):
        at_committee.pass_on(
            by=head_of_administration, committee=committee, reason="Once more"
        )


def test_unit_lifts_nothing_to_itself(school, head_teacher, measure):
    with pytest.raises(InvalidTransition):
        Escalation.objects.lift(
            by=head_teacher, from_unit=school, to_unit=school, measure=measure, **WHAT
        )


@pytest.mark.usefixtures("in_english")
def test_measure_of_a_case_is_not_lifted_to_one_whom_it_concerns(
    school, administration, head_teacher, head_of_administration
):
    incident = IncidentFactory(unit=school, investigated=True)
    measure = MeasureFactory(plan=incident.action_plan)
    Incident.objects.update(barred=[head_of_administration.pk], manager_part="involved")
    measure = Measure.objects.get(pk=measure.pk)

    with pytest.raises(InvalidTransition, match="concerns"):
        Escalation.objects.lift(
            by=head_teacher,
            from_unit=school,
            to_unit=administration,
            measure=measure,
            **WHAT,
        )

    assert not Escalation.objects.exists()


def test_second_answer_is_refused_and_the_first_stands(step, head_of_administration):
    other = fresh(step)
    step.reply(by=head_of_administration, **ANSWER)

    with pytest.raises(InvalidTransition):
        other.reply(by=head_of_administration, decision="refused", answer="No")

    assert fresh(step).decision == "granted"
    assert step.transitions.count() == 1


# Who


def test_step_is_seen_where_it_arose_and_where_it_goes(
    step, premises, head_teacher, head_of_administration, hr, teacher, other_school
):
    at_premises = step.pass_on(
        by=head_of_administration, to_unit=premises, reason="You have the houses"
    )
    caretaker, stranger = UserFactory(), UserFactory()
    roles.appoint(caretaker, Role.MANAGER, premises)
    roles.appoint(stranger, Role.MANAGER, other_school)

    def seen(user):
        return set(Escalation.objects.visible_to(user))

    both = {step, at_premises}
    assert seen(head_teacher) == seen(head_of_administration) == seen(hr) == both
    assert seen(caretaker) == {at_premises}
    assert seen(teacher) == seen(stranger) == set()


def test_step_is_handled_by_the_receiver_alone(
    step, head_teacher, head_of_administration, hr
):
    handled = Escalation.objects.handled_by

    assert list(handled(head_of_administration)) == [step]
    assert not handled(head_teacher)
    assert not handled(hr)


def test_committee_is_recorded_by_its_head_and_hr(
    at_committee, head_teacher, head_of_administration, hr
):
    handled = Escalation.objects.handled_by

    assert at_committee in handled(head_of_administration)
    assert at_committee in handled(hr)
    assert at_committee not in handled(head_teacher)


def test_head_of_some_of_its_units_records_nothing_of_the_committee(
    at_committee, committee, municipality, head_of_administration
):
    UnitFactory(parent=municipality, committee=committee)

    handled = Escalation.objects.handled_by(head_of_administration)
    assert at_committee not in handled


def test_step_waits_for_the_receiver_until_it_is_answered(
    step, head_teacher, head_of_administration
):
    assert list(Escalation.objects.to_do_for(head_of_administration)) == [step]
    assert not Escalation.objects.to_do_for(head_teacher)

    step.reply(by=head_of_administration, **ANSWER)

    assert not Escalation.objects.to_do_for(head_of_administration)


def test_answer_waits_for_the_sender_until_it_is_acted_on(
    step, head_teacher, head_of_administration
):
    step.reply(by=head_of_administration, **ANSWER)

    assert list(Escalation.objects.to_do_for(head_teacher)) == [step]

    step.note(by=head_teacher, note="A measure is planned.")

    assert not Escalation.objects.to_do_for(head_teacher)
    with pytest.raises(InvalidTransition):
        step.note(by=head_teacher, note="Again")


def test_lifting_anew_acts_on_what_came_back(
    step, school, premises, head_teacher, head_of_administration, measure
):
    step.reply(by=head_of_administration, decision="refused", answer="No")

    Escalation.objects.lift(
        by=head_teacher, from_unit=school, to_unit=premises, measure=measure, **WHAT
    )

    assert not Escalation.objects.to_do_for(head_teacher)
    assert step.transitions.last().note == "→ Premises"


def test_only_the_sender_takes_it_back(
    step, at_committee, head_teacher, head_of_administration
):
    assert list(Escalation.objects.taken_back_by(head_teacher)) == [step]
    taken = Escalation.objects.taken_back_by(head_of_administration)
    assert list(taken) == [at_committee]


def test_committees_matter_waits_for_head_and_hr(
    at_committee, head_teacher, head_of_administration, hr
):
    assert list(Escalation.objects.to_do_for(head_of_administration)) == [at_committee]
    assert list(Escalation.objects.to_do_for(hr)) == [at_committee]
    assert not Escalation.objects.to_do_for(head_teacher)


@pytest.fixture
def kitchen(premises, step):
    """A unit of the premises department, with a manager, that has got the matter."""
    kitchen = UnitFactory(name="Kitchen", parent=premises)
    Escalation.objects.update(to_unit=kitchen)
    for unit in [kitchen, premises]:
        roles.appoint(UserFactory(name=f"Head of {unit}"), Role.MANAGER, unit)
    return kitchen


def waits_for():
    people = User.objects.order_by("name")
    return [each.name for each in people if Escalation.objects.to_do_for(each)]


def told_of(step):
    return [each.name for each in escalation_mail.receivers(step)]


def leave(unit):
    """Let those go who manage it."""
    for each in unit.appointments.all():
        roles.dismiss(each)


def test_step_to_a_closed_unit_waits_for_the_level_above(step, kitchen, hr):
    assert waits_for() == told_of(fresh(step)) == ["Head of Kitchen"]

    history.close(kitchen, on=today())

    assert told_of(fresh(step)) == ["Head of Premises"]
    # Who led it may still know of it.
    assert waits_for() == ["Head of Kitchen", "Head of Premises"]


def test_step_to_a_unit_without_manager_waits_for_the_level_above(step, kitchen, hr):
    leave(kitchen)

    assert waits_for() == told_of(fresh(step)) == ["Head of Premises"]


def test_step_that_nobody_answers_for_waits_for_hr_who_sees_to_it(
    step, kitchen, premises, hr
):
    leave(kitchen)
    leave(premises)

    assert waits_for() == told_of(fresh(step)) == ["HR"]
    assert list(Escalation.objects.handled_by(hr)) == [step]


def test_hr_handles_nothing_that_somebody_answers_for(step, kitchen, hr):
    assert not Escalation.objects.handled_by(hr)


def test_answer_to_a_closed_unit_waits_for_the_level_above(
    step, kitchen, school, head_teacher, head_of_administration
):
    step.reply(by=head_of_administration, **ANSWER)
    leave(school)
    history.close(school, on=today())

    assert waits_for() == [head_of_administration.name]
    back = fresh(step)
    assert escalation_mail.senders(back) == [head_of_administration]


def test_only_who_writes_it_down_is_told_of_a_committees_matter(
    at_committee, committee, municipality, administration, hr
):
    assert told_of(at_committee) == ["Head of schools", "HR"]

    UnitFactory(parent=municipality, committee=committee)
    roles.appoint(UserFactory(name="HR of schools"), Role.HR, administration)

    assert told_of(at_committee) == waits_for() == ["HR"]


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_the_same_time_one_wins(step, head_of_administration):
    """Both have read the step before either answers."""
    both, outcomes = Barrier(2), []

    def answer(words):
        mine = fresh(step)
        both.wait(timeout=10)
        try:
            mine.reply(by=head_of_administration, decision="granted", answer=words)
            outcomes.append("answered")
        except InvalidTransition:
            outcomes.append("refused")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(answer, ["One", "Two"]))

    assert sorted(outcomes) == ["answered", "refused"]
    assert step.transitions.filter(to_status="answered").count() == 1
