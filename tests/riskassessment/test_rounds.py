"""Verbs and constraints of a round, and what a signature freezes."""

import pytest
from django.db import IntegrityError, transaction

from actionplans.models import RiskMatrix
from attachments.photos import Photo
from riskassessment.models import Answer, InspectionRound, Participant, Risk
from sam.dates import today
from sam.workflow import InvalidTransition, Stale
from tests.factories import InspectionRoundFactory, MeasureFactory

pytestmark = pytest.mark.django_db

Status = InspectionRound.Status


def refused_by_database(change):
    """Whether the database, and not only the program, keeps the change out."""
    try:
        with transaction.atomic():
            change()
    except IntegrityError as error:
        return "signed" in str(error)
    return False


def find_risk(round, by, **rating):
    """The risk behind the answer no."""
    answer = round.answers.get(value="no")
    rating = {"likelihood": 3, "consequence": 3} | rating
    return Risk.objects.assess(answer, by=by, description="Dark", **rating)


def test_first_answer_starts_the_round(round, questions, head_teacher):
    round.answer(questions[0], by=head_teacher, value="yes")

    assert round.status == Status.ONGOING
    assert round.transitions.get().by == head_teacher


def test_last_answer_counts_and_history_has_the_first(round, questions, head_teacher):
    round.answer(questions[0], by=head_teacher, value="yes")
    round.answer(questions[0], by=head_teacher, value="no")

    answer = round.answers.get()
    assert answer.value == "no"
    assert [event.value for event in answer.events.all()] == ["yes"]


def test_unanswered_is_not_the_same_as_not_applicable(round, questions, head_teacher):
    round.answer(questions[0], by=head_teacher, value="not_applicable")
    round.answer(questions[1], by=head_teacher, value="", comment="Ask the caretaker")

    assert list(round.unanswered()) == [questions[1]]
    with pytest.raises(InvalidTransition):
        round.submit(by=head_teacher, carried_out_on=today(), present=[])


def test_submit_records_who_was_invited_and_did_not_come(walked, head_teacher):
    came = walked.participants.get(person=head_teacher)

    walked.submit(by=head_teacher, carried_out_on=today(), present=[came])

    assert walked.status == Status.IN_REVIEW
    assert dict(walked.participants.values_list("part", "was_present")) == {
        "manager": True,
        "safety_representative": False,
    }


def test_two_people_one_button(walked, head_teacher):
    same = InspectionRound.objects.get(pk=walked.pk)
    walked.submit(by=head_teacher, carried_out_on=today(), present=[])

    with pytest.raises(InvalidTransition):
        same.submit(by=head_teacher, carried_out_on=today(), present=[])

    assert walked.transitions.filter(to_status=Status.IN_REVIEW).count() == 1


def test_round_in_review_takes_no_answer(submitted, questions, head_teacher):
    with pytest.raises(InvalidTransition):
        submitted.answer(questions[0], by=head_teacher, value="yes")

    assert submitted.answers.get(question=questions[0]).value == "no"


def test_hand_back_opens_the_round_again(
    submitted, questions, head_teacher, safety_representative
):
    submitted.hand_back(by=safety_representative, reason="The store is missing")

    submitted.answer(questions[0], by=head_teacher, value="yes")
    assert submitted.last_return().note == "The store is missing"


def test_sign_freezes_the_content_with_a_fingerprint(submitted, sign):
    signature = sign(submitted, comment="I would have said no to both")

    assert submitted.status == Status.SIGNED
    said = signature.content["sections"][0]["questions"][0]
    assert (said["answer"], said["comment"]) == ("no", "The lamp is out")
    assert signature.is_intact
    signature.content["sections"][0]["questions"][0]["answer"] = "yes"
    assert not signature.is_intact


def test_sign_wants_what_was_read(submitted, questions, safety_representative):
    read = submitted.fingerprint()
    submitted.comment_on(questions[0], review_comment="Since May")

    with pytest.raises(InvalidTransition):
        submitted.sign(by=safety_representative, has_read=read)

    submitted.refresh_from_db()
    assert submitted.status == Status.IN_REVIEW


def test_round_is_signed_only_once(submitted, sign):
    same = InspectionRound.objects.get(pk=submitted.pk)
    sign(submitted)

    with pytest.raises(InvalidTransition):
        sign(same)


def test_signed_round_cannot_change(walked, questions, head_teacher, sign):
    risk = find_risk(walked, head_teacher)
    walked.submit(by=head_teacher, carried_out_on=today(), present=[])
    signature = sign(walked)
    answers = Answer.objects.filter(round=walked)
    rounds = InspectionRound.objects.filter(pk=walked.pk)

    for change in [
        lambda: answers.update(value="yes"),
        lambda: answers.delete(),
        lambda: Risk.objects.filter(pk=risk.pk).update(description="Light"),
        lambda: Risk.objects.filter(pk=risk.pk)._raw_delete("default"),
        lambda: Participant.objects.filter(round=walked).update(was_present=True),
        lambda: walked.participants.create(person=signature.by, part="other"),
        lambda: rounds.update(status="ongoing"),
        lambda: rounds.update(carried_out_on=None),
        lambda: rounds._raw_delete("default"),
        lambda: type(signature).objects.update(fingerprint="x" * 64),
        lambda: type(signature).objects.all()._raw_delete("default"),
    ]:
        assert refused_by_database(change)

    with pytest.raises(InvalidTransition):
        walked.answer(questions[0], by=head_teacher, value="yes")


def test_other_rounds_may_still_change(submitted, sign, questions, head_teacher):
    other = InspectionRoundFactory(checklist=submitted.checklists.get())
    sign(submitted)

    other.answer(questions[0], by=head_teacher, value="yes")

    assert other.answers.get().value == "yes"


def test_measures_go_on_after_signing(walked, head_teacher, teacher, sign):
    risk = find_risk(walked, head_teacher)
    walked.submit(by=head_teacher, carried_out_on=today(), present=[])
    sign(walked)

    risk = Risk.objects.get(pk=risk.pk)
    measure = risk.add_measure(
        by=head_teacher, activity="New lamp", responsible=teacher, due_on=today()
    )
    measure.start(by=teacher)

    assert risk.measures.get().status == "started"
    assert measure.plan.source == walked


def test_round_has_one_plan_however_many_measures(walked, head_teacher):
    risk = find_risk(walked, head_teacher)
    what = {"responsible": head_teacher, "due_on": today()}
    same = Risk.objects.get(pk=risk.pk)

    one = risk.add_measure(by=head_teacher, activity="New lamp", **what)
    two = same.add_measure(by=head_teacher, activity="Window", **what)

    assert one.plan == two.plan
    assert set(risk.measures.all()) == {one, two}


# Risks


@pytest.mark.parametrize(
    ("likelihood", "consequence", "level"),
    [(1, 1, "low"), (2, 2, "low"), (1, 5, "medium"), (3, 3, "medium"), (2, 5, "high")],
)
def test_risk_has_the_level_of_its_cell(
    walked, head_teacher, likelihood, consequence, level
):
    risk = find_risk(
        walked, head_teacher, likelihood=likelihood, consequence=consequence
    )

    assert risk.level.code == level
    assert risk.matrix == RiskMatrix.objects.current()


def test_risk_stands_while_the_answer_is_no(walked, questions, head_teacher, hr):
    risk = find_risk(walked, head_teacher)

    walked.answer(questions[0], by=head_teacher, value="yes")
    when_yes = list(Risk.objects.visible_to(hr))
    walked.answer(questions[0], by=head_teacher, value="no")

    assert (when_yes, list(Risk.objects.visible_to(hr))) == ([], [risk])


def test_risk_belongs_to_an_answer_that_shows_one(walked, head_teacher):
    answer = walked.answers.get(value="yes")

    with pytest.raises(InvalidTransition):
        Risk.objects.assess(
            answer, by=head_teacher, description="Dark", likelihood=3, consequence=3
        )


def test_database_refuses_a_risk_outside_the_matrix(walked, head_teacher):
    risk = find_risk(walked, head_teacher)

    with pytest.raises(IntegrityError, match="risk_within_matrix"):
        Risk.objects.filter(pk=risk.pk).update(likelihood=6)


def test_risk_is_weighed_anew_after_signing(walked, head_teacher, sign):
    risk = find_risk(walked, head_teacher)
    walked.submit(by=head_teacher, carried_out_on=today(), present=[])
    signature = sign(walked)

    risk.rate(by=head_teacher, reason="New lamp", likelihood=1, consequence=1)

    assert [each.likelihood for each in risk.ratings.all()] == [3, 1]
    said = signature.content["sections"][0]["questions"][0]
    assert said["risk"]["likelihood"] == 3
    assert signature.is_intact


# Two telephones


def test_answer_that_somebody_else_gave_meanwhile_is_not_overwritten(
    round, questions, head_teacher, teacher
):
    round.answer(questions[0], by=teacher, value="no")

    with pytest.raises(Stale) as stale:
        round.answer(questions[0], by=head_teacher, value="yes", was={"value": ""})

    assert stale.value.current.value == "no"
    assert round.answers.get().answered_by == teacher


def test_photo_before_the_answer_leaves_the_question_unanswered(
    round, questions, head_teacher
):
    Answer.objects.add_photo(
        round, questions[0], Photo(b"large", b"small"), by=head_teacher
    )

    assert set(round.unanswered()) == set(questions)


# The end


def test_undecided_until_there_is_a_measure_or_the_risk_is_closed(walked, head_teacher):
    found = [list(walked.undecided())]
    risk = find_risk(walked, head_teacher)
    found.append(list(walked.undecided()))
    risk.close(by=head_teacher, reason="Accepted")
    found.append(list(walked.undecided()))
    risk.reopen(by=head_teacher, reason="No")
    risk.add_measure(
        by=head_teacher, activity="Lamp", responsible=head_teacher, due_on=today()
    )
    found.append(list(walked.undecided()))

    answer = walked.answers.get(value="no")
    assert found == [[answer], [answer], [], []]


def test_signed_round_is_only_closed(submitted, sign, head_teacher):
    sign(submitted)
    with pytest.raises(InvalidTransition):
        submitted.close(by=head_teacher)

    submitted.close(by=head_teacher, note="Nothing to do about it")

    assert submitted.status == Status.CLOSED
    rounds = InspectionRound.objects.filter(pk=submitted.pk)
    assert refused_by_database(lambda: rounds.update(status="signed"))


# Who


def test_who_leads_a_round(
    round, head_teacher, head_of_administration, safety_representative
):
    planned = InspectionRoundFactory(planned_by=head_of_administration)

    def led(user):
        return set(InspectionRound.objects.led_by(user))

    assert led(head_teacher) == {round}
    assert led(head_of_administration) == {planned}
    assert led(safety_representative) == set()


def test_measure_of_a_round_names_the_round_without_extra_queries(
    walked, head_teacher, django_assert_num_queries
):
    measure = MeasureFactory(plan=walked.plan_of_measures())

    with django_assert_num_queries(1):
        (listed,) = type(measure).objects.with_source()
        name = str(listed.plan.source)

    assert name == f"{walked.title}, {walked.unit}"
