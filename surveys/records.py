"""How a unit shows that its employees are asked (organisation.records)."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from organisation.records import Record
from surveys.models import Survey, SurveyUnit

RECORDS = {
    "surveys": Record(
        _("Surveys that employees have answered"),
        "surveys:survey_list",
        # Counted once for each survey, however many units below took part.
        lambda unit: SurveyUnit.objects.filter(
            unit=unit, answered__gt=0, survey__status__in=Survey.Status.closed_states
        ),
        F("survey__closed_on"),
    )
}
