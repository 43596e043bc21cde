"""How many employees each manager has, today and over three years.

An employee counts for the managers of the own unit, else of the nearest unit above that
has any; two who lead a unit together share it, and each is told the whole of it.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Count, Q

from allocation.gaps import managers
from allocation.models import HeadCount
from organisation.models import Unit, User
from sam.dates import today

YEARS = 3


@dataclass
class Span:
    """A manager, and how many employees count for them in each unit that they lead."""

    manager: User
    units: dict = field(default_factory=dict)

    @property
    def employees(self):
        return sum(self.units.values())

    def is_above(self, limit):
        return self.employees > limit


def spans():
    """Spans of today's managers, the largest first, each without themselves; three queries."""
    working = Q(left_on=None) | Q(left_on__gt=today())
    people = User.objects.filter(working, is_active=True, unit__isnull=False).order_by()
    employees = dict(people.values_list("unit").annotate(Count("pk")))
    units = {unit.pk: unit for unit in Unit.objects.existing()}
    leading, found = defaultdict(list), {}
    for each in managers().select_related("user"):
        leading[each.unit_id].append(each.user_id)
        span = found.setdefault(each.user_id, Span(each.user))
        span.units.setdefault(units[each.unit_id], 0)
    for pk, number in employees.items():
        lineage = units[pk].lineage if pk in units else []
        led = next((up for up in lineage[::-1] if up in leading), None)
        for user in leading.get(led, []):
            own = found[user].manager.unit_id == pk
            found[user].units[units[led]] += number - own
    return sorted(found.values(), key=lambda span: (-span.employees, span.manager.name))


@transaction.atomic
def count_heads():
    """Keep the month's numbers, once; a run that was missed is made up for the same month."""
    month = today().replace(day=1)
    HeadCount.objects.bulk_create(
        [
            HeadCount(month=month, unit=unit, manager=span.manager, employees=number)
            for span in spans()
            for unit, number in span.units.items()
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )


def trend(units, *, limit):
    """[(month, managers, of whom above the limit, the most)] of each year's same month."""
    now = today().replace(day=1)
    months = [now - relativedelta(years=back) for back in range(YEARS, -1, -1)]
    rows = HeadCount.objects.filter(unit__in=units, month__in=months).order_by()
    found = defaultdict(Counter)
    for month, manager, number in rows.values_list("month", "manager", "employees"):
        found[month][manager] += number
    return [
        (
            month,
            len(of_month),
            sum(number > limit for number in of_month.values()),
            max(of_month.values(), default=0),
        )
        for month in months
        if (of_month := found[month])
    ]
