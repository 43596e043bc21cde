"""The cache, also while Redis is away."""

import logging
import time

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError, TimeoutError

logger = logging.getLogger(__name__)

# In seconds: so long Redis is not asked again, lest each question wait for it.
_ASKED_AGAIN_AFTER = 5


class RedisOrMemory(RedisCache):
    """Redis; while it cannot be reached the memory of this process.

    People still log in and report then. What is limited is counted in each process by
    itself, which lets through a few times more, and not everything
    (docs/decisions/lock-out.md).
    """

    # Of all threads: each has a cache of its own.
    _away_until = 0.0

    def __init__(self, server, params):
        super().__init__(server, params)
        self._memory = LocMemCache("while-redis-is-away", {})

    def _ask(self, name, *args, **kwargs):
        if time.monotonic() >= RedisOrMemory._away_until:
            try:
                return getattr(super(), name)(*args, **kwargs)
            except (ConnectionError, TimeoutError) as error:
                RedisOrMemory._away_until = time.monotonic() + _ASKED_AGAIN_AFTER
                logger.warning("Redis is away, counting in memory: %s", error)
        return getattr(self._memory, name)(*args, **kwargs)


def _asking(name):
    def method(self, *args, **kwargs):
        return self._ask(name, *args, **kwargs)

    return method


for _name in (
    "add",
    "clear",
    "delete",
    "delete_many",
    "get",
    "get_many",
    "has_key",
    "incr",
    "set",
    "set_many",
    "touch",
):
    setattr(RedisOrMemory, _name, _asking(_name))
