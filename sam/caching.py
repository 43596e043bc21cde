"""The cache, without which the program goes on: what it does not remember is found anew."""

import logging
import time

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import ConnectionError, TimeoutError

# In seconds: so long a server that did not answer is not asked again, lest each page waits.
REST = 5

logger = logging.getLogger(__name__)


def _or(otherwise):
    """The method's answer; `otherwise` while the server is away."""

    def wrap(method):
        def ask(self, *args, **kwargs):
            if time.monotonic() < self.asked_again_at:
                return otherwise(*args)
            try:
                return method(self, *args, **kwargs)
            except (ConnectionError, TimeoutError) as error:
                self.asked_again_at = time.monotonic() + REST
                logger.error("The cache is away: %s", type(error).__name__)
                return otherwise(*args)

        return ask

    return wrap


def _no(*_arguments):
    return False


def _unknown(key, *_arguments):
    raise ValueError(f"Key '{key}' not found.")


class _Client(RedisCacheClient):
    asked_again_at = 0.0

    add = _or(_no)(RedisCacheClient.add)
    get = _or(lambda _key, default: default)(RedisCacheClient.get)
    set = _or(_no)(RedisCacheClient.set)
    touch = _or(_no)(RedisCacheClient.touch)
    delete = _or(_no)(RedisCacheClient.delete)
    get_many = _or(lambda _keys: {})(RedisCacheClient.get_many)
    has_key = _or(_no)(RedisCacheClient.has_key)
    incr = _or(_unknown)(RedisCacheClient.incr)
    set_many = _or(_no)(RedisCacheClient.set_many)
    delete_many = _or(_no)(RedisCacheClient.delete_many)
    clear = _or(_no)(RedisCacheClient.clear)


class Cache(RedisCache):
    """While Redis is away it is as if nothing had been kept."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = _Client
