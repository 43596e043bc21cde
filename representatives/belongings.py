"""What a unit has with safety representatives, for a reorganisation."""

from django.utils.translation import gettext_lazy as _

from organisation.belongings import Belonging
from representatives.models import RepRequest, StopWork

# Both stay word for word as they were sent and registered.
BELONGINGS = [
    Belonging(
        "requests",
        _("Requests for measures"),
        lambda: RepRequest.objects.filter(
            status__in=["draft", "sent", "answered", "at_authority"]
        ).select_related("unit"),
    ),
    Belonging(
        "stops",
        _("Stops of dangerous work"),
        lambda: StopWork.objects.in_force().select_related("unit"),
    ),
]
