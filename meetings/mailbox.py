"""Sending to a body: the row, the receipt with its number, and word to the secretary."""

from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Max

from mailing import outbox
from meetings.models import MailboxMatter
from meetings.models.links import link_fields
from meetings.models.mailbox import ANSWER_WITHIN
from sam.dates import today

Kind = MailboxMatter.Kind


@transaction.atomic
def send(
    body,
    *,
    by,
    subject,
    text,
    unit=None,
    kind=Kind.INFORMATION,
    topic="",
    link=None,
    attachments=(),
    form_key=None,
):
    """Put a matter in the body's mailbox and tell its secretary and the sender.

    `link` is a meetings.models.Link to the record that it is about. Sent a second time with
    the same `form_key` it stays one matter.
    """
    key = form_key or uuid4()
    if found := MailboxMatter.objects.filter(sender=by, form_key=key).first():
        return found
    matter = MailboxMatter.objects.create(
        body=body,
        sender=by,
        unit=unit,
        kind=kind,
        topic=topic,
        subject=subject,
        text=text,
        form_key=key,
        answer_due_on=today() + ANSWER_WITHIN if kind == Kind.PROPOSAL else None,
        **_next_number(body),
        **link_fields(link),
    )
    matter.attachments.set(attachments)
    received(matter)
    return matter


def _next_number(body):
    """Whoever sends at the same time waits until this one is kept."""
    with connection.cursor() as cursor:
        key = f"mailbox {body.pk}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])
    year = today().year
    matters = MailboxMatter.objects.filter(body=body, year=year)
    last = matters.aggregate(last=Max("number"))["last"]
    return {"year": year, "number": (last or 0) + 1}


# Who is told. No subject says what a matter is about.


def received(matter):
    for person in matter.body.secretaries:
        if person != matter.sender:
            _tell(person, "matter_received", matter)
    _tell(matter.sender, "matter_receipt", matter)


def moved(matter):
    """Tell the sender what has become of it, once for each step."""
    transition = matter.transitions.last()
    if transition.by_id != matter.sender_id:
        _tell(matter.sender, "matter_moved", matter, fact=transition.pk)
    if matter.status == matter.Status.SENT_ON:
        for person in matter.handed_to.all():
            _tell(person, "matter_sent_on", matter, fact=transition.pk)


def supplemented(matter):
    transition = matter.transitions.last()
    for person in matter.body.secretaries:
        _tell(person, "matter_received", matter, fact=transition.pk)


def _tell(person, template, matter, *, fact=""):
    if person.is_active:
        outbox.send(
            person,
            template,
            {"matter": matter, "path": matter.get_absolute_url()},
            about=f"{template}:{matter.pk.hex}:{fact}",
        )
