from introductions.models.introductions import (
    Introduction,
    IntroductionStep,
    IntroductionTransition,
)
from introductions.models.surveys import SurveyAnswer, SurveyInvitation
from introductions.models.templates import IntroductionTemplate, TemplateStep

__all__ = [
    "Introduction",
    "IntroductionStep",
    "IntroductionTemplate",
    "IntroductionTransition",
    "SurveyAnswer",
    "SurveyInvitation",
    "TemplateStep",
]
