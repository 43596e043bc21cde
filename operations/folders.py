"""A backup is a folder: the database, the files, and a manifest that tells of both."""

import json
import os
import re
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

from django.core.management import CommandError

from operations.sealing import Counted, pour, seal, unseal

FORMAT = 1
DATABASE, FILES, MANIFEST = "database.dump", "files", "manifest.json"
# By when it was made, in UTC; what is being made has an ending.
_NAME = re.compile(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ")
UNFINISHED = ".unfinished"


@dataclass(frozen=True)
class Kept:
    """One file of a backup: what it was, and what lies there, which differ if encrypted."""

    size: int
    sha256: str
    stored_sha256: str
    # In nanoseconds, as the file system tells it.
    modified: int = 0


@dataclass
class Manifest:
    name: str
    made_at: datetime
    program: str
    # Of PostgreSQL.
    server: int
    migrations: dict
    tables: dict
    structure: dict
    sequences: dict
    # In bytes, of all that lies in the folder.
    size: int
    # The public ones that it is encrypted for; none when it is not.
    keys: list[str]
    database: Kept
    files: dict[str, Kept] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT

    @classmethod
    def read(cls, path):
        try:
            told = json.loads(path.read_text())
            if told["format"] != FORMAT:
                raise CommandError(
                    f"{path} was written by another version of the program."
                )
            told["made_at"] = datetime.fromisoformat(told["made_at"])
            told["database"] = Kept(**told["database"])
            told["files"] = {name: Kept(**each) for name, each in told["files"].items()}
            return cls(**told)
        except (ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{path} is damaged.") from error

    def write(self, path):
        told = asdict(self) | {"made_at": self.made_at.isoformat()}
        path.write_text(json.dumps(told, indent=1, sort_keys=True))

    @property
    def is_encrypted(self):
        return bool(self.keys)

    @property
    def rows(self):
        return sum(table["rows"] for table in self.tables.values())


class BackupFolder:
    def __init__(self, path):
        self.path = Path(path)

    @cached_property
    def manifest(self):
        if not (self.path / MANIFEST).is_file():
            raise CommandError(self._what_it_is_instead())
        return Manifest.read(self.path / MANIFEST)

    def _what_it_is_instead(self):
        if within := finished(self.path):
            names = ", ".join(each.path.name for each in within[:3])
            return f"{self.path} holds several backups. Name one of them: {names}."
        return f"{self.path} is no backup: it has no {MANIFEST}."

    def keep(self, name, source, keys, *, modified=0):
        """Write a file of the backup from a stream."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = Counted(source)
        with open(path, "wb", opener=_for_the_owner) as target:
            stored = Counted(target)
            seal(content, stored, keys)
        return Kept(content.size, content.sha256, stored.sha256, modified)

    def keep_from(self, other, name):
        """The same file as in another backup, which takes no room where the disk can link."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.hardlink_to(other.path / name)
        except FileNotFoundError:
            return False
        except OSError:
            with open(other.path / name, "rb") as source:
                self.keep(name, source, keys=[])
        return True

    def open_into(self, name, target, keys):
        """Write what a file was into a stream; damaged ones are refused when it is too late."""
        expected = self._expected(name)
        content = Counted(target)
        with open(self.path / name, "rb") as source:
            unseal(source, content, keys, is_encrypted=self.manifest.is_encrypted)
        if content.sha256 != expected.sha256:
            raise CommandError(f"{name} in the backup is damaged.")

    def damages(self):
        """What of the backup is not as it was written, in words."""
        for name in [DATABASE, *(f"{FILES}/{each}" for each in self.manifest.files)]:
            try:
                if self._stored(name) != self._expected(name).stored_sha256:
                    yield f"{name} is damaged"
            except OSError as error:
                yield f"{name} cannot be read: {error.strerror}"

    def _expected(self, name):
        if name == DATABASE:
            return self.manifest.database
        return self.manifest.files[name.removeprefix(f"{FILES}/")]

    def _stored(self, name):
        with open(os.devnull, "wb") as nowhere, open(self.path / name, "rb") as source:
            stored = Counted(nowhere)
            pour(source, stored)
        return stored.sha256


def finished(target):
    """The whole backups in a folder, the newest first."""
    paths = target.iterdir() if target.is_dir() else []
    whole = [
        path
        for path in paths
        if _NAME.fullmatch(path.name) and (path / MANIFEST).exists()
    ]
    return [BackupFolder(path) for path in sorted(whole, reverse=True)]


def name_at(moment):
    return f"{moment:%Y-%m-%dT%H-%M-%SZ}"


def _for_the_owner(path, flags):
    return os.open(path, flags, mode=0o600)
