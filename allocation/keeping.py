"""Who has held which task of the work environment."""

from django.db.models import DateField
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from allocation.models import Assignment, TaskAllocation, TaskAllocationTransition
from sam.keeping import (
    ONLY_FIGURES,
    SET_UP,
    RecordKind,
    destroy,
    everywhere,
    moved_to,
)


def _last_day(field):
    """The day after the last; none for what goes on."""
    return Upper(field, output_field=DateField())


KEPT = [
    RecordKind(
        "allocations",
        _("Allocations of tasks"),
        lambda: TaskAllocation.objects.all(),
        closed=moved_to(
            TaskAllocationTransition, "allocation", "ended", "returned", "declined"
        ),
        unit="receiver__unit",
        dated="created_at",
        persons=("allocator", "receiver", "prepared_by"),
        proposed=everywhere(destroy(years=10)),
    ),
    RecordKind(
        "assignments",
        _("Who was named for a task at a workplace"),
        lambda: Assignment.objects.all(),
        closed=_last_day("valid"),
        persons=("person",),
        proposed=everywhere(destroy(years=5)),
    ),
]
STAYS = {
    "allocation.AllocationTask": SET_UP,
    "allocation.AssignmentKind": SET_UP,
    "allocation.HeadCount": ONLY_FIGURES,
    "allocation.SpanLimit": SET_UP,
    "allocation.SpanCase": _("It goes on as long as the unit is there."),
    "allocation.SpanCaseTransition": _("It goes on as long as the unit is there."),
}
