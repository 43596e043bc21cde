"""Counts of incidents by several things at once, in one pass through the database."""

from collections import Counter
from itertools import compress

from django.db import connections
from django.db.models import Case, DateField, F, Func, When
from django.db.models.functions import Cast, TruncMonth, TruncYear

from sam.dates import zone

# What every count is split by besides.
_ALWAYS = {"what": F("kind"), "violent": F("is_violence")}


def counted(incidents, dimensions, *, together=()):
    """For each dimension {(kind, is_violence, its value): number}.

    `dimensions` are expressions by name. GROUPING SETS, which Django has no word for,
    answer them all while the rows are read once. A row costs anew for each set; so those
    of few values that are named `together` share one, and are parted here.
    """
    rows = incidents.order_by().values(**_ALWAYS, **dimensions)
    sql, params = rows.query.sql_with_params()
    names = list(dimensions)
    alone = [[name] for name in names if not any(name in each for each in together)]
    sets = ", ".join(
        f"(what, violent, {', '.join(each)})" for each in [*together, *alone]
    )
    which = ", ".join(f"GROUPING({name}) = 0" for name in names)
    columns = ", ".join(["what", "violent", *names, which])
    found = {name: Counter() for name in names}
    with connections[rows.db].cursor() as cursor:
        # Only names of our own and what Django wrote are put together here.
        cursor.execute(
            f"SELECT {columns}, count(*) FROM ({sql}) AS incident"  # noqa: S608
            f" GROUP BY GROUPING SETS ({sets})",
            params,
        )
        for kind, is_violent, *values, number in cursor:
            values, is_set = values[: len(names)], values[len(names) :]
            for name, value in compress(zip(names, values, strict=True), is_set):
                found[name][kind, is_violent, value] += number
    return found


def by_month(*, by_report):
    return _truncated(TruncMonth, by_report)


def by_year(*, by_report):
    return _truncated(TruncYear, by_report)


def _truncated(truncate, by_report):
    """A date, the first of the month or year."""
    if by_report:
        day = truncate("reported_at", tzinfo=zone())
    else:
        # A day has no zone; with one, which is the default, it costs half as much again.
        day = truncate(_Plain("occurred_on"))
    return Cast(day, DateField())


class _Plain(Func):
    template = "%(expressions)s::timestamp"
    output_field = DateField()


def by_unit_below(unit, *, employed):
    """The unit directly below the given one in which it lies; None for the unit itself."""
    depth = len(unit.lineage)
    happened = F(f"unit__lineage__{depth}")
    if not employed:
        return happened
    # Where the person is employed is told only when that is elsewhere.
    return Case(
        When(employed_unit=None, then=happened),
        default=F(f"employed_unit__lineage__{depth}"),
    )
