"""Imports in the background."""

from celery import shared_task

from incidents.history_import import running
from incidents.models import HistoryImport

MAX_RETRIES = 3


@shared_task(bind=True, max_retries=MAX_RETRIES)
def go_on(self, pk, language):
    """Read, check, take in or take back; what fails is tried again from where it was."""
    history_import = HistoryImport.objects.get(pk=pk)
    try:
        running.go_on(history_import, language=language)
    except Exception as error:
        if self.request.retries < MAX_RETRIES:
            raise self.retry(exc=error, countdown=2**self.request.retries) from error
        running.give_up(history_import, language=language)
        raise


@shared_task
def forget_old():
    running.forget_old()
