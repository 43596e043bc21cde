from talks.models.early import (
    EarlyReading,
    EarlyStep,
    EarlySupport,
    EarlySupportTransition,
)
from talks.models.preparing import (
    AgreedGoal,
    Preparation,
    SupportLink,
    TalkSettings,
    TalkTemplate,
)
from talks.models.sick_leave import LeaveMilestone, SickLeave
from talks.models.talks import OpinionCount, Talk, TalkCount

__all__ = [
    "AgreedGoal",
    "EarlyReading",
    "EarlyStep",
    "EarlySupport",
    "EarlySupportTransition",
    "LeaveMilestone",
    "OpinionCount",
    "Preparation",
    "SickLeave",
    "SupportLink",
    "Talk",
    "TalkCount",
    "TalkSettings",
    "TalkTemplate",
]
