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


class Place:
    """Where it stands. Rooms that this one does not know say it when the program starts."""

    def __init__(self):
        self._tellers: list[Callable] = []

    def told_by(self, teller):
        """`teller(plan, user, can_handle=)` gives what is Told of the plan."""
        self._tellers.append(teller)

    def of(self, plan, user, *, can_handle):
        """All that is told, for the person; what has no lines and no act is left out."""
        told = (teller(plan, user, can_handle=can_handle) for teller in self._tellers)
        return [each for each in told if each.lines or each.act_url]


# Of the plan itself, on its page.
plan_page = Place()
# Of the unit around it, where the rest of its work is shown.
elsewhere = Place()
