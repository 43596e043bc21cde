"""How many orders there are and what they cost: by kind and by administration, with the
year before."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Count, Sum
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
    def chart(self):
        shown = [(row.label, row.number) for row in self.rows if row.number is not None]
        return charts.bars(self.title, shown) if any(n for _l, n in shown) else None


def tables(orders, year):
    """Of the orders in the year, those that are called off left out."""
    orders = orders.standing()
    placed = orders.in_year(year), orders.in_year(year - 1)
    return [
        _table(_("Orders by kind %(year)s") % {"year": year}, _("What"), placed, _kinds),
        _table(
            _("Orders by administration %(year)s") % {"year": year},
            _("Administration"),
            placed,
            _administrations,
        ),
    ]


def _table(title, heading, placed, grouped):
    now, before = (grouped(each) for each in placed)
    numbers = numbers_to_show({label: number for label, (number, _c) in now.items()})
    earlier = numbers_to_show(
        {label: number for label, (number, _c) in before.items()}
    )
    rows = [
        Row(
            label,
            numbers.get(label, 0),
            earlier.get(label, 0),
            now.get(label, (0, 0))[1] if numbers.get(label, 0) is not None else None,
        )
        for label in sorted({*now, *before})
    ]
    total = Row(
        _("All"),
        sum(number for number, _cost in now.values()),
        sum(number for number, _cost in before.values()),
        sum(cost for _number, cost in now.values()),
    )
    return Table(title, heading, rows, total)


def _kinds(orders):
    """{name: (number, cost)}"""
    rows = orders.order_by().values_list("service__name")
    rows = rows.annotate(number=Count("pk"), kronor=Sum("cost"))
    return {name: (number, kronor or 0) for name, number, kronor in rows}


def _administrations(orders):
    names = dict(
        Unit.objects.filter(level=Level.ADMINISTRATION).values_list("pk", "name")
    )
    rows = orders.order_by().values_list("unit__lineage")
    found: dict = defaultdict(lambda: (0, 0))
    for lineage, number, kronor in rows.annotate(
        number=Count("pk"), kronor=Sum("cost")
    ):
        name = next((names[pk] for pk in lineage if pk in names), _("Others"))
        before = found[name]
        found[name] = (before[0] + number, before[1] + (kronor or 0))
    return dict(found)
