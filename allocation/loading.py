"""The list of tasks and of assignments that a municipality begins with, by its country."""

import json
from pathlib import Path

from django.db import transaction

from allocation.models import AllocationTask, AssignmentKind
from organisation.models import Municipality

_DATA = Path(__file__).parent / "task_data"


@transaction.atomic
def load_lists():
    """Begin with the country's lists; what the municipality has written is left alone."""
    country = Municipality.objects.country()
    data = json.loads((_DATA / f"{country}.json").read_text())
    if not AllocationTask.objects.exists():
        AllocationTask.objects.bulk_create(
            AllocationTask(order=order, text=text, explanation=explanation)
            for order, (text, explanation) in enumerate(data["tasks"], start=1)
        )
    if not AssignmentKind.objects.exists():
        AssignmentKind.objects.bulk_create(
            AssignmentKind(order=order, role=role, name=name, is_needed=is_needed)
            for order, (role, name, is_needed) in enumerate(data["kinds"], start=1)
        )
