"""What the annual wheel can ask of the allocations."""

from datetime import timedelta

from django.db.models import Max, Q

from allocation.models import AllocatedUnit
from sam.dates import moment


def allocated(units, first, last):
    """{unit: the last day on which tasks were signed for there}"""
    return _last_moves(
        units, first, last, Q(allocation__transitions__to_status="signed")
    )


def followed_up(units, first, last):
    """{unit: the last day on which an allocation there was signed or talked of}"""
    noted = Q(
        allocation__transitions__from_status="signed",
        allocation__transitions__to_status="signed",
    )
    signed = Q(allocation__transitions__to_status="signed")
    return _last_moves(units, first, last, noted | signed)


def _last_moves(units, first, last, which):
    rows = AllocatedUnit.objects.filter(
        which,
        unit__in=units,
        allocation__transitions__at__gte=moment(first),
        allocation__transitions__at__lt=moment(last + timedelta(days=1)),
    )
    found = (
        rows.order_by()
        .values_list("unit")
        .annotate(at=Max("allocation__transitions__at__date"))
    )
    return dict(found)
