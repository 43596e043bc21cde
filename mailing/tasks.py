from celery import shared_task

from mailing import delivery, digest
from mailing.models import Message


@shared_task
def deliver(message_pk):
    delivery.deliver(message_pk)


@shared_task
def deliver_waiting():
    """Try again what the mail server refused, and what a lost task never tried."""
    for pk in Message.objects.due().values_list("pk", flat=True):
        deliver.delay(pk)


@shared_task
def send_digest(recipient_pk):
    if message := digest.write_digest(recipient_pk):
        deliver.delay(message.pk)


@shared_task
def send_digests():
    """Each person's by itself, so that one that cannot be written keeps no other back."""
    waiting = Message.objects.for_digest().order_by()
    for pk in waiting.values_list("recipient", flat=True).distinct():
        send_digest.delay(pk)
