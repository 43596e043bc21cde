"""What rooms above this one have to say beside a plan of the work environment."""

from collections.abc import Callable
from typing import Any, NamedTuple


class Line(NamedTuple):
    text: Any
    url: str = ""
    detail: Any = ""


class Told(NamedTuple):
    """Some lines under a heading, and what the person may add to them."""

    title: Any
    lines: list[Line]
    act: Any = ""
    act_url: str = ""


_tellers: list[Callable] = []


def told_by(teller):
    """`teller(plan, user, can_handle=)` gives what is Told of the plan; said when the
    program starts, by rooms that this one does not know."""
    _tellers.append(teller)


def of(plan, user):
    """All that is told, for the person; what has no lines and no act is left out."""
    can_handle = user.has_perm("organisation.handle_measures", plan)
    told = (teller(plan, user, can_handle=can_handle) for teller in _tellers)
    return [each for each in told if each.lines or each.act_url]
