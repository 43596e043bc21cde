from actionplans.models.escalations import Escalation, EscalationTransition
from actionplans.models.examples import Example
from actionplans.models.goals import (
    Goal,
    GoalAlert,
    GoalEvaluation,
    GoalReading,
    GoalTarget,
    Outcome,
)
from actionplans.models.matrix import RiskMatrix
from actionplans.models.measures import Measure, MeasureTransition
from actionplans.models.plans import ActionPlan, OwnsPlan, plans_with
from actionplans.models.reminders import Reminder
from actionplans.models.told import Audience, Feedback, Told
from actionplans.models.work_plans import (
    PlanGoal,
    PlanReview,
    WorkEnvironmentPlan,
    WorkEnvironmentPlanTransition,
)

__all__ = [
    "ActionPlan",
    "Audience",
    "Escalation",
    "EscalationTransition",
    "Example",
    "Feedback",
    "Goal",
    "GoalAlert",
    "GoalEvaluation",
    "GoalReading",
    "GoalTarget",
    "Measure",
    "MeasureTransition",
    "Outcome",
    "OwnsPlan",
    "PlanGoal",
    "PlanReview",
    "Reminder",
    "RiskMatrix",
    "Told",
    "WorkEnvironmentPlan",
    "WorkEnvironmentPlanTransition",
    "plans_with",
]
