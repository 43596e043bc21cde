"""Bring a backup back: into an empty database and folder, then held against the manifest."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management import CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from operations import aside, database, postgres
from operations.backing_up import walk
from operations.folders import DATABASE, FILES
from operations.models import Backup
from operations.sealing import Counted
from sam.migrating import SWEDISH_COLLATION

# Of what does not fit, so many are named.
_NAMED = 5


def restore(folder, *, keys=(), replace=False):
    """What was there before is gone only when what came back equals what was backed up."""
    manifest = folder.manifest
    database.without_pool()
    _refuse_what_does_not_fit(manifest)
    _refuse_others()
    aside.tidy()
    if not replace:
        _refuse_what_is_there()
    check(folder, keys=keys)
    aside.put()
    try:
        _bring_back(folder, keys)
        if faults := list(differences(manifest)):
            raise CommandError(_listed("What came back differs", faults))
    except BaseException:
        aside.take_back()
        raise
    aside.drop()
    _execute("ANALYZE")
    if database.has_table(Backup._meta.db_table):
        Backup.objects.record(manifest)


def check(folder, *, keys=()):
    """Read all of the backup; refuses what is not as it was written."""
    if faults := list(folder.damages()):
        raise CommandError(_listed("The backup is damaged", faults))
    if keys or not folder.manifest.is_encrypted:
        with postgres.reading() as feed:
            folder.open_into(DATABASE, feed, keys)


def differences(manifest):
    """In words, where this installation is not as the manifest says."""
    with database.one_moment():
        there, structure = database.contents(), database.structure()
    counted = database.sequences()
    yield from _differing("table", manifest.tables, there)
    yield from _differing("", manifest.structure, structure)
    for name, value in manifest.sequences.items():
        if counted.get(name, -1) < value:
            yield f"sequence {name}"
    yield from _differing("file", _contents(manifest), _files())


def _differing(kind, expected, found):
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            yield f"{kind} {name}".strip()


def _contents(manifest):
    return {name: kept.sha256 for name, kept in manifest.files.items()}


def _files():
    return {name: _sha256(path) for name, path in walk(settings.MEDIA_ROOT)}


def _sha256(path):
    with open(path, "rb") as file:
        content = Counted(file)
        while content.read(1024 * 1024):
            pass
    return content.sha256


def _refuse_what_does_not_fit(manifest):
    if (server := database.major_version()) < manifest.server:
        raise CommandError(
            f"The backup is of PostgreSQL {manifest.server}, this server is {server}. "
            f"Restore to {manifest.server} or newer."
        )
    known = MigrationLoader(None).disk_migrations
    unknown = [
        f"{app}.{name}"
        for app, names in manifest.migrations.items()
        for name in names
        if (app, name) not in known
    ]
    if unknown:
        raise CommandError(
            f"The backup was made by a newer program ({manifest.program}), which this one "
            f"does not know enough of ({unknown[0]}). Restore with that version."
        )


def _refuse_others():
    if others := database.other_sessions():
        raise CommandError(
            f"{len(others)} others use the database {database.name()} "
            f"({', '.join(sorted(set(others)))}). "
            "Stop the web servers, workers and beat first."
        )


def _refuse_what_is_there():
    if not database.is_empty():
        raise CommandError(
            f"The database {database.name()} is not empty. Name an empty one in "
            "DATABASE_URL, or give --replace to lose what is there."
        )
    if any(walk(settings.MEDIA_ROOT)):
        raise CommandError(
            f"The folder {settings.MEDIA_ROOT} is not empty. Name an empty one in "
            "SAM_FILES, or give --replace to lose what is there."
        )


def _bring_back(folder, keys):
    _execute(SWEDISH_COLLATION)
    with TemporaryDirectory() as place:
        contents = Path(place) / "contents"
        with postgres.listing(contents) as feed:
            folder.open_into(DATABASE, feed, keys)
        with postgres.restoring(contents) as feed:
            folder.open_into(DATABASE, feed, keys)
    for name, kept in folder.manifest.files.items():
        path = Path(settings.MEDIA_ROOT) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "wb") as target:
            folder.open_into(f"{FILES}/{name}", target, keys)
        # So that the next backup knows it again.
        os.utime(path, ns=(kept.modified, kept.modified))


def _listed(what, faults):
    more = f" and {len(faults) - _NAMED} more" if len(faults) > _NAMED else ""
    return f"{what}: {', '.join(faults[:_NAMED])}{more}."


def _execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
