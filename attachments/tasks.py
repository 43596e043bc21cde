from celery import shared_task

from attachments import clearing


@shared_task
def clear_attachments():
    """Running twice does no harm."""
    clearing.forget_waiting()
    clearing.remove_strays()
