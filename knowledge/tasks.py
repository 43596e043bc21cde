from celery import shared_task

from knowledge import reminding
from organisation.workdays import is_workday
from sam.dates import today


@shared_task
def remind_of_certificates():
    """Each person's e-mail by itself: one that fails keeps no other back."""
    reminding.forget_old()
    if is_workday(today()):
        for pk in reminding.note_all():
            tell_of_certificates.delay(pk)


@shared_task
def tell_of_certificates(recipient_pk):
    reminding.tell(recipient_pk)
