"""How a unit shows that tasks of the work environment are allocated (organisation.records)."""

from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from allocation.models import AllocatedUnit
from organisation.records import Record, within

RECORDS = {
    "allocations": Record(
        _("Allocations of tasks in force"),
        "allocation:allocation_list",
        lambda unit: within(AllocatedUnit.objects.in_force(), unit),
        TruncDate("allocation__signed_at"),
    )
}
