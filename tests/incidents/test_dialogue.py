"""Questions to the reporter, and the answers."""

from uuid import uuid4

import pytest
from django.urls import reverse

from incidents import codewords, dialogue
from incidents.models import Incident, Remark
from mailing.models import Message
from organisation import roles
from organisation.models import Role
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident(school, teacher, head_teacher):
    return IncidentFactory(unit=school, reported_by=teacher, responsible=head_teacher)


@pytest.fixture
def anonymous(school, head_teacher):
    return IncidentFactory(
        unit=school,
        reported_by=None,
        is_anonymous=True,
        code_hash=codewords.hashed(1, ["a"]),
        responsible=head_teacher,
    )


def said(text="When was it?"):
    return {"text": text, "form_key": str(uuid4())}


def url(incident):
    return reverse("incidents:remark", args=[incident.pk])


def test_question_of_the_manager_is_kept_and_the_reporter_told(
    as_user, head_teacher, teacher, incident
):
    response = as_user(head_teacher).post(url(incident), said())

    remark = incident.dialogue.get()
    assert response.url == f"{incident.get_absolute_url()}#dialogue"
    assert (remark.by, remark.is_from_reporter) == (head_teacher, False)
    message = Message.objects.get()
    assert message.recipient == teacher
    assert "When was it?" not in message.subject + message.body


@pytest.fixture
def asked(incident, school):
    """A substitute has asked the reporter something."""
    substitute = UserFactory()
    roles.appoint(substitute, Role.SUBSTITUTE, school)
    Remark.objects.create(
        incident=incident,
        by=substitute,
        is_from_reporter=False,
        text="When?",
        form_key=uuid4(),
    )
    return substitute


def recipients():
    return {message.recipient for message in Message.objects.all()}


def test_answer_of_the_reporter_reaches_who_asked_and_who_is_responsible(
    as_user, head_teacher, teacher, incident, asked
):
    as_user(teacher).post(url(incident), said("On Tuesday."))

    assert incident.dialogue.last().is_from_reporter
    assert recipients() == {asked, head_teacher}


def test_answer_does_not_reach_who_asked_and_handles_it_no_longer(
    as_user, head_teacher, teacher, incident, asked
):
    roles.dismiss(asked.appointments.get())

    as_user(teacher).post(url(incident), said("On Tuesday."))

    assert recipients() == {head_teacher}


def test_answer_reaches_the_level_above_where_the_responsible_has_left(
    as_user, head_teacher, teacher, incident, head_of_administration
):
    head_teacher.is_active = False
    head_teacher.save()

    as_user(teacher).post(url(incident), said("On Tuesday."))

    assert recipients() == {head_of_administration}


def test_answer_reaches_hr_where_nobody_is_responsible(as_user, teacher, school, hr):
    incident = IncidentFactory(unit=school, reported_by=teacher, responsible=None)

    as_user(teacher).post(url(incident), said("On Tuesday."))

    assert recipients() == {hr}


def test_reporter_may_add_something_unasked(as_user, teacher, head_teacher, incident):
    as_user(teacher).post(url(incident), said("The lamp was broken too."))

    assert Message.objects.get().recipient == head_teacher


def test_double_click_says_it_once(as_user, head_teacher, incident):
    manager, told = as_user(head_teacher), said()

    manager.post(url(incident), told)
    manager.post(url(incident), told)

    assert incident.dialogue.count() == Message.objects.count() == 1


def test_other_text_from_the_same_form_is_not_lost(as_user, head_teacher, incident):
    manager, told = as_user(head_teacher), said()

    manager.post(url(incident), told)
    manager.post(url(incident), told | {"text": "And where?"})

    assert [each.text for each in incident.dialogue.all()] == [
        "When was it?",
        "And where?",
    ]


def test_question_to_one_without_a_name_is_kept_and_mailed_to_nobody(
    as_user, head_teacher, anonymous
):
    as_user(head_teacher).post(url(anonymous), said())

    assert anonymous.dialogue.exists()
    assert not Message.objects.exists()


def test_question_to_an_address_tells_where_to_answer(as_user, head_teacher, anonymous):
    Incident.objects.filter(pk=anonymous.pk).update(
        is_anonymous=False, reporter_email="kim@example.org"
    )

    as_user(head_teacher).post(url(anonymous), said())

    message = Message.objects.get(address="kim@example.org")
    assert reverse("public:follow") in message.body
    assert "When was it?" not in message.body


@pytest.mark.parametrize(
    ("role", "status"),
    [("safety_representative", 403), ("hr", 403), ("other_school", 404)],
)
def test_others_do_not_write(as_user, incident, role, status, request):
    person = request.getfixturevalue(role)
    if role == "other_school":
        person = UserFactory(unit=person)

    response = as_user(person).post(url(incident), said())

    assert response.status_code == status
    assert not incident.dialogue.exists()


def test_manager_who_reported_has_nobody_to_ask(as_user, school, head_teacher):
    own = IncidentFactory(unit=school, reported_by=head_teacher)

    assert as_user(head_teacher).post(url(own), said()).status_code == 403


def test_report_from_nobody_known_has_no_dialogue(as_user, school, head_teacher):
    imported = IncidentFactory(unit=school, reported_by=None)

    assert as_user(head_teacher).post(url(imported), said()).status_code == 403


def test_closed_incident_takes_no_more(as_user, school, teacher, head_teacher):
    closed = IncidentFactory(unit=school, reported_by=teacher, closed=True)

    assert as_user(head_teacher).post(url(closed), said()).status_code == 403


@pytest.mark.parametrize("text", ["", "a" * 5_001, "a\0b"])
def test_wrong_remark_comes_back_with_what_was_typed(
    as_user, head_teacher, incident, text, parse
):
    response = as_user(head_teacher).post(url(incident), said(text))

    assert response.status_code == 422
    assert parse(response).select_one("[name=text]").text.strip() == text.strip()
    assert not incident.dialogue.exists()


def test_dialogue_is_read_by_those_who_see_the_incident(
    incident, teacher, head_teacher, safety_representative
):
    dialogue.say(
        incident, by=head_teacher, is_from_reporter=False, text="x", form_key=uuid4()
    )

    shown = {
        person.name: dialogue.shown(person, incident)
        for person in [teacher, head_teacher, safety_representative]
    }

    assert [len(each["remarks"]) for each in shown.values()] == [1, 1, 1]
    assert [name for name, each in shown.items() if each["remark_form"]] == [
        "Teacher",
        "Head teacher",
    ]
