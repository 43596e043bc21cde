"""What a restore replaces lies aside until what came back has been found right.

The tables in a schema and the files in a folder of their own; so a restore that fails, or
whose machine goes down, can be undone. Extensions stay where they are: what they brought
belongs to the server.
"""

import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from operations import database
from operations.files import ASIDE, DROPPED, first_level

SCHEMA, HALF = database.ASIDE


def put():
    # The files first: where the schema lies aside, all files do.
    _move(_files(), to=_files() / ASIDE)
    with transaction.atomic():
        _execute(f"CREATE SCHEMA {SCHEMA}")
        database.move("public", to=SCHEMA)


def take_back():
    """Remove what came, be it half, and put back what was there."""
    if database.has_schema(SCHEMA):
        for path in first_level(_files()):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        with transaction.atomic():
            _execute(f"CREATE SCHEMA {HALF}")
            database.move("public", to=HALF)
            database.move(SCHEMA, to="public")
            _execute(f"DROP SCHEMA {SCHEMA}")
        database.drop(HALF)
    _move(_files() / ASIDE, to=_files())
    (_files() / ASIDE).rmdir()


def drop():
    """From here on there is no way back."""
    if (_files() / ASIDE).exists():
        (_files() / ASIDE).rename(_files() / DROPPED)
    database.drop(SCHEMA)
    shutil.rmtree(_files() / DROPPED)


def tidy():
    """Undo, or bring to its end, what a restore that was killed has left."""
    database.drop(HALF)
    if (_files() / DROPPED).exists():
        drop()
    elif (_files() / ASIDE).exists():
        take_back()


def _files():
    return Path(settings.MEDIA_ROOT)


def _move(folder, *, to):
    to.mkdir(parents=True, exist_ok=True)
    for path in first_level(folder):
        path.rename(to / path.name)


def _execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
