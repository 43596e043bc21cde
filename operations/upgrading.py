"""Bring an installation up to the program that is installed: one command, safe to repeat."""

from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from psycopg.errors import LockNotAvailable

from operations import database
from operations.backing_up import back_up
from operations.models import Backup

OLDEST_SERVER = 15
# A backup that was made no longer ago will do.
FRESH = timedelta(hours=1)
# For a lock on a table.
PATIENCE = "30 s"
# Any number that nobody else locks in this database.
_LOCK = 20_260_000_001


def upgrade(*, back_up_to=None, without_backup=False, say=print):
    """Migrate and load what ships with the program; asks for a backup before the former."""
    _refuse_old_server()
    with _alone(say):
        _refuse_newer_database()
        if steps := _steps():
            if not _is_new():
                _keep_a_way_back(back_up_to, without_backup, say)
            say(f"{len(steps)} migrations; the first time they take a minute or two.")
            _migrate()
        for command in settings.SHIPPED:
            call_command(command, verbosity=0)
    say("The installation is up to date.")


def _migrate():
    """Each migration is whole or has not happened, so a table that is busy stops nobody."""
    with connection.cursor() as cursor:
        # Whoever asks for the table meanwhile waits behind us.
        cursor.execute(f"SET lock_timeout = '{PATIENCE}'")
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        raise CommandError(
            f"A table was in use for {PATIENCE}. Stop the workers, and try again."
        ) from error
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")


def _refuse_old_server():
    if (found := database.major_version()) < OLDEST_SERVER:
        raise CommandError(
            f"PostgreSQL {OLDEST_SERVER} or newer is needed; this server is {found}."
        )


@contextmanager
def _alone(say):
    """Of several hosts that start at once one works; the others wait and find it done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if cursor.fetchone() == (False,):
            say("Another host is upgrading; waiting for it.")
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _steps():
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def _refuse_newer_database():
    executor = MigrationExecutor(connection)
    known = executor.loader.disk_migrations
    unknown = sorted(set(executor.loader.applied_migrations) - known.keys())
    if unknown:
        raise CommandError(
            "The database was made by a newer program "
            f"({'.'.join(unknown[0])} is not known here). Install that, or restore a "
            "backup from before."
        )


def _is_new():
    return not database.migrations()


def _keep_a_way_back(target, without, say):
    """A migration of a later version can be undone by a restore alone."""
    if target:
        say(f"Backup {back_up(target).name} made.")
        return
    if without or _has_fresh_backup():
        return
    raise CommandError(
        "The database will be changed, and no backup was made in the last hour. Give "
        "--back-up-to FOLDER, or --without-backup if there is another way back."
    )


def _has_fresh_backup():
    if not database.has_table(Backup._meta.db_table):
        return False
    return Backup.objects.filter(made_at__gt=timezone.now() - FRESH).exists()
