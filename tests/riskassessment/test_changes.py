"""The assessment of a planned change, from the draft to the follow-up."""

from datetime import date, time, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from mailing.models import Message
from organisation import roles
from organisation.models import Appointment, Role
from riskassessment import announcing, changing, cooperation, signing, tasks
from riskassessment.models import ChangeAssessment, Risk, Signature
from sam.dates import moment, today
from sam.workflow import InvalidTransition, Stale
from tests.factories import UserFactory
from tests.pages import days

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

Status = ChangeAssessment.Status


def bring_up(change, by, aspect="organisational", **what):
    weighed = {"likelihood": 2, "consequence": 2} | what
    return change.bring_up(by=by, description="Too much", aspect=aspect, **weighed)


def hand_over(change, by, **how):
    change.edit(version=change.version, consequences="More to do")
    changing.hand_over(change, by=by, **{"took_part": []} | how)


def sign(change, by, *, agrees=True, comment=""):
    read = change.fingerprint()
    changing.sign(change, by=by, has_read=read, agrees=agrees, comment=comment)


def decide(change, by, **how):
    decision = {
        "decision": "go_ahead",
        "decision_note": "It is needed",
        "decided_on": today(),
        "follow_up_on": days(90),
    }
    change.decide(by=by, **decision | how)


def told(template):
    """Who has been told by that e-mail, with each time that they were."""
    rows = Message.objects.filter(about__startswith=f"{template}:")
    return sorted(rows.values_list("recipient__name", flat=True))


@pytest.fixture
def in_review(change, head_teacher):
    bring_up(change, head_teacher)
    hand_over(change, head_teacher)
    return change


@pytest.fixture
def signed(in_review, safety_representative):
    sign(in_review, safety_representative)
    return in_review


@pytest.fixture
def decided(signed, head_teacher):
    decide(signed, head_teacher)
    return signed


# While it is assessed


def test_whoever_begins_and_the_representative_take_part_from_the_start(
    change, head_teacher, safety_representative
):
    taking_part = change.participants.values_list("person", "part")

    assert set(taking_part) == {
        (head_teacher.pk, "manager"),
        (safety_representative.pk, "safety_representative"),
    }


def test_risk_is_weighed_by_the_municipality_s_matrix_and_stands_in_the_register(
    change, head_teacher
):
    risk = bring_up(change, head_teacher, likelihood=4, consequence=4)

    assert (risk.unit, risk.source, risk.is_serious) == (change.unit, change, True)
    assert risk in Risk.objects.visible_to(head_teacher)


def test_two_who_edit_do_not_overwrite_each_other(change, head_teacher):
    seen = change.version
    change.edit(version=seen, affected="The kitchen")

    with pytest.raises(Stale) as stale:
        change.edit(version=seen, affected="All")

    assert stale.value.current.affected == "The kitchen"


def test_two_who_edit_a_risk_do_not_overwrite_each_other(change, head_teacher):
    risk = bring_up(change, head_teacher)
    said = {
        "by": head_teacher,
        "version": risk.version,
        "aspect": "social",
        "likelihood": 3,
        "consequence": 3,
        "existing_measures": "",
        "is_serious": None,
    }
    change.describe_risk(risk, description="Conflicts", **said)

    with pytest.raises(Stale):
        change.describe_risk(risk, description="Nothing", **said)

    risk.refresh_from_db()
    assert (risk.description, risk.likelihood) == ("Conflicts", 3)


def test_risk_said_in_other_words_is_not_weighed_again(change, head_teacher):
    risk = bring_up(change, head_teacher)
    weighed = {"likelihood": 2, "consequence": 2, "existing_measures": ""}
    words = {"description": "Conflicts", "aspect": "social", "is_serious": None}

    change.describe_risk(
        risk, by=head_teacher, version=risk.version, **words, **weighed
    )

    assert risk.ratings.count() == 1


def test_what_is_no_risk_is_taken_away_and_kept_out_of_the_register(
    change, head_teacher
):
    risk = bring_up(change, head_teacher)

    change.drop(risk, by=head_teacher)

    assert not change.standing_risks().exists()
    assert not Risk.objects.visible_to(head_teacher).exists()


def test_risk_with_measures_is_not_taken_away(change, head_teacher):
    risk = bring_up(change, head_teacher)
    what = {"activity": "Talk", "responsible": head_teacher, "due_on": days(5)}
    risk.add_measure(by=head_teacher, **what)

    with pytest.raises(InvalidTransition, match="Measures are planned"):
        change.drop(risk, by=head_teacher)

    assert list(change.plan_of_measures().measures.all()) == list(risk.measures.all())


def test_database_refuses_a_decision_after_the_change_has_begun(change):
    rows = ChangeAssessment.objects.filter(pk=change.pk)

    with (
        pytest.raises(IntegrityError, match="change_decided_before_start"),
        transaction.atomic(),
    ):
        rows.update(decision_due_on=change.starts_on + timedelta(days=1))


def test_database_refuses_a_discussion_before_the_group_is_told(change):
    rows = ChangeAssessment.objects.filter(pk=change.pk)

    with (
        pytest.raises(IntegrityError, match="change_told_before_discussed"),
        transaction.atomic(),
    ):
        rows.update(informed_on=days(2), discussed_on=days(1))


# To hand it over


def test_hand_over_says_who_took_part_and_asks_the_representative(
    change, head_teacher, safety_representative
):
    bring_up(change, head_teacher)
    participant = change.participants.get(person=safety_representative)

    hand_over(change, head_teacher, took_part=[participant])

    taking_part = change.participants.values_list("person", "was_present")
    assert dict(taking_part) == {safety_representative.pk: True, head_teacher.pk: False}
    assert change.status == Status.IN_REVIEW
    assert told("change_to_review") == [safety_representative.name]


def test_without_consequences_it_is_not_handed_over(change, head_teacher):
    bring_up(change, head_teacher)

    with pytest.raises(InvalidTransition, match="leads to for the work environment"):
        change.hand_over(by=head_teacher, took_part=[])

    assert ChangeAssessment.objects.get().status == Status.DRAFT


def test_without_an_organisational_or_social_risk_it_says_why(change, head_teacher):
    bring_up(change, head_teacher, aspect="physical")

    with pytest.raises(InvalidTransition, match="organisational or social"):
        hand_over(change, head_teacher)
    hand_over(change, head_teacher, no_social_risk="Only a new door")

    assert change.status == Status.IN_REVIEW
    assert change.no_social_risk == "Only a new door"


def test_handed_over_it_is_not_edited(in_review, head_teacher):
    with pytest.raises(InvalidTransition):
        in_review.edit(version=in_review.version, affected="Nobody")
    with pytest.raises(InvalidTransition):
        bring_up(in_review, head_teacher)

    assert in_review.risks.count() == 1


def test_representative_who_has_left_is_not_told(
    change, head_teacher, safety_representative, school
):
    new = UserFactory(name="New representative")
    roles.appoint(new, Role.SAFETY_REPRESENTATIVE, school)
    roles.dismiss(Appointment.objects.get(user=safety_representative))
    bring_up(change, head_teacher)

    hand_over(change, head_teacher)

    assert told("change_to_review") == [new.name]


# The safety representative's word


def test_signature_keeps_what_was_read(in_review, head_teacher, safety_representative):
    sign(in_review, safety_representative, agrees=False, comment="Too few people")
    in_review.risks.get().rate(by=head_teacher, likelihood=5, consequence=5)

    signature = in_review.signature
    assert (signature.agrees, signature.comment) == (False, "Too few people")
    assert signature.is_intact
    assert signature.content["risks"][0]["likelihood"] == 2
    assert signature.fingerprint == signing.fingerprint(signature.content)
    assert told("change_signed") == [head_teacher.name]


def test_what_has_changed_since_it_was_read_is_not_signed(
    in_review, head_teacher, safety_representative
):
    has_read = in_review.fingerprint()
    in_review.set_dates(version=in_review.version, discussed_on=days(3))

    with pytest.raises(InvalidTransition, match="since you read it"):
        in_review.sign(by=safety_representative, has_read=has_read, agrees=True)

    assert not in_review.signatures.exists()


def test_handed_back_it_is_a_draft_with_the_reason(
    in_review, head_teacher, safety_representative
):
    changing.hand_back(
        in_review, by=safety_representative, reason="Ask the night staff"
    )

    assert in_review.is_draft
    assert in_review.transitions.last().note == "Ask the night staff"
    assert told("change_handed_back") == [head_teacher.name]


def test_signature_does_not_hold_for_what_is_assessed_anew(
    signed, head_teacher, safety_representative
):
    first = signed.signature

    signed.reopen(by=head_teacher, reason="Another shift too")

    assert signed.signature is None
    hand_over(signed, head_teacher)
    sign(signed, safety_representative)
    assert signed.signature != first
    assert signed.signatures.count() == 2


# The decision


def test_without_the_representative_s_word_it_is_decided_with_a_reason(
    in_review, head_teacher
):
    with pytest.raises(InvalidTransition, match="without the safety representative"):
        decide(in_review, head_teacher)
    decide(in_review, head_teacher, unreviewed_reason="On leave until May")

    assert in_review.status == Status.DECIDED
    assert in_review.signature is None


def test_serious_risk_without_a_measure_holds_the_decision_up(
    change, head_teacher, safety_representative
):
    risk = bring_up(change, head_teacher, likelihood=5, consequence=5)
    hand_over(change, head_teacher)
    sign(change, safety_representative)

    with pytest.raises(InvalidTransition, match="serious risk"):
        decide(change, head_teacher)
    what = {"activity": "Talk", "responsible": head_teacher, "due_on": days(5)}
    risk.add_measure(by=head_teacher, **what)
    decide(change, head_teacher)

    assert change.status == Status.DECIDED


def test_cancelled_measure_counts_as_none(change, head_teacher):
    risk = bring_up(change, head_teacher, likelihood=5, consequence=5)
    what = {"activity": "Talk", "responsible": head_teacher, "due_on": days(5)}
    measure = risk.add_measure(by=head_teacher, **what)
    assert not change.unmeasured().exists()

    measure.cancel(by=head_teacher, reason="Too dear")

    assert list(change.unmeasured()) == [risk]


def test_second_of_two_who_decide_is_refused(signed, head_teacher):
    same = ChangeAssessment.objects.get(pk=signed.pk)
    decide(signed, head_teacher)

    with pytest.raises(InvalidTransition):
        decide(same, head_teacher, decision="refrain")

    assert ChangeAssessment.objects.get().decision == "go_ahead"


def test_what_is_refrained_from_leaves_no_risks_and_nothing_to_follow_up(
    signed, head_teacher
):
    decide(signed, head_teacher, decision="refrain", follow_up_on=None)

    assert signed.risks.get().status == "closed"
    assert not ChangeAssessment.objects.unfinished().exists()


def test_cancelled_it_takes_its_risks_with_it_and_back(in_review, head_teacher):
    risk = in_review.risks.get()

    in_review.cancel(by=head_teacher, reason="No money")
    risk.refresh_from_db()
    assert risk.status == "closed"
    in_review.reopen(by=head_teacher, reason="Money after all")

    risk.refresh_from_db()
    assert (risk.status, in_review.is_draft) == ("open", True)


def test_it_is_taken_up_again_with_a_risk_that_was_closed_twice(
    in_review, head_teacher
):
    in_review.cancel(by=head_teacher, reason="No money")
    risk = in_review.risks.get()
    risk.reopen(by=head_teacher, reason="It is there anyhow")
    risk.close(by=head_teacher, reason="It was not")

    in_review.reopen(by=head_teacher, reason="Money after all")

    risk.refresh_from_db()
    assert (risk.status, in_review.is_draft) == ("open", True)


def test_risk_that_has_moved_is_not_closed_with_the_change(
    in_review, head_teacher, other_school
):
    risk = in_review.risks.get()
    risk.move(to=other_school, by=head_teacher, reason="The kitchen has moved")

    in_review.cancel(by=head_teacher, reason="No money")

    risk.refresh_from_db()
    assert risk.status == "open"


def test_representative_without_an_account_stays_when_others_are_ticked(
    change, safety_representative
):
    change.ask(part="safety_representative", name="Of the cleaners")

    change.ask_representatives([safety_representative])

    names = [each.who for each in change.participants.exclude(part="manager")]
    assert sorted(names) == sorted(["Of the cleaners", safety_representative.name])


def test_signature_after_midnight_comes_after_the_day_of_the_decision(signed):
    decided = ChangeAssessment(unit=signed.unit, status=Status.DECIDED)
    decided.decided_on, decided.decision_due_on = date(2026, 1, 14), date(2026, 1, 14)
    decided.discussed_on, decided.follow_up_on = date(2026, 1, 10), date(2026, 5, 1)
    signature = Signature(at=moment(date(2026, 1, 15), time(0, 30)))
    decided._prefetched_objects_cache = {"signatures": [signature]}

    (warning,) = cooperation.warnings(decided, group="the group")

    assert "before the safety representative signed" in warning


def test_risk_with_a_measure_going_on_stays_when_it_is_cancelled(
    in_review, head_teacher
):
    risk = in_review.risks.get()
    what = {"activity": "Talk", "responsible": head_teacher, "due_on": days(5)}
    risk.add_measure(by=head_teacher, **what)

    in_review.cancel(by=head_teacher, reason="No money")

    risk.refresh_from_db()
    assert risk.status == "open"


# The follow-up


def test_each_risk_is_confirmed_weighed_anew_or_closed(decided, head_teacher):
    same, new, gone = (bring_up(decided, head_teacher) for _each in range(3))
    first = decided.risks.order_by("created_at").first()

    decided.follow_up(
        by=head_teacher,
        outcome="partly",
        follow_up_note="Calmer than feared",
        judged={
            first: partial(first.confirm, reason="As before"),
            same: partial(same.confirm, reason="As before"),
            new: partial(new.rate, likelihood=4, consequence=4, reason="Sick leave"),
            gone: partial(gone.close, reason="Nobody works alone any more"),
        },
    )

    assert (decided.status, decided.followed_up_on) == (Status.FOLLOWED_UP, today())
    for risk in (same, new, gone):
        risk.refresh_from_db()
    assert [same.ratings.count(), new.likelihood, gone.status] == [2, 4, "closed"]


def test_follow_up_that_forgets_a_risk_is_refused(decided, head_teacher):
    with pytest.raises(InvalidTransition, match="risks have changed"):
        decided.follow_up(
            by=head_teacher, outcome="as_thought", follow_up_note="Well", judged={}
        )

    assert ChangeAssessment.objects.get().status == Status.DECIDED


def test_follow_up_is_moved_with_a_reason_that_is_kept(decided, head_teacher):
    decided.postpone(by=head_teacher, follow_up_on=days(120), reason="Begins later")

    assert decided.follow_up_on == days(120)
    assert decided.transitions.last().note.endswith(": Begins later")


# What each sees, and is reminded of


def test_late_are_those_whose_day_has_passed(change, school):
    rows = ChangeAssessment.objects.filter(pk=change.pk)
    assert not ChangeAssessment.objects.late().exists()

    rows.update(decision_due_on=days(-1))
    assert [each.is_late for each in ChangeAssessment.objects.late()] == [True]
    rows.update(status="cancelled")
    assert not ChangeAssessment.objects.late().exists()
    rows.update(
        status="decided",
        decision="go_ahead",
        decided_on=days(-9),
        follow_up_on=days(-1),
    )
    assert [each.is_late for each in ChangeAssessment.objects.late()] == [True]


def test_search_finds_every_word_in_name_or_description(change):
    def found(text):
        return list(ChangeAssessment.objects.search(text))

    assert found("rota KITCHEN") == [change]
    assert found("rota garage") == []


def test_manager_is_reminded_once_before_and_once_after_the_day(change, head_teacher):
    rows = ChangeAssessment.objects.filter(pk=change.pk)
    announcing.remind_of_all()
    assert told("change_unreviewed") == []

    rows.update(decision_due_on=days(6))
    for _night in range(2):
        tasks.remind_of_changes()
    assert told("change_unreviewed") == [head_teacher.name]
    rows.update(decision_due_on=days(-3))
    for _night in range(2):
        tasks.remind_of_changes()

    assert told("change_unreviewed") == [head_teacher.name] * 2


def test_representative_is_reminded_of_what_is_to_be_reviewed(
    in_review, head_teacher, safety_representative
):
    ChangeAssessment.objects.update(decision_due_on=days(1))

    announcing.remind_of_all()

    names = sorted([head_teacher.name, safety_representative.name])
    assert told("change_unreviewed") == names


def test_signed_in_time_nobody_is_reminded(signed):
    ChangeAssessment.objects.update(decision_due_on=days(1))

    announcing.remind_of_all()

    assert told("change_unreviewed") == []


def test_follow_up_is_reminded_of_once_for_each_day_it_is_set_to(decided, head_teacher):
    for day in (days(-40), days(-40), days(0)):
        ChangeAssessment.objects.update(follow_up_on=day, decided_on=days(-50))
        announcing.remind_of_all()

    assert told("change_to_follow_up") == [head_teacher.name] * 2


def test_no_e_mail_names_a_person_in_its_subject(in_review, safety_representative):
    sign(in_review, safety_representative)

    subjects = Message.objects.filter(about__startswith="change_").values_list(
        "subject", flat=True
    )

    assert len(subjects) == 2
    assert all("North school" in each for each in subjects)
    assert not any(safety_representative.name in each for each in subjects)
