"""Orders to the occupational health service."""

from django.utils.translation import gettext_lazy as _

from healthservice.models import HealthServiceOrder
from healthservice.models.orders import OrderTransition
from sam.keeping import SET_UP, RecordKind, destroy, everywhere, moved_to

KEPT = [
    RecordKind(
        "health_orders",
        _("Orders to the occupational health service"),
        lambda: HealthServiceOrder.objects.all(),
        closed=moved_to(OrderTransition, "order", "followed_up", "cancelled"),
        dated="ordered_on",
        persons=("ordered_by",),
        proposed=everywhere(destroy(years=5)),
    )
]
STAYS = {"healthservice.ServiceKind": SET_UP, "healthservice.Supplier": SET_UP}
