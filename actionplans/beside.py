"""What rooms above this one have to say beside a plan of the work environment."""

from collections.abc import Callable
from typing import NamedTuple


class Line(NamedTuple):
    text: str
    url: str
    detail: str = ""


class Told(NamedTuple):
    """Some lines under a heading."""

    title: str
    lines: list


_tellers: list[Callable] = []


def told_by(teller):
    """`teller(plan, user)` gives what is Told of the plan; said when the program starts,
    by rooms that this one does not know."""
    _tellers.append(teller)


def of(plan, user):
    """All that is told, for the person; what has no lines is left out."""
    told = (teller(plan, user) for teller in _tellers)
    return [each for each in told if each.lines]
