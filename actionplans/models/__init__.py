from actionplans.models.matrix import RiskMatrix
from actionplans.models.plans import (
    ActionPlan,
    Measure,
    MeasureTransition,
    OwnsPlan,
    plans_with,
)

__all__ = [
    "ActionPlan",
    "Measure",
    "MeasureTransition",
    "OwnsPlan",
    "RiskMatrix",
    "plans_with",
]
