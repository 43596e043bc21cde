"""A workplace's work with its result: what is sent stays, and nothing is forgotten."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.urls import reverse

from mailing.models import Message
from sam.dates import today
from sam.workflow import InvalidTransition, Stale
from surveys import reminding
from surveys.models import FollowUp, Survey
from tests.surveys import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def follow_up(municipality, hr, head_teacher, school):
    survey = factories.closed(municipality, hr, answers={school: ["4"] * 7})
    return FollowUp.objects.get(survey=survey, unit=school)


@pytest.fixture
def written(follow_up, head_teacher, teacher):
    themes = follow_up.survey.themes.all()[:2]
    follow_up.write(by=head_teacher, version=0, themes=themes, held_on=today(), note="")
    follow_up.plan_of_measures().add_measure(
        by=head_teacher, activity="Quiet room", responsible=teacher, due_on=today()
    )
    return follow_up


@pytest.fixture
def sent(written, head_teacher, safety_representative):
    written.sign(by=safety_representative)
    written.send(by=head_teacher)
    return written


def act(follow_up, name):
    return reverse("surveys:follow_up_act", args=[follow_up.pk, name])


def test_what_is_not_whole_is_not_sent(as_user, head_teacher, follow_up, parse):
    response = as_user(head_teacher).post(
        act(follow_up, "send"), {"unsigned_because": "Nobody is elected."}
    )

    assert response.status_code == 422
    text = parse(response).text
    assert "Say when the staff meeting was." in text
    assert "Choose one to three themes." in text
    assert "Add at least one measure." in text


def test_without_a_signature_a_reason_is_asked_for(
    as_user, head_teacher, written, parse
):
    client = as_user(head_teacher)

    refused = client.post(act(written, "send"))

    assert refused.status_code == 422
    assert "has not signed it. Say why." in parse(refused).text
    client.post(act(written, "send"), {"unsigned_because": "Nobody is elected."})
    written.refresh_from_db()
    assert written.status == FollowUp.Status.SENT


def test_four_themes_are_too_many(as_user, head_teacher, follow_up, parse):
    themes = [each.pk for each in follow_up.survey.themes.all()]

    response = as_user(head_teacher).post(
        reverse("surveys:follow_up_edit", args=[follow_up.pk]),
        {"themes": themes, "held_on": str(today()), "note": "Kept", "version": 0},
    )

    assert response.status_code == 422
    assert "Choose three at the most" in parse(response).text
    assert "Kept" in parse(response).textarea.text


def test_signature_falls_away_when_the_text_changes(
    written, safety_representative, head_teacher
):
    written.sign(by=safety_representative, signature_note="Good")

    written.write(
        by=head_teacher,
        version=written.version,
        themes=written.themes.all(),
        held_on=today(),
        note="Something else",
    )

    assert (written.signed_by, written.signature_note) == (None, "")


def test_two_who_write_at_once_do_not_lose_what_the_other_wrote(written, head_teacher):
    with pytest.raises(Stale):
        written.write(by=head_teacher, version=0, themes=[], held_on=None, note="Mine")


def test_page_shows_what_the_other_wrote(as_user, head_teacher, written, parse):
    FollowUp.objects.filter(pk=written.pk).update(note="Theirs", version=9)

    response = as_user(head_teacher).post(
        reverse("surveys:follow_up_edit", args=[written.pk]),
        {"themes": [], "held_on": "", "note": "Mine", "version": 0},
    )

    assert response.status_code == 422
    assert "Theirs" in parse(response).text


def test_database_keeps_what_is_sent(sent):
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        FollowUp.objects.filter(pk=sent.pk).update(note="Changed")
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        sent.editions.update(number=7)


def test_database_lets_nothing_be_sent_without_a_meeting(follow_up):
    with pytest.raises(IntegrityError, match="followup_sent_is_whole"):
        FollowUp.objects.filter(pk=follow_up.pk).update(status="sent")


def test_sent_once(sent, head_teacher):
    with pytest.raises(InvalidTransition):
        sent.send(by=head_teacher)


def test_signer_of_another_school_cannot_sign(
    as_user, written, other_school, hr, parse
):
    assert as_user(hr).post(act(written, "sign")).status_code == 403


def test_head_is_told_and_answers(
    as_user, head_of_administration, written, head_teacher, safety_representative
):
    written.sign(by=safety_representative)

    as_user(head_teacher).post(act(written, "send"))
    told = Message.objects.get(recipient=head_of_administration)
    as_user(head_of_administration).post(act(written, "read"), {"answer": "Well done."})

    assert "North school" in told.subject
    written.refresh_from_db()
    assert (written.status, written.answer) == ("read", "Well done.")


def test_employee_reads_what_is_sent_and_not_the_draft(
    as_user, teacher, sent, head_teacher
):
    client = as_user(teacher)
    assert client.get(sent.get_absolute_url()).status_code == 200

    sent.revise(by=head_teacher)

    assert client.get(sent.get_absolute_url()).status_code == 404


def test_late_is_reminded_once_a_step_and_then_the_head(
    follow_up, head_teacher, head_of_administration
):
    def due(days):
        Survey.objects.update(
            follow_up_due_on=today() + timedelta(days=days),
            closes_on=today() - timedelta(days=40),
            opens_on=today() - timedelta(days=50),
        )
        reminding.remind_all()
        reminding.remind_all()
        mine = Message.objects.filter(about__contains=follow_up.pk)
        return [
            mine.filter(recipient=each).count()
            for each in (head_teacher, head_of_administration)
        ]

    assert due(8) == [0, 0]
    assert due(7) == [1, 0]
    assert due(-1) == [2, 0]
    assert due(-15) == [3, 1]


def test_head_reminds_those_who_have_not_sent(
    as_user, head_of_administration, head_teacher, follow_up
):
    address = reverse("surveys:follow_ups_remind", args=[follow_up.survey_id])

    as_user(head_of_administration).post(address)

    assert Message.objects.filter(recipient=head_teacher).count() == 1
