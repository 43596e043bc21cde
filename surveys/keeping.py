"""Surveys: what people answered, and what is worked out of it."""

from django.utils.translation import gettext_lazy as _

from sam.keeping import (
    ALL,
    SET_UP,
    Figures,
    RecordKind,
    destroy,
    destroy_texts,
    everywhere,
)
from surveys.models import ResultImport, Survey

# All but the sheets and what was written in people's own words.
_RESULTS = Figures(
    {
        f"{app}.{name}": ALL
        for app, names in {
            "surveys": (
                "Survey",
                "SurveyTransition",
                "SurveyTheme",
                "SurveyUnit",
                "Value",
                "FollowUp",
                "FollowUp_themes",
                "FollowUpEvent",
                "FollowUpTransition",
                "FollowUpEdition",
                "MunicipalMeasure",
                "Matter",
                "Matter_proposed",
                "MatterEvent",
                "MatterTransition",
            ),
        }.items()
        for name in names
    }
)

KEPT = [
    RecordKind(
        "surveys",
        _("Surveys, their answers and results"),
        lambda: Survey.objects.all(),
        closed="closed_on",
        persons=("created_by",),
        goes_too=(
            "surveys.FollowUp.survey",
            "surveys.Matter.survey",
        ),
        figures=_RESULTS,
        proposed=everywhere(destroy_texts(years=2)),
    ),
    RecordKind(
        "survey_imports",
        _("Files of survey results that were read in"),
        lambda: ResultImport.objects.all(),
        closed="created_at",
        persons=("by",),
        proposed=everywhere(destroy(years=1)),
    ),
]
STAYS = {
    "surveys.Theme": SET_UP,
    "surveys.Questionnaire": SET_UP,
    "surveys.QuestionGroup": SET_UP,
    "surveys.Question": SET_UP,
    "surveys.SurveySettings": SET_UP,
    "surveys.ImportMapping": SET_UP,
}
