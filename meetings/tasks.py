from celery import shared_task

from meetings import documents, reminding
from organisation.workdays import is_workday
from sam.dates import today


@shared_task
def make_document(kind, pk, language):
    documents.make(kind, pk, language)


@shared_task
def remind_of_meetings():
    if is_workday(today()):
        reminding.remind_all()
