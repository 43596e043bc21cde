"""That what the occupational health service did is followed up, for the annual wheel."""

from django.db.models import Count, F, Func, Max, Q, UUIDField

from healthservice.models import HealthServiceOrder

_EACH_ABOVE = Func(F("unit__lineage"), function="unnest", output_field=UUIDField())


def followed_up(units, first, last):
    """{unit: the last day in [first, last] on which an order was followed up} of the units
    in which, and below which, all that was delivered in those days is followed up."""
    Status = HealthServiceOrder.Status
    delivered = HealthServiceOrder.objects.filter(
        status__in=[Status.DELIVERED, Status.FOLLOWED_UP],
        delivered_on__range=(first, last),
    )
    left = Count("pk", filter=Q(status=Status.DELIVERED), distinct=True)
    judged = Q(transitions__to_status=Status.FOLLOWED_UP)
    rows = (
        delivered.order_by()
        .annotate(above=_EACH_ABOVE)
        .values("above")
        .annotate(left=left, day=Max("transitions__at__date", filter=judged))
    )
    within = set(units.order_by().values_list("pk", flat=True))
    return {
        row["above"]: min(row["day"], last)
        for row in rows
        if row["above"] in within and not row["left"]
    }
