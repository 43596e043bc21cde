"""Exports and imports that have been ordered and are not made (see operations.unfinished)."""

from functools import partial

from django.conf import settings

from incidents.history_import.tasks import go_on
from incidents.models import Export, HistoryImport
from incidents.tasks import make_export


def _exports(before):
    Status = Export.Status
    waiting = Export.objects.filter(status__in=[Status.WAITING, Status.RUNNING])
    for export in waiting.filter(created_at__lt=before):
        yield export, _ordered(make_export, export)


def _imports(before):
    """Not those that have broken off: their page offers to go on."""
    working = HistoryImport.objects.filter(status__in=HistoryImport.WORKING, error="")
    for history_import in working.filter(moved_at__lt=before):
        yield history_import, _ordered(go_on, history_import)


def _ordered(task, row):
    # In whose words it was asked for went with the order.
    return partial(task.delay, str(row.pk), settings.LANGUAGE_CODE)


UNFINISHED = [_exports, _imports]
