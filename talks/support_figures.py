"""How many early actions and milestones there are, in groups of at least twenty employees.

A start alone is delicate: in a group of five colleagues would know of whom it is said.
"""

from collections import Counter, defaultdict
from datetime import date

from django.db.models import Count, F, Q

from organisation.leading import employed
from organisation.models import Unit, UnitPermission, User
from organisation.small_groups import PEOPLE, summed
from sam.dates import today
from talks.models import EarlySupport, LeaveMilestone, SickLeave

FEWEST = 20
_COLUMNS = ["started", "closed", "in_time", "late"]


def figures(user):
    """Rows of the units that HR sees and that are large enough, those above first."""
    numbers = shown()
    units = Unit.objects.existing().filter(pk__in=numbers)
    large = list(units.permitting(user, UnitPermission.MANAGE_YEAR))
    large.sort(key=lambda unit: (len(unit.lineage), unit.name))
    rows = [(unit, *(numbers[unit.pk][each] for each in _COLUMNS)) for unit in large]
    return {"rows": rows, "year": today().year, "fewest": FEWEST}


def shown():
    """{unit's id: Counter} of this year, of each unit that is large enough with all below
    it, and of how many absences go on; the same for every reader."""
    numbers = _counted(today().year)
    for unit, people in _sizes().items():
        numbers[unit][PEOPLE] = people
    return summed(list(Unit.objects.existing()), numbers, fewest=FEWEST)


def _sizes():
    people = employed(User.objects.exclude(unit=None)).order_by()
    return dict(people.values_list("unit").annotate(Count("pk")))


def _counted(year):
    """{unit: Counter} of what happened in the unit itself in the year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    found: dict = defaultdict(Counter)
    supports = EarlySupport.objects.order_by().values_list("unit")
    for unit, started, closed in supports.annotate(
        started=Count("pk", filter=Q(opened_on__range=(first, last))),
        closed=Count("pk", filter=Q(closed_on__range=(first, last))),
    ):
        found[unit] += Counter(started=started, closed=closed)
    leaves = SickLeave.objects.going_on().order_by().values_list("unit")
    for unit, going_on in leaves.annotate(Count("pk")):
        found[unit] += Counter(going_on=going_on)
    due = LeaveMilestone.objects.to_be_met(first, last)
    in_time = Q(done_on__lte=F("due_on"))
    is_late = Q(due_on__lt=today()) & ~in_time
    for unit, met, late in (
        due.order_by()
        .values_list("leave__unit")
        .annotate(in_time=Count("pk", filter=in_time), late=Count("pk", filter=is_late))
    ):
        found[unit] += Counter(in_time=met, late=late)
    return found
