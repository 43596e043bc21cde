"""What a unit has ordered of the occupational health service, for a reorganisation."""

from django.utils.translation import gettext_lazy as _

from healthservice.models import HealthServiceOrder
from organisation.belongings import Belonging, reassign

BELONGINGS = [
    Belonging(
        "health_service_orders",
        _("Orders from the occupational health service that are not followed up"),
        lambda: HealthServiceOrder.objects.going_on(),
        reassign,
    ),
]
