from surveys.models.answers import AnswerSheet, FreeText
from surveys.models.follow_ups import (
    MOST_THEMES,
    FollowUp,
    FollowUpEdition,
    FollowUpTransition,
    MunicipalMeasure,
)
from surveys.models.imports import ImportMapping, ResultImport
from surveys.models.kinds import Kind
from surveys.models.matters import Matter, MatterTransition
from surveys.models.questionnaires import (
    Question,
    QuestionGroup,
    Questionnaire,
    said,
)
from surveys.models.results import Value
from surveys.models.surveys import (
    AnswerLink,
    Recipient,
    Survey,
    SurveyTheme,
    SurveyTransition,
    SurveyUnit,
    fingerprint,
)
from surveys.models.themes import SurveySettings, Theme

__all__ = [
    "MOST_THEMES",
    "AnswerLink",
    "AnswerSheet",
    "FollowUp",
    "FollowUpEdition",
    "FollowUpTransition",
    "FreeText",
    "ImportMapping",
    "Kind",
    "Matter",
    "MatterTransition",
    "MunicipalMeasure",
    "Question",
    "QuestionGroup",
    "Questionnaire",
    "Recipient",
    "ResultImport",
    "Survey",
    "SurveySettings",
    "SurveyTheme",
    "SurveyTransition",
    "SurveyUnit",
    "Theme",
    "Value",
    "fingerprint",
    "said",
]
