"""E-mails that came back: found by their id, whatever else the report says."""

import io
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from mailing import bounces, condition, delivery, mailbox
from mailing.models import Message
from organisation import bounces as telling
from organisation.tasks import take_bounces

pytestmark = pytest.mark.django_db

REPORT = """\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mail.example.org>
To: sam@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="XYZ"

--XYZ
Content-Type: text/plain; charset=utf-8

I could not deliver it.

--XYZ
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; teacher@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <teacher@example.org>: User unknown

--XYZ
Content-Type: {kind}

From: sam@example.org
To: teacher@example.org
Subject: A subject
Message-ID: {id}

--XYZ--
"""


@pytest.fixture
def sent(teacher, settings):
    """A message that has left."""
    settings.SITE_ADDRESS = "https://sam.example.org"
    message = Message.objects.create(
        recipient=teacher, subject="A subject", body="Text", about="fact"
    )
    delivery.deliver(message.pk)
    message.refresh_from_db()
    assert message.status == Message.Status.SENT
    return message


def report(*, action="failed", status="5.1.1", kind="message/rfc822", id=None):
    """Of the last e-mail that left, unless told otherwise."""
    id = id or mail.outbox[-1].extra_headers["Message-ID"]
    return REPORT.format(action=action, status=status, kind=kind, id=id).encode()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_message_that_came_back_has_failed_and_says_why(sent, kind):
    taken = bounces.take(report(kind=kind))

    sent.refresh_from_db()
    assert taken == sent
    assert (sent.status, sent.problem) == ("failed", "bounced")
    assert sent.error.startswith("5.1.1 smtp; 550")
    assert list(Message.objects.failed()) == [sent]


def test_delay_is_no_failure(sent):
    assert bounces.take(report(action="delayed", status="4.4.1")) is None
    assert bounces.take(report(action="relayed", status="2.0.0")) is None


def test_report_on_what_was_sent_again_since_changes_nothing(sent):
    old = report()
    bounces.take(old)
    sent.refresh_from_db()
    assert sent.send_again(due_at=sent.due_at)
    later = sent.due_at + timedelta(minutes=1)
    Message.objects.filter(pk=sent.pk).update(status="sent", due_at=later)

    assert bounces.take(old) is None


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"\x00\xff" * 1000,
        b"Content-Type: multipart/report; boundary=\n\n--\n",
        b"Content-Type: multipart/mixed; boundary=X\n\n" + b"--X\n" * 5000,
        b"Action: failed\nMessage-ID: <%s.1@sam.example.org>\n\n" % b"a" * 36,
        b"x" * (bounces.LARGEST + 1),
    ],
)
def test_what_is_no_report_changes_nothing(sent, wrong):
    assert telling.take(wrong) is None
    sent.refresh_from_db()
    assert sent.status == Message.Status.SENT


def test_ids_that_are_not_ours_change_nothing(sent):
    due = int(sent.due_at.timestamp())
    others = [
        f"<{uuid4()}.{due}@sam.example.org>",
        f"<{sent.pk}.{due}@elsewhere.example.org>",
        f"<{sent.pk}.{due + 1}@sam.example.org>",
        f"<{sent.pk}@sam.example.org>",
        "<' OR 1=1 --.1@sam.example.org>",
    ]

    assert [bounces.take(report(id=each)) for each in others] == [None] * len(others)


def test_nothing_of_the_person_is_in_the_id(sent, teacher):
    given = mail.outbox[-1].extra_headers["Message-ID"]

    assert re.fullmatch(r"<[0-9a-f-]{36}\.\d+@sam\.example\.org>", given)


def test_administrator_is_told_once_a_day_and_person(sent, administrator, teacher):
    other = Message.objects.create(
        recipient=teacher, subject="Another", body="Text", about="other"
    )
    telling.take(report())
    delivery.deliver(other.pk)
    telling.take(report())

    told = Message.objects.filter(recipient=administrator)
    assert [each.about.startswith("bounce:") for each in told] == [True]
    assert teacher.name not in told[0].subject + told[0].body
    assert "/organisation/outbox/?status=failed" in told[0].body


def test_what_tells_of_a_bounce_and_bounces_is_not_told(sent, administrator):
    telling.take(report())
    told = Message.objects.get(recipient=administrator)
    delivery.deliver(told.pk)
    telling.take(report())

    told.refresh_from_db()
    assert told.problem == Message.Problem.BOUNCED
    assert Message.objects.filter(recipient=administrator).count() == 1


@pytest.mark.usefixtures("in_english")
def test_account_shows_that_its_address_does_not_work_until_an_email_arrives(
    sent, as_user, administrator, teacher
):
    client = as_user(administrator)
    page = reverse("directory:person_detail", args=[teacher.pk])
    assert "did not arrive" not in client.get(page).text

    bounces.take(report())
    assert "did not arrive, because of the address" in client.get(page).text

    later = Message.objects.create(
        recipient=teacher, subject="Later", body="Text", about="later"
    )
    delivery.deliver(later.pk)
    assert "did not arrive" not in client.get(page).text


def test_mail_server_may_hand_it_over_by_itself(sent, monkeypatch, capsys):
    handed = io.TextIOWrapper(io.BytesIO(report()))
    monkeypatch.setattr("sys.stdin", handed)

    call_command("take_bounce")

    assert str(sent.pk) in capsys.readouterr().out


# The mailbox


class Box:
    """A mail server's answers, as imaplib gives them."""

    letters: list = []

    def __init__(self, host, port, **_options):
        self.said = []
        self.flags = {}
        Box.last = self

    def __getattr__(self, name):
        return lambda *words: self.said.append((name, *words))

    def search(self, *_words):
        numbers = " ".join(str(each) for each in range(1, len(self.letters) + 1))
        return "OK", [numbers.encode()]

    def fetch(self, number, _what):
        return "OK", [(b"1 (RFC822 {9}", self.letters[int(number) - 1]), b")"]

    def store(self, number, _change, flags):
        self.flags[int(number)] = flags


def test_mailbox_is_read_and_reports_are_deleted_from_it(sent, settings, monkeypatch):
    settings.BOUNCE_URL = "imaps://sam%40example.org:w%2Frd@mail.example.org/Bounced"
    monkeypatch.setattr(mailbox.imaplib, "IMAP4_SSL", Box)
    monkeypatch.setattr(Box, "letters", [b"Subject: Hello\n\nA person.", report()])

    take_bounces()

    sent.refresh_from_db()
    assert sent.problem == Message.Problem.BOUNCED
    assert Box.last.flags == {1: r"(\Seen)", 2: r"(\Deleted)"}
    assert ("login", "sam@example.org", "w/rd") in Box.last.said
    assert ("select", '"Bounced"') in Box.last.said
    assert Box.last.said[-1] == ("logout",)


def test_report_that_cannot_be_handled_stays_unread_for_some_time_and_is_told_of(
    sent, administrator, settings, monkeypatch, own_cache
):
    settings.BOUNCE_URL = "imaps://sam:word@mail.example.org"
    monkeypatch.setattr(mailbox.imaplib, "IMAP4_SSL", Box)
    monkeypatch.setattr(Box, "letters", [report()])
    assert condition.returned().state == "well"

    def refuse(*_words, **_options):
        raise OSError("The queue is away.")

    with monkeypatch.context() as away:
        away.setattr(telling.outbox, "send", refuse)
        for _time in range(mailbox.MOST_TRIES - 1):
            take_bounces()
            assert Box.last.flags == {}
        assert condition.returned().state == "warning"
        sent.refresh_from_db()
        # It can be taken whole the next time.
        assert sent.status == Message.Status.SENT
        take_bounces()
        assert Box.last.flags == {1: r"(\Seen \Flagged)"}
        assert condition.returned().state == "warning"

    take_bounces()
    assert Message.objects.filter(recipient=administrator).exists()


@pytest.mark.usefixtures("in_english")
def test_administrator_finds_whose_address_does_not_work_until_an_email_arrives(
    sent, as_user, administrator, teacher, hr
):
    def told():
        client = as_user(administrator)
        page = client.get(reverse("directory:person_list"), {"state": "unreached"})
        return ["E-mail does not arrive" in page.text, task in client.get("/").text]

    task = f"Put the e-mail address right: {teacher.name}"
    assert told() == [False, False]

    bounces.take(report())
    assert told() == [True, True]
    assert task not in as_user(hr).get("/").text

    later = Message.objects.create(
        recipient=teacher, subject="Later", body="Text", about="later"
    )
    assert told() == [True, True]
    delivery.deliver(later.pk)
    assert told() == [False, False]


def test_without_a_mailbox_none_is_opened(settings, monkeypatch):
    def refuse(*_words, **_options):
        pytest.fail("A mailbox was opened.")

    monkeypatch.setattr(mailbox.imaplib, "IMAP4_SSL", refuse)
    settings.BOUNCE_URL = ""

    take_bounces()


def test_line_without_tls_is_not_used(monkeypatch):
    said = []

    class Plain(Box):
        def starttls(self, context):
            said.append("starttls")
            raise OSError("The server knows no TLS.")

        def login(self, *_words):
            said.append("login")

    monkeypatch.setattr(mailbox.imaplib, "IMAP4", Plain)

    with pytest.raises(OSError, match="no TLS"):
        mailbox.take_each("imap://sam:word@mail.example.org", telling.take)

    assert said == ["starttls"]


def test_letter_to_nobody_in_particular_can_come_back_too(settings, administrator):
    settings.SITE_ADDRESS = "https://sam.example.org"
    message = Message.objects.create(
        address="who@example.org", subject="A subject", body="Text", about="fact"
    )
    delivery.deliver(message.pk)

    assert telling.take(report()) == message
    assert Message.objects.filter(recipient=administrator).exists()
