from celery import shared_task

from ui.models import SentForm


@shared_task
def forget_sent_forms():
    SentForm.objects.forgotten().delete()
