"""One e-mail a day for those who want it."""

from unittest.mock import Mock

import pytest
from django.core import mail

from mailing import outbox, tasks
from mailing.digest import write_digest
from mailing.models import Message
from sam.celery import app
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def queue(monkeypatch):
    """Stands for the queue; what is put there is counted and not carried out."""
    queues = {"deliver": Mock(), "send_digest": Mock()}
    for name, queue in queues.items():
        monkeypatch.setattr(getattr(tasks, name), "apply_async", queue)
    return queues


@pytest.fixture
def reader():
    return UserFactory(gets_digest=True, email="reader@example.org")


@pytest.fixture
def send(school):
    incident = IncidentFactory(unit=school)

    def _send(recipient, about, **options):
        context = {"incident": incident, "path": f"/{about}/"}
        outbox.send(recipient, "incident_reported", context, about=about, **options)
        return Message.objects.get(recipient=recipient, about=about)

    return _send


def test_message_waits_for_the_digest_of_the_one_who_wants_it(
    send, reader, queue, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        message = send(reader, "fact")

    assert message.status == Message.Status.FOR_DIGEST
    assert queue["deliver"].call_count == 0


def test_urgent_message_goes_at_once_to_everyone(
    send, reader, queue, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        message = send(reader, "fact", urgent=True)

    assert message.status == Message.Status.WAITING
    assert queue["deliver"].call_args.args[0] == (message.pk,)


def test_digest_has_the_subject_and_link_of_each_message(send, reader, settings):
    settings.SITE_ADDRESS = "https://sam.example.org"
    waiting = [send(reader, "one"), send(reader, "two")]

    tasks.send_digest(reader.pk)
    digest = Message.objects.get(about__startswith="digest:")
    tasks.deliver(digest.pk)

    [sent] = mail.outbox
    assert sent.to == ["reader@example.org"]
    assert reader.name not in sent.subject
    assert [sent.body.count(each.subject) for each in waiting] == [2, 2]
    assert "https://sam.example.org/one/" in sent.body
    assert "https://sam.example.org/two/" in sent.body
    told = Message.objects.filter(digest=digest)
    assert {each.status for each in told} == {Message.Status.DIGESTED}
    assert set(told) == set(waiting)


def test_message_is_told_in_one_digest_though_the_task_runs_twice(send, reader):
    send(reader, "fact")

    digests = [write_digest(reader.pk) for _time in range(2)]

    assert digests[1] is None
    assert Message.objects.filter(about__startswith="digest:").get() == digests[0]


def test_each_person_who_waits_gets_a_digest_and_nobody_else(send, reader, queue):
    other = UserFactory(gets_digest=True)
    for about in ["one", "two"]:
        send(reader, about)
    send(other, "one")
    send(UserFactory(), "one")

    tasks.send_digests()

    people = [call.args[0] for call in queue["send_digest"].call_args_list]
    assert sorted(people) == sorted([(reader.pk,), (other.pk,)])


def test_what_waits_is_told_though_the_person_no_longer_wants_digests(send, reader):
    message = send(reader, "fact")
    reader.gets_digest = False
    reader.save()

    assert list(write_digest(reader.pk).digested.all()) == [message]


def test_message_in_a_digest_that_failed_has_not_reached(send, reader):
    message = send(reader, "fact")
    digest = write_digest(reader.pk)
    assert not Message.objects.failed().exists()

    Message.objects.filter(pk=digest.pk).update(status=Message.Status.FAILED)

    assert set(Message.objects.failed()) == {message, digest}


def test_each_scheduled_task_is_one_that_the_worker_knows(settings):
    app.loader.import_default_modules()

    scheduled = {each["task"] for each in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled <= set(app.tasks)
