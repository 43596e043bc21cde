"""Who is told that an e-mail came back: those who can put the address right."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from mailing import bounces, mailbox, outbox
from organisation.models import Role, Unit
from organisation.roles import nearest
from sam.dates import today


@transaction.atomic
def take(report):
    """The message that the report was about, if it was one of ours. It tells once a day
    and person; what told of a bounce and bounced itself is only marked. Who cannot be
    told is not marked either, so that the report can be taken again."""
    message = bounces.take(report)
    if message and not message.about.startswith("bounce:"):
        _tell(message)
    return message


def take_from_mailbox():
    """How many of the letters in the mailbox were such reports; those are deleted."""
    return mailbox.take_each(settings.BOUNCE_URL, take)


def _tell(message):
    whose = message.recipient_id or message.pk
    for person in nearest([Role.ADMINISTRATOR], Unit.objects.get(parent=None)):
        outbox.send(
            person,
            "mail_bounced",
            {"path": f"{reverse('organisation:outbox')}?status=failed"},
            about=f"bounce:{whose}:{today()}",
        )
