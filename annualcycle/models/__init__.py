from annualcycle.models.inspections import AuthorityInspection, InspectionTransition

__all__ = ["AuthorityInspection", "InspectionTransition"]
