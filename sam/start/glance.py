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
    units = Unit.objects.existing().filter(Q(pk__in=own) | below)
    counts = list(_counts(user))
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
    for what, lineage, count in counts:
        if unit.pk in lineage:
            number[what] += count
    return Row(unit, number["incidents"], number["measures"], number["rounds"])


def _counts(user):
    """(what, lineage of a unit, number) for all three kinds in one query."""
    new_year = today().replace(month=1, day=1)
    incidents = Incident.objects.visible_to(user).open()
    measures = Measure.objects.visible_to(user).overdue()
    rounds = InspectionRound.objects.visible_to(user).filter(
        planned_on__gte=new_year, carried_out_on__isnull=False
    )
    return _by_unit("incidents", incidents, "unit").union(
        _by_unit("measures", measures, "plan__unit"),
        _by_unit("rounds", rounds, "unit"),
        all=True,
    )


def _by_unit(what, rows, unit):
    rows = rows.order_by().annotate(what=Value(what))
    return rows.values_list("what", f"{unit}__lineage").annotate(Count("pk"))
