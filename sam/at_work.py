"""Whether anybody is at work on a row: a lock in the database, which ends with its holder.

A worker that is killed lets go at once, and one whose machine has gone when the database
misses it (see DATABASES). A row that says that it is being made, and at which nobody is,
has been left.
"""

from contextlib import contextmanager
from hashlib import sha256

from django.db import connection, transaction


def key_of(row):
    """The number of its lock, the same in every process."""
    name = f"{row._meta.label_lower}:{row.pk}"
    return int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)


@contextmanager
def at_work(row):
    """Be at work on it, maybe beside others: where doing it twice does no harm."""
    with _locked("pg_advisory_lock_shared(%s) IS NOT NULL", key_of(row), "_shared"):
        yield


@contextmanager
def alone(key):
    """Whether no other worker holds the lock; it goes with the connection."""
    with _locked("pg_try_advisory_lock(%s)", key) as is_alone:
        yield is_alone


@contextmanager
def _locked(lock, key, kind=""):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}", [key])
        (is_held,) = cursor.fetchone()
    try:
        yield is_held
    finally:
        # A connection that has broken holds none.
        if is_held and connection.connection and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT pg_advisory_unlock{kind}(%s)", [key])


@transaction.atomic
def is_left(row):
    """Whether nobody is at work on it just now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [key_of(row)])
        (is_free,) = cursor.fetchone()
    return is_free
