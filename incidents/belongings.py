"""What a unit has in incidents, for a reorganisation."""

from django.utils.translation import gettext_lazy as _

from incidents.models import Incident, ReportingLink
from organisation.belongings import Belonging, reassign

BELONGINGS = [
    # Where it happened is where it happened.
    Belonging("incidents", _("Open incidents"), lambda: Incident.objects.open()),
    # The posters on the wall go on working.
    Belonging(
        "reporting_links",
        _("Reporting links and posters"),
        lambda: ReportingLink.objects.filter(revoked_at=None).select_related("unit"),
        reassign,
    ),
]
