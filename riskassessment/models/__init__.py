from riskassessment.models.checklists import Checklist, Question, Section
from riskassessment.models.risks import Risk
from riskassessment.models.rounds import (
    Answer,
    InspectionRound,
    Participant,
    RoundTransition,
    Signature,
)

__all__ = [
    "Answer",
    "Checklist",
    "InspectionRound",
    "Participant",
    "Question",
    "Risk",
    "RoundTransition",
    "Section",
    "Signature",
]
