"""Statistics and exports read from a copy of the database that follows it, where there is one.

What is marked so reads there: nothing else does, and nothing writes there. The copy is left
alone while it is away or too far behind, and by whoever has written in the same transaction
(docs/decisions/replica.md).
"""

import time
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, connections

REPLICA = "replica"
# In seconds: so long an answer to whether the copy can be used holds.
KNOWN_FOR = 5

_reading = ContextVar("reading", default=False)


class Router:
    def db_for_read(self, model, **hints):
        """Not where the row at hand came from, as Django would have it."""
        return REPLICA if _reading.get() else "default"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        """Rows of the copy are those of the database."""
        return True

    def allow_migrate(self, db, app_label, **hints):
        """What is done to the database comes to the copy by itself."""
        return db != REPLICA


def from_replica(function):
    """Let what the function reads come from the copy; if that fails, from the database.

    It is run again then: it must do nothing but read, and leave nothing to be read later.
    """

    @wraps(function)
    def reading(*args, **options):
        if not is_usable():
            return function(*args, **options)
        try:
            with _from_replica():
                return function(*args, **options)
        except (OperationalError, InterfaceError):
            _know(False)
            return function(*args, **options)

    return reading


def is_usable():
    """Whether there is a copy that is near enough, for who has not written just now."""
    if not settings.REPLICA_URL or _has_written():
        return False
    if time.monotonic() >= _known["until"]:
        _know(_is_near())
    return _known["usable"]


def lag():
    """Seconds that the copy is behind at most; 0 when it has all. Raises when it is away."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()::text")
        [written] = cursor.fetchone()
    with connections[REPLICA].cursor() as cursor:
        # Without recovery it is no copy, and has all that it can have.
        cursor.execute(
            "SELECT CASE WHEN NOT pg_is_in_recovery()"
            " OR pg_last_wal_replay_lsn() >= %s::pg_lsn THEN 0"
            " ELSE extract(epoch FROM now() - pg_last_xact_replay_timestamp()) END",
            [written],
        )
        [seconds] = cursor.fetchone()
    return float("inf") if seconds is None else float(seconds)


@contextmanager
def _from_replica():
    before = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(before)


def _has_written():
    """The database gives a transaction its number when it first writes."""
    if not connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")
        return cursor.fetchone()[0]


def _is_near():
    try:
        return lag() <= settings.REPLICA_LAG
    except (OperationalError, InterfaceError):
        return False


def _know(usable):
    _known.update(usable=usable, until=time.monotonic() + KNOWN_FOR)


_known = {"usable": False, "until": 0.0}
