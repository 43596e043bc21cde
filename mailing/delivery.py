import logging
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPServerDisconnected,
)
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from mailing.models import Message

Problem = Message.Problem
# The first that fits, for smtplib's errors are OSErrors too.
_PROBLEMS = [
    (SMTPRecipientsRefused, Problem.ADDRESS),
    (SMTPAuthenticationError, Problem.LOGIN),
    ((SMTPConnectError, SMTPServerDisconnected), Problem.UNREACHABLE),
    ((SMTPException, ValueError), Problem.REFUSED),
    (OSError, Problem.UNREACHABLE),
]

logger = logging.getLogger(__name__)


@transaction.atomic
def deliver(message_pk):
    """Send the message unless it is sent, not yet due or being sent by another worker.

    The row stays locked while the mail server answers: a worker that dies lets it go,
    and the message is tried again.
    """
    rows = Message.objects.due().select_for_update(skip_locked=True, of=["self"])
    message = rows.select_related("recipient").filter(pk=message_pk).first()
    if not message:
        return
    try:
        _email(message).send()
    except (OSError, SMTPException, ValueError) as error:
        message.record_failure(_problem(error), error)
        # The row says why; the error names the recipient, whom no log needs.
        logger.warning("Message %s was not sent: %s", message.pk, type(error).__name__)
    else:
        message.record_sent()


def _email(message):
    email = EmailMultiAlternatives(
        message.subject, message.body, to=[message.to], headers=_headers(message)
    )
    if message.html:
        email.attach_alternative(message.html, "text/html")
    return email


def _headers(message):
    """The same message has the same id, also when it is sent again because a worker died
    before it could note that it was sent: the receiver's program can show it once. Sent
    again on somebody's word it is due anew, and has another.

    Mail programs show a button that says no to more of the kind (RFC 8058).
    """
    host = urlsplit(settings.SITE_ADDRESS).hostname
    due = int(message.due_at.timestamp())
    identity = {"Message-ID": f"<{message.pk}.{due}@{host}>"}
    if not message.unsubscribe_path:
        return identity
    return identity | {
        "List-Unsubscribe": f"<{settings.SITE_ADDRESS}{message.unsubscribe_path}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _problem(error):
    return next(problem for kinds, problem in _PROBLEMS if isinstance(error, kinds))
