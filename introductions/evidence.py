"""For the annual wheel: that the new employees of a unit are introduced."""

from django.db.models import Max

from introductions.models import Introduction


def introduced(units, first, last):
    """{unit_pk: day}: the last first day of work in the span of whom all steps are done."""
    done = Introduction.objects.filter(
        status=Introduction.Status.DONE,
        unit__in=units.order_by().values("pk"),
        starts_on__gte=first,
        starts_on__lte=last,
    )
    return dict(done.order_by().values_list("unit").annotate(Max("starts_on")))
