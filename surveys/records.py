"""How a unit shows that its employees are asked (organisation.records)."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from organisation.records import Record
from surveys.models import Survey


def _asked(unit):
    """Surveys of the unit itself and of those above, which reach down to it."""
    return Survey.objects.with_results().filter(unit__in=unit.lineage)


RECORDS = {
    "surveys": Record(_("Surveys"), "surveys:survey_list", _asked, F("closed_on"))
}
