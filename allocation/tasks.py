from celery import shared_task

from allocation import spans


@shared_task
def count_heads():
    """Each night, so that the month's numbers are there whichever night was missed."""
    spans.count_heads()
