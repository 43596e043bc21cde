"""Kinds of records by which a unit shows that it meets its duties.

A room names its own in a module that the setting LIVING_RECORDS lists:
RECORDS = {"rounds": Record(…)}. The page of duties (governing.control) counts them.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.functional import Promise


class Record(NamedTuple):
    """What they are called, the list that has them, a unit's rows and their day."""

    words: str | Promise
    # A URL's name, and what follows its path; empty where there is no list.
    place: str
    # From a unit to a queryset.
    find: Callable
    # An expression on its rows.
    day: object


def within(rows, unit, *, path="unit"):
    """Rows of the unit and what hangs below it."""
    return rows.filter(**{f"{path}__lineage__contains": [unit.pk]})
