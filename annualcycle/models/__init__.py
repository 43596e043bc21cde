from annualcycle.models.inspections import AuthorityInspection, InspectionTransition
from annualcycle.models.overview import OverviewDecision
from annualcycle.models.reminders import ActivityReminder
from annualcycle.models.wheel import Activity, Occurrence

__all__ = [
    "Activity",
    "ActivityReminder",
    "AuthorityInspection",
    "InspectionTransition",
    "Occurrence",
    "OverviewDecision",
]
