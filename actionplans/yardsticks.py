"""Figures by which goals can be measured, offered by rooms above that know them.

A room registers what offers them when the program starts; nothing here knows whose they are.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple, Protocol

from organisation.models import Unit

# In place of a figure that tells of too few people.
HIDDEN = "*"
# How far back a course goes: two years of quarters.
PERIODS = 8


class Figure(NamedTuple):
    """What it was over a time that ended that day; None where it is unknown."""

    until: date
    words: str
    value: Decimal | str | None


class Scale(NamedTuple):
    """What a figure is counted in, and with how many decimals."""

    unit: str
    decimals: int


class Yardsticks(Protocol):
    def choices(self) -> list[tuple[str, str]]:
        """Codes and what they are called."""

    def scale(self, code: str) -> Scale: ...

    def courses(
        self, wanted: list[tuple[str, Unit]], *, periods: int
    ) -> dict[tuple, list[Figure]]:
        """{(code, unit's id): at most so many figures, the oldest first} of known codes."""


_OFFERED: list[Yardsticks] = []


def offer(yardsticks):
    _OFFERED.append(yardsticks)


def choices():
    return [each for offered in _OFFERED for each in offered.choices()]


def scale(code):
    return _of(code).scale(code)


def courses(wanted, *, periods=PERIODS):
    """Of all pairs of a code and a unit at once; what nobody offers any more is left out."""
    found: dict = {}
    for offered in _OFFERED:
        found |= offered.courses(wanted, periods=periods)
    return found


def _of(code):
    """Raises KeyError for what nobody offers."""
    for offered in _OFFERED:
        if code in dict(offered.choices()):
            return offered
    raise KeyError(code)
