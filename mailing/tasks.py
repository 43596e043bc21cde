from celery import shared_task

from mailing import delivery
from mailing.models import Message


@shared_task
def deliver(message_pk):
    delivery.deliver(message_pk)


@shared_task
def deliver_waiting():
    """Try again what the mail server refused, and what a lost task never tried."""
    for pk in Message.objects.due().values_list("pk", flat=True):
        deliver.delay(pk)
