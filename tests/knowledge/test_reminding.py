"""Reminders of certificates, to the person and the manager."""

import pytest

from knowledge import reminding
from knowledge.models import CertificateReminder
from mailing.models import Message
from organisation.models import User
from tests.knowledge.factories import certificate, course

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def told():
    for pk in reminding.note_all():
        reminding.tell(pk)
    return {
        (message.recipient.name, message.subject) for message in Message.objects.all()
    }


@pytest.fixture
def lifting():
    return course("Safe lifting", role="")


@pytest.mark.parametrize(
    ("left", "step"), [(90, 90), (61, 90), (60, 60), (30, 30), (0, 30)]
)
def test_person_and_manager_are_told_by_the_nearest_step(
    teacher, head_teacher, lifting, left, step
):
    certificate(teacher, lifting, left=left)

    assert {name for name, _subject in told()} == {"Teacher", "Head teacher"}
    assert {row.step for row in CertificateReminder.objects.all()} == {step}


@pytest.mark.parametrize("left", [91, -1])
def test_nobody_is_told_before_or_after(teacher, head_teacher, lifting, left):
    certificate(teacher, lifting, left=left)

    assert told() == set()


def test_each_step_is_told_once(teacher, head_teacher, lifting):
    certificate(teacher, lifting, left=60)
    told()

    assert told() == told()
    assert Message.objects.count() == 2


def test_who_has_renewed_is_not_told(teacher, head_teacher, lifting):
    certificate(teacher, lifting, left=60)
    certificate(teacher, lifting, left=900)

    assert told() == set()


def test_who_has_left_is_not_told(teacher, head_teacher, lifting):
    certificate(teacher, lifting, left=60)
    User.objects.filter(pk=teacher.pk).update(is_active=False)

    assert told() == set()


def test_a_manager_is_reminded_by_the_level_above(
    head_teacher, head_of_administration, lifting
):
    certificate(head_teacher, lifting, left=60)

    assert {name for name, _subject in told()} == {"Head teacher", "Head of schools"}


def test_subject_names_nobody(teacher, head_teacher, lifting):
    certificate(teacher, lifting, left=60)

    assert {subject for _name, subject in told()} == {
        "Reminder: 1 certificate runs out"
    }
