"""What rooms above know of a plan, to stand on its page.

Each says it in a module `beside_plans` with a function `parts(plan, user, can_handle=)`
that yields Parts; nothing else has to be done for a room to be asked.
"""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

from django.apps import apps


class Line(NamedTuple):
    words: Any
    url: str = ""
    detail: Any = ""


class Part(NamedTuple):
    title: Any
    lines: list
    act: Any = ""
    act_url: str = ""


@cache
def _rooms():
    names = [f"{config.name}.beside_plans" for config in apps.get_app_configs()]
    return [import_module(name) for name in names if find_spec(name)]


def parts(plan, user, *, can_handle):
    """Those that have something to show, or something that the person can do."""
    found = [
        part
        for room in _rooms()
        for part in room.parts(plan, user, can_handle=can_handle)
    ]
    return [part for part in found if part.lines or part.act_url]
