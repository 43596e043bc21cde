from datetime import timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPServerDisconnected,
)
from unittest.mock import Mock

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from mailing import composing, delivery, outbox, tasks
from mailing.models import MAX_ATTEMPTS, Message
from tests.factories import IncidentFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent_to_queue(monkeypatch):
    """Stands for the queue; what is put there is counted and not carried out."""
    queue = Mock()
    monkeypatch.setattr(tasks.deliver, "apply_async", queue)
    return queue


@pytest.fixture
def send(school):
    incident = IncidentFactory(unit=school)
    context = {"incident": incident, "path": "/there/"}

    def _send(recipient, about="fact"):
        outbox.send(recipient, "incident_receipt", context, about=about)
        return told(recipient, about)

    return _send


def told(recipient, about):
    whom = "address" if isinstance(recipient, str) else "recipient"
    return Message.objects.get(**{whom: recipient}, about=about)


def make_due(message):
    Message.objects.filter(pk=message.pk).update(due_at=timezone.now())


def refuse(monkeypatch, error):
    sending = Mock(side_effect=error)
    monkeypatch.setattr(delivery.EmailMultiAlternatives, "send", sending)


def test_one_fact_is_told_to_one_person_once(send, sent_to_queue):
    person, other = UserFactory(), UserFactory()

    for recipient in [person, person, other]:
        send(recipient)

    send(person, about="another fact")

    told = Message.objects.values_list("recipient", "about")
    assert sorted(told) == sorted(
        [(person.pk, "fact"), (other.pk, "fact"), (person.pk, "another fact")]
    )


def test_message_goes_to_the_queue_when_the_transaction_is_done(
    send, sent_to_queue, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        message = send(UserFactory())
        assert sent_to_queue.call_count == 0

    assert sent_to_queue.call_args.args[0] == (message.pk,)


@pytest.mark.django_db(transaction=True)
def test_message_of_a_request_that_failed_is_neither_kept_nor_sent(send, sent_to_queue):
    def fail_after_sending():
        with transaction.atomic():
            send(UserFactory())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_sending()

    assert not Message.objects.exists()
    assert sent_to_queue.call_count == 0


def test_message_is_in_the_language_of_the_municipality(send, sent_to_queue):
    with translation.override("sv"):
        swedish = send(UserFactory())
    with translation.override("en"):
        sent_by_reader_of_english = send(UserFactory())

    assert sent_by_reader_of_english.subject == swedish.subject
    assert sent_by_reader_of_english.body == swedish.body


def test_message_is_sent_once_though_the_task_runs_twice(send, sent_to_queue):
    message = send(UserFactory(email="person@example.org"))

    tasks.deliver(message.pk)
    tasks.deliver(message.pk)

    [sent] = mail.outbox
    message.refresh_from_db()
    assert sent.to == ["person@example.org"]
    assert sent.subject == message.subject
    assert message.status == Message.Status.SENT
    assert message.sent_at


@pytest.fixture
def other_worker(transactional_db):
    """Another connection with a transaction of its own; nobody waits long for its locks."""
    worker = connection.copy()
    worker.set_autocommit(False)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '2s'")
        yield worker
        cursor.execute("RESET lock_timeout")
    worker.rollback()
    worker.close()


@pytest.mark.django_db(transaction=True)
def test_message_that_another_worker_is_sending_is_left_to_it(
    other_worker, send, sent_to_queue
):
    message = send(UserFactory())
    with other_worker.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM mailing_message WHERE id = %s FOR UPDATE", [message.pk]
        )

    tasks.deliver(message.pk)
    assert mail.outbox == []

    other_worker.rollback()
    tasks.deliver(message.pk)
    assert len(mail.outbox) == 1


def test_refused_message_waits_twice_as_long_each_time(
    send, sent_to_queue, monkeypatch
):
    message = send(UserFactory())
    refuse(monkeypatch, SMTPServerDisconnected("no answer"))

    waits = []
    for _attempt in range(3):
        make_due(message)
        tasks.deliver(message.pk)
        message.refresh_from_db()
        waits.append(message.due_at - timezone.now())

    assert message.status == Message.Status.WAITING
    assert message.error == "no answer"
    assert [round(wait / timedelta(minutes=1)) for wait in waits] == [5, 10, 20]


def test_message_not_yet_due_is_not_tried(send, sent_to_queue):
    message = send(UserFactory())
    message.due_at = timezone.now() + timedelta(minutes=1)
    message.save()

    tasks.deliver(message.pk)

    assert mail.outbox == []


def test_message_refused_to_the_last_has_failed_and_says_why(
    send, sent_to_queue, monkeypatch
):
    message = send(UserFactory())
    refuse(monkeypatch, OSError("unknown host"))

    for _attempt in range(MAX_ATTEMPTS + 1):
        make_due(message)
        tasks.deliver(message.pk)

    message.refresh_from_db()
    assert list(Message.objects.failed()) == [message]
    assert message.attempts == MAX_ATTEMPTS
    assert message.error == "unknown host"


def test_long_name_of_a_unit_keeps_no_message_back(sent_to_queue):
    incident = IncidentFactory(unit=UnitFactory(name="Skola " * 33))
    context = {"incident": incident, "path": "/there/"}

    outbox.send(UserFactory(), "incident_reported", context, about="fact")

    assert len(Message.objects.get(about="fact").subject) == 200


def test_what_was_missed_is_found_again(send, sent_to_queue):
    missed, later, sent = send(UserFactory()), send(UserFactory()), send(UserFactory())
    Message.objects.filter(pk=later.pk).update(
        due_at=timezone.now() + timedelta(hours=1)
    )
    tasks.deliver(sent.pk)

    tasks.deliver_waiting()

    assert [call.args[0] for call in sent_to_queue.call_args_list] == [(missed.pk,)]


def test_message_goes_to_an_address_without_an_account(send, sent_to_queue):
    message = send("reporter@example.org")

    tasks.deliver(message.pk)

    assert [sent.to for sent in mail.outbox] == [["reporter@example.org"]]


def test_one_fact_is_told_to_one_address_once(send, sent_to_queue):
    for address in ["one@example.org", "one@example.org", "other@example.org"]:
        send(address)

    told = Message.objects.order_by("address").values_list("address", flat=True)
    assert list(told) == ["one@example.org", "other@example.org"]


@pytest.mark.parametrize("has_both", [True, False])
def test_database_refuses_two_recipients_and_none(has_both):
    recipient = UserFactory() if has_both else None
    address = "other@example.org" if has_both else ""

    with pytest.raises(IntegrityError, match="message_has_one_recipient"):
        Message.objects.create(recipient=recipient, address=address, about="fact")


def test_address_is_masked_but_for_what_shows_a_misspelling():
    assert Message(address="reporter@exmaple.org").masked_address == "r…@exmaple.org"


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (SMTPRecipientsRefused({"a@example.org": (550, b"who?")}), "address"),
        (SMTPAuthenticationError(535, b"no"), "login"),
        (SMTPServerDisconnected("gone"), "unreachable"),
        (ConnectionRefusedError(111, "refused"), "unreachable"),
        (SMTPDataError(554, b"spam"), "refused"),
        (ValueError("a header with two lines"), "refused"),
    ],
)
def test_refused_message_says_in_plain_words_what_is_wrong(
    send, sent_to_queue, monkeypatch, error, problem
):
    message = send(UserFactory())
    refuse(monkeypatch, error)

    tasks.deliver(message.pk)

    message.refresh_from_db()
    assert message.problem == problem


@pytest.mark.parametrize("status", ["failed", "sent"])
def test_message_is_sent_again_once_though_asked_twice(
    send, sent_to_queue, status, django_capture_on_commit_callbacks
):
    message = send(UserFactory())
    Message.objects.update(status=status, attempts=MAX_ATTEMPTS, problem="address")
    sent_to_queue.reset_mock()

    with django_capture_on_commit_callbacks(execute=True):
        answers = [outbox.send_again(message, due_at=message.due_at) for _ in range(2)]
    queued = sent_to_queue.call_args.args[0]
    tasks.deliver(message.pk)

    assert answers == [True, False]
    assert queued == (message.pk,)
    assert sent_to_queue.call_count == 1
    message.refresh_from_db()
    assert (message.status, message.attempts, message.problem) == ("sent", 1, "")


def test_message_that_waits_is_not_sent_again(send, sent_to_queue):
    message = send(UserFactory())

    assert not outbox.send_again(message, due_at=message.due_at)


@pytest.fixture
def templates(settings, tmp_path):
    """Writes templates of the test's own: a text, and HTML beside it."""
    (tmp_path / "mailing").mkdir()
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path, *engine["DIRS"]]}]

    def _write(**files):
        for ending, text in files.items():
            (tmp_path / f"mailing/of_test.{ending}").write_text(text)

    return _write


@pytest.fixture
def sent(templates, sent_to_queue):
    """The e-mail that left with what the templates are given."""

    def _sent(html=None, **context):
        both = {"txt": "Subject\nText {{ word }}"} | ({"html": html} if html else {})
        templates(**both)
        outbox.send(UserFactory(), "of_test", {"word": "<b>", **context}, about="fact")
        tasks.deliver(Message.objects.get().pk)
        [email] = mail.outbox
        return email

    return _sent


def test_email_with_a_template_for_html_has_both(sent):
    email = sent(html="<p>Page {{ word }}</p>")

    assert email.body == "Text &lt;b&gt;\n"
    assert email.alternatives == [("<p>Page &lt;b&gt;</p>", "text/html")]


def test_email_without_a_template_for_html_is_text_alone(sent):
    assert sent().alternatives == []


def test_email_that_may_be_unsubscribed_from_says_so_to_mail_programs(sent, settings):
    settings.SITE_ADDRESS = "https://sam.example.org"

    headers = sent(unsubscribe_path="/unsubscribe/signed/").message()

    assert headers["List-Unsubscribe"] == (
        "<https://sam.example.org/unsubscribe/signed/>"
    )
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_other_email_has_nothing_to_unsubscribe_from(sent):
    assert "List-Unsubscribe" not in sent().message()


def test_posted_message_leaves_by_itself_also_to_one_who_wants_digests(
    sent_to_queue, templates, django_capture_on_commit_callbacks
):
    templates(txt="Subject\nText")
    reader = UserFactory(gets_digest=True)

    with django_capture_on_commit_callbacks(execute=True):
        outbox.post(composing.compose(reader, "of_test", {}, about="fact"))

    message = told(reader, "fact")
    assert message.status == Message.Status.WAITING
    assert sent_to_queue.call_args.args[0] == (message.pk,)
