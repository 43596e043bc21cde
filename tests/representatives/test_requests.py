"""A request for measures: its states, numbers, and who is told."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from mailing.models import Message
from representatives import handing, reminding, tasks
from representatives.confirming import fingerprint
from representatives.models import RepRequest
from sam.dates import today
from sam.workflow import InvalidTransition
from tests.factories import UserFactory
from tests.representatives.factories import RepRequestFactory

pytestmark = pytest.mark.django_db
Status = RepRequest.Status


@pytest.fixture
def draft(school, safety_representative):
    return RepRequestFactory(unit=school, representative=safety_representative)


@pytest.fixture
def sent(draft, safety_representative, head_teacher):
    handing.send(draft, by=safety_representative)
    return draft


def due_in(request, days):
    """As if the representative had set another day; what is sent cannot change."""
    today_ = today() + timedelta(days=days)
    return RepRequestFactory(
        sent=True,
        unit=request.unit,
        representative=request.representative,
        answer_due_on=today_,
    )


def test_sending_numbers_within_the_year(school, safety_representative, head_teacher):
    first, second = RepRequestFactory.create_batch(
        2, unit=school, representative=safety_representative
    )

    for each in [first, second]:
        handing.send(each, by=safety_representative)

    year = today().year
    assert [first.reference, second.reference] == [f"{year}-1", f"{year}-2"]


def test_sending_hands_over_and_confirms_at_once(
    draft, safety_representative, head_teacher, told
):
    safety_representative.gets_digest = True
    safety_representative.save()

    handing.send(draft, by=safety_representative)

    assert list(draft.handed_to.all()) == [head_teacher]
    assert told("rep_request_sent") == ["Head teacher"]
    confirmed = Message.objects.get(about=f"rep_request_confirmed:{draft.pk}")
    assert confirmed.recipient == safety_representative
    assert confirmed.status != Message.Status.FOR_DIGEST
    assert "Head teacher" in confirmed.body
    assert draft.reference in confirmed.body


def test_subject_and_address_say_nothing_of_the_risk(sent):
    for message in Message.objects.all():
        assert "ladder" not in message.subject + message.path + message.body


def test_unit_without_manager_hands_to_hr(draft, safety_representative, hr, told):
    handing.send(draft, by=safety_representative)

    assert list(draft.handed_to.all()) == [hr]
    assert told("rep_request_sent") == ["HR"]


def test_it_is_sent_once(sent, safety_representative):
    again = RepRequest.objects.get(pk=sent.pk)
    again.status = Status.DRAFT

    with pytest.raises(InvalidTransition), transaction.atomic():
        handing.send(again, by=safety_representative)

    assert sent.transitions.count() == 1


def test_what_is_sent_stays_as_it_was(sent):
    with pytest.raises(DatabaseError), transaction.atomic():
        RepRequest.objects.filter(pk=sent.pk).update(problem="Nothing")
    with pytest.raises(DatabaseError), transaction.atomic():
        RepRequest.objects.filter(pk=sent.pk).delete()

    sent.refresh_from_db()
    assert sent.problem == "The ladder is loose."


def test_job_makes_the_confirmation_once(sent):
    tasks.make_confirmation(str(sent.pk))
    sent.refresh_from_db()
    first = sent.confirmation
    tasks.make_confirmation(str(sent.pk))
    sent.refresh_from_db()

    assert sent.confirmation == first
    with first.file.open() as file:
        assert file.read().startswith(b"%PDF")
    assert sent.reference in first.name


def test_night_makes_the_confirmation_that_a_lost_job_did_not(sent, monkeypatch):
    queue = []
    monkeypatch.setattr(tasks.make_confirmation, "delay", queue.append)

    tasks.remind_of_requests()

    assert queue == [str(sent.pk)]


def test_fingerprint_is_another_for_another_receiver(sent):
    first = fingerprint(sent)

    sent.handed_to.add(UserFactory())

    assert fingerprint(sent) != first
    assert len(first.replace(" ", "")) == 64


def test_employer_answers_and_may_answer_again(sent, head_teacher, told):
    handing.answer(sent, by=head_teacher, decision="no", answer="Too dear.")
    handing.answer(sent, by=head_teacher, decision="yes", answer="It is ordered.")

    assert (sent.status, sent.decision) == (Status.ANSWERED, "yes")
    assert sent.answered_by == head_teacher
    assert "Too dear." in sent.transitions.all()[1].note
    assert told("rep_request_answered") == ["Safety representative"] * 2


@pytest.mark.parametrize(
    ("act", "said", "status"),
    [
        (handing.be_satisfied, {}, Status.SATISFIED),
        (handing.turn_to_authority, {"on": today()}, Status.AT_AUTHORITY),
        (handing.withdraw, {"reason": "Moved."}, Status.WITHDRAWN),
    ],
)
def test_representative_says_what_comes_of_the_answer(
    sent, head_teacher, safety_representative, told, act, said, status
):
    handing.answer(sent, by=head_teacher, decision="partly", answer="One of two.")

    act(sent, by=safety_representative, **said)

    assert sent.status == status
    assert told("rep_request_settled") == ["Head teacher"]


def test_employer_may_still_answer_what_is_with_the_authority(
    sent, head_teacher, safety_representative
):
    handing.turn_to_authority(sent, by=safety_representative, on=today())
    assert RepRequest.objects.unanswered().get() == sent

    handing.answer(sent, by=head_teacher, decision="yes", answer="It is ordered.")

    assert (sent.status, sent.is_answered) == (Status.AT_AUTHORITY, True)


def test_finished_takes_no_answer_and_no_measure(
    sent, head_teacher, safety_representative
):
    handing.withdraw(sent, by=safety_representative, reason="Moved.")

    with pytest.raises(InvalidTransition):
        handing.answer(sent, by=head_teacher, decision="yes", answer="Yes.")
    with pytest.raises(InvalidTransition):
        sent.plan_of_measures()


def test_measures_stand_in_a_plan_that_finds_its_request(sent, head_teacher):
    measure = sent.plan_of_measures().add_measure(
        by=head_teacher,
        activity="Buy a ladder",
        responsible=head_teacher,
        due_on=today(),
    )

    assert measure.plan.source == sent
    assert sent.plan_of_measures() == measure.plan


# Reminders


@pytest.mark.parametrize(
    ("days", "step"),
    [(3, "soon"), (0, "soon"), (-1, "late"), (-7, "late"), (-8, "very_late")],
)
def test_step_is_the_latest_that_has_begun(draft, days, step):
    assert reminding.step_of(due_in(draft, days)).name == step


def test_nobody_is_reminded_early(draft, head_teacher):
    due_in(draft, 4)

    reminding.remind_all()

    assert not Message.objects.exists()


def test_late_answer_is_told_once_also_to_the_level_above(
    draft, head_teacher, head_of_administration, told
):
    due_in(draft, -2)

    reminding.remind_all()
    reminding.remind_all()

    assert told("rep_request_late") == [
        "Head of schools",
        "Head teacher",
        "Safety representative",
    ]


def test_before_the_day_only_the_manager_is_told(
    draft, head_teacher, head_of_administration, told
):
    due_in(draft, 2)

    reminding.remind_all()

    assert told("rep_request_soon") == ["Head teacher"]


def test_answered_is_reminded_of_no_more(draft, head_teacher):
    request = due_in(draft, -2)
    request.reply(by=head_teacher, decision="no", answer="No.")

    reminding.remind_all()

    assert not Message.objects.exists()


def test_one_that_fails_keeps_no_other_back(draft, head_teacher, told, monkeypatch):
    broken, whole = due_in(draft, -1), due_in(draft, -1)
    step_of = reminding.step_of
    monkeypatch.setattr(
        reminding,
        "step_of",
        lambda request: None if request == broken else step_of(request),
    )

    reminding.remind_all()

    abouts = set(Message.objects.values_list("about", flat=True))
    assert abouts == {f"rep_request_late:{whole.pk}"}
