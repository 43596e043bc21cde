"""The allocation as a document to print: tasks, legs, and both signatures."""

from django.conf import settings
from django.utils.translation import override

from allocation.models import TaskAllocation
from organisation.models import Municipality
from sam.dates import today
from ui import pdf


def context_of(allocation):
    transitions = list(allocation.transitions.select_related("by"))
    return {
        "allocation": allocation,
        "municipality": Municipality.objects.current(),
        "transitions": transitions,
        "signatures": _signatures(allocation, transitions),
        "today": today(),
    }


def made(allocation):
    """In the municipality's language, which is that of those who sign."""
    language = settings.LANGUAGE_CODE
    with override(language):
        context = context_of(allocation)
    return pdf.document(
        "allocation/documents/allocation.html",
        context,
        identifier=f"allocation-{allocation.pk}-{allocation.status}",
        language=language,
    )


def _signatures(allocation, moves):
    """The last move to each status, by whom and when; a draft has none."""
    Status = TaskAllocation.Status
    last = {
        move.to_status: move for move in moves if move.from_status != move.to_status
    }
    given = allocation.proposed_at and last.get(Status.PROPOSED)
    return {
        "giver": given,
        "receiver": allocation.signed_at and last.get(Status.SIGNED),
    }
