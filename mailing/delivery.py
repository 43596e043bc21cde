import logging
from smtplib import SMTPException

from django.core.mail import send_mail
from django.db import transaction

from mailing.models import Message

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
        send_mail(message.subject, message.body, None, [message.recipient.email])
    except (OSError, SMTPException, ValueError) as error:
        message.record_failure(error)
        # The row says why; the error names the recipient, whom no log needs.
        logger.warning("Message %s was not sent: %s", message.pk, type(error).__name__)
    else:
        message.record_sent()
