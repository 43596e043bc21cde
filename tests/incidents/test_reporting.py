from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from incidents import codewords, notifying, reporting
from incidents.models import Incident
from mailing.models import Message
from organisation import roles
from organisation.models import Role
from sam.dates import today
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def report(by, unit, **fields):
    told = {
        "form_key": uuid4(),
        "kind": Incident.Kind.NEAR_MISS,
        "description": "A ladder fell.",
        "occurred_on": today(),
    }
    return reporting.report(by=by, unit=unit, **told | fields)


def recipients(template):
    messages = Message.objects.filter(about__startswith=template)
    return {message.recipient for message in messages}


def test_nearest_manager_is_proposed(teacher, school, head_teacher, administration):
    roles.appoint(UserFactory(), Role.MANAGER, administration)

    assert report(teacher, school).responsible == head_teacher


def test_unit_without_manager_falls_to_the_head_above(
    teacher, school, head_of_administration
):
    assert report(teacher, school).responsible == head_of_administration


def test_municipality_without_managers_takes_reports_too(teacher, school):
    assert report(teacher, school).responsible is None


def test_manager_who_reports_stays_responsible(head_teacher, school):
    assert report(head_teacher, school).responsible == head_teacher


def test_manager_and_nearest_representatives_are_told(
    teacher, school, head_teacher, safety_representative, administration
):
    other = UserFactory()
    roles.appoint(other, Role.SAFETY_REPRESENTATIVE, school)
    roles.appoint(UserFactory(), Role.SAFETY_REPRESENTATIVE, administration)

    report(teacher, school)

    assert recipients("incident_reported") == {
        head_teacher,
        safety_representative,
        other,
    }
    assert recipients("incident_receipt") == {teacher}


def test_no_message_names_a_person_in_its_subject_or_addresses(
    teacher, school, head_teacher, safety_representative
):
    incident = report(
        teacher,
        school,
        kind=Incident.Kind.ACCIDENT,
        affected=Incident.Affected.EMPLOYEE,
        affected_person="Kim Testsson",
        description="Kim Testsson fell.",
    )
    incident.start_investigation(by=head_teacher)
    transition = incident.hand_over(by=head_teacher, responsible=UserFactory(name="Lo"))
    notifying.incident_handed_over(incident, transition)

    messages = list(Message.objects.all())
    assert len(messages) == 6
    for message in messages:
        for name in ["Kim Testsson", "Teacher", "Head teacher", "Lo"]:
            assert name not in message.subject.split()
            assert name not in message.body
        assert str(incident.number) in message.subject
        assert f"/incidents/{incident.pk}/" in message.body


def test_same_form_makes_one_incident(teacher, school, head_teacher):
    key = uuid4()

    first = report(teacher, school, form_key=key)
    second = report(teacher, school, form_key=key)

    assert second == first
    assert Incident.objects.get().description == "A ladder fell."
    assert Message.objects.count() == 2


def test_form_sent_again_with_another_text_is_not_lost(teacher, school, head_teacher):
    key = uuid4()

    first = report(teacher, school, form_key=key)
    second = report(teacher, school, form_key=key, description="A shelf fell.")

    assert second != first
    assert second.description == "A shelf fell."
    assert Message.objects.count() == 4


def test_form_sent_again_for_another_workplace_is_not_lost(
    teacher, school, other_school, head_teacher
):
    key = uuid4()

    first = report(teacher, school, form_key=key)
    second = report(teacher, other_school, form_key=key)

    assert [first.unit, second.unit] == [school, other_school]


def test_form_of_another_person_is_not_the_same_form(teacher, school, head_teacher):
    key = uuid4()

    theirs = report(head_teacher, school, form_key=key)
    mine = report(teacher, school, form_key=key)

    assert mine != theirs
    assert mine.reported_by == teacher


def test_numbers_follow_each_other(teacher, school):
    first, second = report(teacher, school), report(teacher, school)

    assert second.number == first.number + 1
    assert str(second) != str(first)


def test_report_that_fails_leaves_nothing(teacher, school, head_teacher, monkeypatch):
    def fail(incident, managers):
        raise ZeroDivisionError

    monkeypatch.setattr(notifying, "incident_reported", fail)

    with pytest.raises(ZeroDivisionError):
        report(teacher, school)

    assert not Incident.objects.exists()
    assert not Message.objects.exists()


def test_report_is_cheap(
    teacher, school, head_teacher, safety_representative, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20):
        report(teacher, school)


def test_hr_is_told_where_no_manager_answers(teacher, school, hr):
    incident = report(teacher, school)

    assert incident.responsible is None
    assert recipients("incident_reported") == {hr}


# Who receives it


def test_substitute_by_calendar_is_proposed_and_the_manager_told(
    teacher, school, head_teacher
):
    substitute = UserFactory()
    week = today() + timedelta(days=7)
    roles.appoint(substitute, Role.SUBSTITUTE, school, until=week)

    incident = report(teacher, school)

    assert incident.responsible == substitute
    assert recipients("incident_reported") == {substitute, head_teacher}


@pytest.mark.parametrize("part", ["affected", "involved"])
def test_manager_whom_it_concerns_is_passed_over(
    teacher, school, head_teacher, head_of_administration, part
):
    substitute = UserFactory()
    roles.appoint(substitute, Role.SUBSTITUTE, school)

    incident = report(teacher, school, manager_part=part)

    assert incident.responsible == head_of_administration
    assert set(incident.barred) == {head_teacher.pk, substitute.pk}
    assert recipients("incident_reported") == {head_of_administration}


def test_manager_of_a_unit_with_only_a_substitute_of_its_own_is_passed_over_too(
    teacher, school, head_of_administration, hr
):
    substitute = UserFactory()
    roles.appoint(substitute, Role.SUBSTITUTE, school)

    incident = report(teacher, school, manager_part="involved")

    assert set(incident.barred) == {head_of_administration.pk, substitute.pk}
    assert recipients("incident_reported") == {hr}


def test_hr_receives_it_where_there_is_nobody_above_the_manager(
    teacher, school, head_teacher, hr
):
    incident = report(teacher, school, manager_part="involved")

    assert incident.responsible is None
    assert recipients("incident_reported") == {hr}


def test_manager_of_the_place_of_employment_is_told(
    teacher, school, head_teacher, other_school
):
    other = UserFactory()
    roles.appoint(other, Role.MANAGER, other_school)

    incident = report(teacher, school, employed_unit=other_school)

    assert incident.responsible == head_teacher
    assert recipients("incident_reported") == {head_teacher, other}


def test_hr_is_told_of_a_death(teacher, school, head_teacher, hr):
    report(teacher, school, kind=Incident.Kind.DEATH)

    assert recipients("incident_reported") == {head_teacher, hr}


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"kind": "death"}, "waiting"),
        ({"kind": "accident", "is_violence": True}, "waiting"),
        ({"kind": "accident"}, "for_digest"),
        ({"kind": "near_miss", "is_violence": True}, "for_digest"),
    ],
)
def test_what_is_grave_does_not_wait_for_the_daily_mail(
    teacher, school, head_teacher, told, status
):
    head_teacher.gets_digest = True
    head_teacher.save()

    report(teacher, school, **told)

    about = Message.objects.filter(about__startswith="incident_reported:")
    assert about.get(recipient=head_teacher).status == status


def test_manager_who_reports_knows_of_it(teacher, head_teacher, school):
    assert report(head_teacher, school).known_at
    assert report(teacher, school).known_at is None


# Reporters without an account


def test_receipt_goes_to_the_address_that_was_given_without_the_words(
    school, head_teacher
):
    words = codewords.drawn()

    incident = report(
        None, school, words=words, reporter_email="kim@example.org", reporter_name="Kim"
    )

    message = Message.objects.get(address="kim@example.org")
    assert str(incident.number) in message.body
    assert reverse("public:follow") in message.body
    assert not any(word in message.body.split() for word in words)


def test_who_is_anonymous_gets_no_mail(school, head_teacher):
    report(None, school, words=codewords.drawn(), is_anonymous=True)

    assert recipients("incident") == {head_teacher}


def test_person_without_log_in_is_led_to_number_and_words(school, head_teacher):
    person = UserFactory(is_active=False)

    report(person, school, words=codewords.drawn())

    message = Message.objects.get(recipient=person)
    assert message.path == reverse("public:follow")
