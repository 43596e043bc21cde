"""Make a backup: the database at one moment, and every file that it knew of then."""

import errno
import fcntl
import json
import os
import shutil
import time
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError
from django.utils import timezone

from operations import database, postgres, sealing
from operations.files import walk
from operations.folders import (
    DATABASE,
    FILES,
    MANIFEST,
    UNFINISHED,
    BackupFolder,
    Manifest,
    finished,
    name_at,
)
from operations.models import Backup
from sam.version import VERSION

# Beside the backups, for whoever watches them without asking the database.
LAST = "last-backup.json"
_ATTEMPTS = 3


def back_up(target, *, keep=None):
    """A new backup in the folder `target`, of which the newest `keep` stay afterwards.

    It is there whole under its name, or not at all.
    """
    target = Path(target).resolve()
    keys = sealing.recipients(settings.BACKUP_KEYS)
    with _alone(target), _room_told(target):
        before = finished(target)
        draft = BackupFolder(target / f"{_free_name(target)}{UNFINISHED}")
        try:
            for _attempt in range(_ATTEMPTS):
                manifest = _fill(draft, before[0] if before else None, keys)
                if not _went_meanwhile(manifest):
                    break
            os.sync()
            draft.path.rename(target / manifest.name)
        except BaseException:
            shutil.rmtree(draft.path, ignore_errors=True)
            raise
        _record(target, manifest)
        _remove([each.path for each in finished(target)[keep:]] if keep else [])
    return manifest


def _went_meanwhile(manifest):
    """Files that came and went just around the moment; those that rows still refer to have
    been lost before."""
    return set(manifest.missing) - database.referred_files()


def _fill(draft, last, keys):
    _remove([draft.path] if draft.path.exists() else [])
    draft.path.mkdir(mode=0o700)
    copies = _Copies(draft, last, keys)
    # Most files, so that few are left to copy once the moment stands.
    copies.follow(settings.MEDIA_ROOT)
    # Read before the moment: they only ever grow.
    sequences = database.sequences()
    with database.one_moment() as moment:
        # A file is written before its row and deleted after it: what rows refer to at this
        # moment lies there now, or was copied above.
        referred = database.referred_files()
        copies.follow(settings.MEDIA_ROOT, beside=referred)
        with postgres.dumped(moment) as stream:
            dump = draft.keep(DATABASE, stream, keys)
        manifest = Manifest(
            name=draft.path.name.removesuffix(UNFINISHED),
            made_at=database.now(),
            program=VERSION,
            server=database.major_version(),
            migrations=database.migrations(),
            tables=database.contents(),
            structure=database.structure(),
            sequences=sequences,
            size=0,
            keys=list(map(str, keys)),
            database=dump,
            files=copies.kept,
            missing=sorted(referred - copies.kept.keys()),
        )
    manifest.size = _size(draft.path)
    manifest.write(draft.path / MANIFEST)
    return manifest


class _Copies:
    """The files in a backup that is being made."""

    def __init__(self, draft, last, keys):
        self._draft, self._last, self._keys = draft, last, keys
        # Only what lies there for the same keys.
        same = last and last.manifest.keys == list(map(str, keys))
        self._linkable = last.manifest.files if same else {}
        self.kept = {}

    def follow(self, root, *, beside=()):
        """Copy what is new or changed, and drop what has gone, but for files in `beside`."""
        there = set()
        for name, path in walk(root):
            try:
                self._take(name, path)
            except FileNotFoundError:
                # Deleted since its folder was read.
                continue
            there.add(name)
        for name in self.kept.keys() - there - set(beside):
            (self._draft.path / FILES / name).unlink()
            del self.kept[name]

    def _take(self, name, path):
        found = path.stat()
        as_found = (found.st_size, found.st_mtime_ns)
        if _as(self.kept.get(name)) == as_found:
            return
        place = f"{FILES}/{name}"
        (self._draft.path / place).unlink(missing_ok=True)
        known = self._linkable.get(name)
        if _as(known) == as_found and self._draft.keep_from(self._last, place):
            self.kept[name] = known
            return
        with open(path, "rb") as source:
            self.kept[name] = self._draft.keep(
                place, source, self._keys, modified=found.st_mtime_ns
            )


def _as(kept):
    return kept and (kept.size, kept.modified)


@contextmanager
def _alone(target):
    """One backup into a folder at a time; what one that was killed has left is removed."""
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(target / ".lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CommandError(f"Another backup into {target} is under way.") from error
        _remove(target.glob(f"*{UNFINISHED}"))
        yield


@contextmanager
def _room_told(target):
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise CommandError(
            f"{target} is full: no backup was made, and those before it are untouched."
        ) from error


def _free_name(target):
    while (target / (name := name_at(timezone.now().astimezone(UTC)))).exists():
        time.sleep(0.1)
    return name


def _size(folder):
    return sum(path.stat().st_size for _name, path in walk(folder))


def _record(target, manifest):
    if database.has_table(Backup._meta.db_table):
        Backup.objects.record(manifest)
    kept = {folder.path.name for folder in finished(target)}
    told = {"name": manifest.name, "made_at": manifest.made_at.isoformat()}
    told |= {"size": manifest.size, "files": len(manifest.files)}
    told |= {"missing_files": len(manifest.missing), "kept": len(kept)}
    (target / LAST).write_text(json.dumps(told, indent=1))


def _remove(paths):
    for path in paths:
        # The manifest first: half of a backup is none.
        (path / MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(path)
