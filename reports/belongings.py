"""What a unit has in annual reports, for a reorganisation."""

from django.utils.translation import gettext_lazy as _

from organisation.belongings import Belonging
from reports.models import Report

BELONGINGS = [
    # A year's report is on the unit that there was then.
    Belonging(
        "reports",
        _("Annual reports being written"),
        lambda: Report.objects.filter(
            unit__isnull=False, status__in=["draft", "submitted", "returned"]
        ).select_related("unit", "reporting_year"),
    ),
]
