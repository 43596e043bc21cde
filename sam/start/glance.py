"""How it stands in a person's units: a row for each unit directly below their own."""

from collections import Counter
from typing import NamedTuple

from django.db.models import Count, Q, Value

from actionplans.models import Measure
from incidents.models import Incident
from organisation.models import Unit, UnitPermission
from organisation.permissions import granted_units
from riskassessment.models import InspectionRound
from sam.dates import today

# So many rows are read at once; the others are a link away.
FEW = 12


class Row(NamedTuple):
    unit: Unit
    open_incidents: int
    overdue_measures: int
    rounds_this_year: int


def glance(user):
    """Rows of numbers, each with what hangs below its unit; where most is left, first.

    Someone with one unit sees it and the units directly below it; someone with several
    sees those.
    """
    own = granted_units(user, UnitPermission.VIEW_INCIDENTS).units
    below = Q(parent__in=own) if len(own) == 1 else Q()
    units = list(Unit.objects.existing().filter(Q(pk__in=own) | below))
    counts = list(_counts(user, {len(unit.lineage) - 1 for unit in units}))
    rows = [_row(unit, counts) for unit in units]
    rows.sort(
        key=lambda row: (
            row.unit.pk not in own,
            -row.overdue_measures,
            -row.open_incidents,
        )
    )
    return rows


def _row(unit, counts):
    number = Counter()
    for what, *above, count in counts:
        if unit.pk in above:
            number[what] += count
    return Row(unit, number["incidents"], number["measures"], number["rounds"])


def _counts(user, depths):
    """(what, the units above it at those depths …, number), all three kinds in one query."""
    new_year = today().replace(month=1, day=1)
    incidents = Incident.objects.visible_to(user).open()
    measures = Measure.objects.visible_to(user).overdue()
    rounds = InspectionRound.objects.visible_to(user).filter(
        planned_on__gte=new_year, carried_out_on__isnull=False
    )
    return _by_place("incidents", incidents, depths).union(
        _by_place("measures", measures, depths),
        _by_place("rounds", rounds, depths),
        all=True,
    )


def _by_place(what, rows, depths):
    rows = rows.order_by().annotate(what=Value(what))
    above = [f"unit__lineage__{depth}" for depth in sorted(depths)]
    return rows.values_list("what", *above).annotate(Count("pk"))
