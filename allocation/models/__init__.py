from allocation.models.allocations import (
    LEGS,
    AllocatedTask,
    AllocatedUnit,
    TaskAllocation,
    TaskAllocationTransition,
)
from allocation.models.assignments import Assignment, AssignmentKind
from allocation.models.spans import (
    HeadCount,
    SpanCase,
    SpanCaseTransition,
    SpanLimit,
)
from allocation.models.tasks import AllocationTask

__all__ = [
    "LEGS",
    "AllocatedTask",
    "AllocatedUnit",
    "AllocationTask",
    "Assignment",
    "AssignmentKind",
    "HeadCount",
    "SpanCase",
    "SpanCaseTransition",
    "SpanLimit",
    "TaskAllocation",
    "TaskAllocationTransition",
]
