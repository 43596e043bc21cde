from celery import shared_task

from representatives import confirming, reminding
from representatives.models import RepRequest


@shared_task
def make_confirmation(request_pk):
    confirming.confirm(request_pk)


@shared_task
def remind_of_requests():
    """Also make the documents that a lost task never made."""
    reminding.remind_all()
    for request in RepRequest.objects.unconfirmed():
        make_confirmation.delay(str(request.pk))
