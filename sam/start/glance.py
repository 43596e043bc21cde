"""How it stands in a person's units: a row for each unit directly below their own."""

from collections import Counter
from typing import NamedTuple

from django.db.models import Count, Q, TextField, Value
from django.db.models.functions import Cast

from actionplans.models import Escalation, Measure
from incidents.models import Incident
from organisation.models import Unit, UnitPermission
from organisation.permissions import granted_units
from riskassessment.models import InspectionRound
from sam.dates import today

# So many rows are read at once; the others are a link away.
FEW = 12


class Row(NamedTuple):
    unit: tuple
    # Whether the other rows are its parts.
    is_whole: bool
    overdue_measures: int
    effects_to_judge: int
    open_incidents: int
    untouched_lifted: int
    rounds_this_year: int

    @property
    def behind(self):
        """What should have been done by now, and is still to be done in the unit itself."""
        return self.overdue_measures + self.effects_to_judge


def glance(user):
    """Rows of numbers, each with what hangs below its unit; who is most behind, first.

    Someone with one unit sees it and the units directly below it; someone with several
    sees those.
    """
    own = granted_units(user, UnitPermission.VIEW_INCIDENTS).units
    below = Q(parent__in=own) if len(own) == 1 else Q()
    units = Unit.objects.existing().filter(Q(pk__in=own) | below)
    units = list(units.values_list("pk", "name", "lineage__len", named=True))
    numbers = _numbers(user, {unit.lineage__len - 1 for unit in units})
    rows = [
        Row(
            unit,
            len(own) == 1 and unit.pk in own,
            *(numbers[kind, str(unit.pk)] for kind in _KINDS),
        )
        for unit in units
    ]
    rows.sort(key=lambda row: (not row.is_whole, -row.behind, -row.open_incidents))
    return rows


def _numbers(user, depths):
    """{(kind, id of a unit at one of those depths): how many are in it and below it}."""
    numbers = Counter()
    first, *others = (
        _by_place(kind, rows(user), depths) for kind, rows in _KINDS.items()
    )
    for kind, *above, count in first.union(*others, all=True):
        for unit in above:
            numbers[kind, unit] += count
    return numbers


def _by_place(kind, rows, depths):
    """(kind, the units above it at those depths …, number) of the rows."""
    path = "origin_unit" if rows.model is Escalation else "unit"
    above = [Cast(f"{path}__lineage__{depth}", TextField()) for depth in sorted(depths)]
    rows = rows.order_by().values_list(Value(kind), *above)
    return rows.annotate(Count("pk"))


# Each as the list shows them to which its figure leads (templates/start/units.html).
_KINDS = {
    "overdue measures": lambda user: Measure.objects.visible_to(user).overdue(),
    "effects": lambda user: Measure.objects.visible_to(user).effect_due(),
    "incidents": lambda user: Incident.objects.visible_to(user).open(),
    "lifted": lambda user: Escalation.objects.visible_to(user).filter(
        status=Escalation.Status.SENT
    ),
    "rounds": lambda user: (
        InspectionRound.objects.visible_to(user)
        .carried_out()
        .filter(planned_on__year=today().year)
    ),
}
