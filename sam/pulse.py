"""When the program's parts were last heard, for who watches over them.

In the cache: what is lost with it is heard again within a minute.
"""

import time
from contextlib import suppress
from typing import NamedTuple

from django.core.cache import cache
from redis.exceptions import RedisError


class Run(NamedTuple):
    """How a job of the clock went last; times in seconds since 1970."""

    at: float
    failed: bool


def note(part):
    """Heard just now; silent when the cache is away, for that is told elsewhere."""
    _keep(part, time.time())


def silence(part):
    """Seconds since the part was heard; None when it never was."""
    heard = cache.get(f"pulse:{part}")
    return None if heard is None else max(time.time() - heard, 0)


def note_run(name, *, failed):
    _keep(f"run:{name}", tuple(Run(time.time(), failed)))


def runs(names):
    """The last run of each of the clock's jobs that has had one."""
    found = cache.get_many([f"pulse:run:{name}" for name in names])
    return {key.removeprefix("pulse:run:"): Run(*run) for key, run in found.items()}


def note_order(name, moment):
    """When the clock last ordered the job."""
    _keep(f"order:{name}", moment)


def orders(names):
    found = cache.get_many([f"pulse:order:{name}" for name in names])
    return {key.removeprefix("pulse:order:"): at for key, at in found.items()}


def _keep(key, value):
    with suppress(RedisError):
        cache.set(f"pulse:{key}", value, timeout=None)
