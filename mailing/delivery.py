import logging
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPServerDisconnected,
)

from django.core.mail import send_mail
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
        send_mail(message.subject, message.body, None, [message.to])
    except (OSError, SMTPException, ValueError) as error:
        message.record_failure(_problem(error), error)
        # The row says why; the error names the recipient, whom no log needs.
        logger.warning("Message %s was not sent: %s", message.pk, type(error).__name__)
    else:
        message.record_sent()


def _problem(error):
    return next(problem for kinds, problem in _PROBLEMS if isinstance(error, kinds))
