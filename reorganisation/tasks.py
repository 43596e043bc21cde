"""What is done in the background, and each night."""

from celery import shared_task

from reorganisation import carrying_out


@shared_task
def carry_out_due():
    """Reorganisations whose day has come; again the next night where one was missed."""
    carrying_out.carry_out_due()
