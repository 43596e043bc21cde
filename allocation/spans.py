"""How many employees each manager has, today and over three years.

An employee counts for the managers of the own unit, else of the nearest unit above that
has any; two who lead a unit together share it, and each is told the whole of it.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

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
    """A manager with the units that count for them."""

    manager: User
    units: list
    employees: int

    def is_above(self, limit):
        return self.employees > limit


def spans():
    """{(manager, unit): employees} of today, without the manager themselves; two queries."""
    working = Q(left_on=None) | Q(left_on__gt=today())
    people = User.objects.filter(working, is_active=True, unit__isnull=False).order_by()
    employees = dict(people.values_list("unit").annotate(Count("pk")))
    leading = defaultdict(list)
    home = {}
    for user, unit, own in managers().values_list("user", "unit", "user__unit"):
        leading[unit].append(user)
        home[user] = own
    found: Counter = Counter(
        {(user, unit): 0 for unit, users in leading.items() for user in users}
    )
    lineages = dict(Unit.objects.existing().values_list("pk", "lineage"))
    for unit, number in employees.items():
        led = next((up for up in lineages.get(unit, [])[::-1] if up in leading), None)
        for user in leading.get(led, []):
            found[user, led] += number - (home[user] == unit)
    return found


@transaction.atomic
def count_heads():
    """Keep the month's numbers, once; a run that was missed is made up for the same month."""
    month = today().replace(day=1)
    HeadCount.objects.bulk_create(
        [
            HeadCount(month=month, unit_id=unit, manager_id=manager, employees=number)
            for (manager, unit), number in spans().items()
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )


def spans_in(units):
    """Spans of the managers of the units, the largest first; all that they lead counts."""
    numbers = spans()
    reached = set(units.values_list("pk", flat=True))
    led = defaultdict(dict)
    for (manager, unit), number in numbers.items():
        led[manager][unit] = number
    seen = {user: own for user, own in led.items() if reached & own.keys()}
    people = User.objects.in_bulk(seen)
    names = Unit.objects.in_bulk({pk for own in seen.values() for pk in own})
    found = [
        Span(people[user], [names[pk] for pk in own], sum(own.values()))
        for user, own in seen.items()
    ]
    return sorted(found, key=lambda span: (-span.employees, span.manager.name))


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
