"""How a unit shows that its tasks are allocated in writing (organisation.records)."""

from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from allocation.models import TaskAllocation
from organisation.records import Record, within


def _in_force(unit):
    return within(TaskAllocation.objects.in_force(), unit, path="places__unit")


RECORDS = {
    "allocations": Record(
        _("Allocations of tasks"),
        "allocation:allocation_list",
        _in_force,
        TruncDate("signed_at"),
    )
}
