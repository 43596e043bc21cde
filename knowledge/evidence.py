"""What the annual wheel can ask of the courses."""

from django.db.models import Max

from knowledge.models import Certificate


def taken(units, first, last):
    """{unit: the last day on which somebody employed there took a course}"""
    rows = Certificate.objects.filter(
        person__unit__in=units, taken_on__gte=first, taken_on__lte=last
    )
    return dict(
        rows.order_by().values_list("person__unit").annotate(on=Max("taken_on"))
    )
