from actionplans.models.matrix import RiskMatrix
from actionplans.models.plans import (
    ActionPlan,
    Measure,
    MeasureTransition,
    plans_with,
)

__all__ = ["ActionPlan", "Measure", "MeasureTransition", "RiskMatrix", "plans_with"]
