from uuid import uuid4

import pytest

from incidents import notifying, reporting
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
    assert len(messages) == 4
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
    def fail(incident):
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
