from riskassessment.models.answers import Answer, AnswerPhoto, Sending
from riskassessment.models.changes import ChangeAssessment, ChangeTransition
from riskassessment.models.checklists import Area, Checklist, Question, Section
from riskassessment.models.deviations import Deviation
from riskassessment.models.people import Participant, Signature
from riskassessment.models.risks import Rating, Risk, RiskMove, RiskTransition
from riskassessment.models.rounds import (
    InspectionRound,
    RoundChecklist,
    RoundTransition,
)
from riskassessment.models.schedules import RoundSchedule

__all__ = [
    "Answer",
    "AnswerPhoto",
    "Area",
    "ChangeAssessment",
    "ChangeTransition",
    "Checklist",
    "Deviation",
    "InspectionRound",
    "Participant",
    "Question",
    "Rating",
    "Risk",
    "RiskMove",
    "RiskTransition",
    "RoundChecklist",
    "RoundSchedule",
    "RoundTransition",
    "Section",
    "Sending",
    "Signature",
]
