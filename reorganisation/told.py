"""What a reorganisation has moved, in words."""

from typing import Any, NamedTuple

from django.db.models import Count

from organisation.belongings import belonging, belongings
from organisation.models import Unit
from reorganisation.models import Moved


class MovedOfKind(NamedTuple):
    label: Any
    from_unit: Any
    to_unit: Any
    number: int
    could_not: str


def told_of(reorganisation):
    """Rows of what people may read of: not what is between a few."""
    quiet = [each.kind for each in belongings() if not each.is_told]
    return reorganisation.moved.exclude(kind__in=[*Moved.OWN_KINDS, *quiet])


def names_of_moved(reorganisation):
    """Of each kind and way how many; those that stayed with the reason."""
    rows = told_of(reorganisation).order_by()
    ways = ("kind", "from_unit", "to_unit", "could_not")
    counted = list(rows.values_list(*ways).annotate(Count("pk")).order_by(*ways))
    units = {pk for _kind, first, last, *_rest in counted for pk in (first, last)}
    names = dict(Unit.objects.filter(pk__in=units).values_list("pk", "name"))
    return [
        MovedOfKind(
            found.label if (found := belonging(kind)) else kind,
            names.get(first, "–"),
            names.get(last, "–"),
            number,
            could_not,
        )
        for kind, first, last, could_not, number in counted
    ]
