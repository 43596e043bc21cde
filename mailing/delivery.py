import logging
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPServerDisconnected,
)

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
    """Mail programs show a button that says no to more of the kind (RFC 8058)."""
    if not message.unsubscribe_path:
        return {}
    return {
        "List-Unsubscribe": f"<{settings.SITE_ADDRESS}{message.unsubscribe_path}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _problem(error):
    return next(problem for kinds, problem in _PROBLEMS if isinstance(error, kinds))
