"""How many orders there are and what they cost: by kind and by administration, with the
year before."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from organisation.models import Level, Unit
from organisation.small_groups import numbers_to_show
from ui import charts


class Row(NamedTuple):
    label: str
    # None where so few orders tell of single persons.
    number: int | None
    before: int | None
    cost: int | None


class Table(NamedTuple):
    title: str
    heading: str
    rows: list
    total: Row

    @property
    def hides_some(self):
        """Whether a figure is left out, which the page then explains."""
        return any(None in row for row in self.rows)

    @property
    def chart(self):
        shown = [(row.label, row.number) for row in self.rows if row.number is not None]
        return charts.bars(self.title, shown) if any(n for _l, n in shown) else None


def tables(orders, year):
    """Of the orders in the year, those that are called off left out."""
    orders = orders.standing().order_by()
    return [
        _table(
            _("Orders by kind %(year)s") % {"year": year},
            _("What"),
            dict(_summed(orders.values_list("service__name"), year)),
        ),
        _table(
            _("Orders by administration %(year)s") % {"year": year},
            _("Administration"),
            _by_administration(_summed(orders.values_list("unit__lineage"), year)),
        ),
    ]


def _summed(groups, year):
    """(group, (number, number of the year before, cost)) of those with an order."""
    now, before = Q(ordered_on__year=year), Q(ordered_on__year=year - 1)
    rows = groups.filter(now | before).annotate(
        number=Count("pk", filter=now),
        before=Count("pk", filter=before),
        kronor=Coalesce(Sum("cost", filter=now), 0),
    )
    return ((group, tuple(numbers)) for group, *numbers in rows)


def _by_administration(rows):
    names = dict(
        Unit.objects.filter(level=Level.ADMINISTRATION).values_list("pk", "name")
    )
    found: dict = defaultdict(lambda: (0, 0, 0))
    for lineage, numbers in rows:
        name = next((names[pk] for pk in lineage if pk in names), _("Others"))
        found[name] = _added(found[name], numbers)
    return dict(found)


def _added(*rows):
    return tuple(sum(column) for column in zip(*rows, strict=True))


def _table(title, heading, found):
    now, before = (
        numbers_to_show({label: row[place] for label, row in found.items()})
        for place in (0, 1)
    )
    rows = [
        Row(label, now[label], before[label], None if now[label] is None else cost)
        for label, (_number, _before, cost) in sorted(found.items())
    ]
    total = Row(_("All"), *_added((0, 0, 0), *found.values()))
    return Table(title, heading, rows, total)
