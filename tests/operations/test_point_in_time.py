"""Back to a second, by the archive of the write-ahead log, as docs/administrator.md says."""

import subprocess

import psycopg
import pytest

from sam.embedded import postgres
from sam.embedded.folder import Folder
from sam.embedded.processes import unprivileged
from tests.working import until


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """Servers that are started keep every change in this folder."""
    archive = tmp_path / "archive"
    archive.mkdir(mode=0o777)
    archive.chmod(0o777)
    changes = {
        "wal_level": "replica",
        "max_wal_senders": "2",
        "archive_mode": "on",
        "archive_command": f"test ! -f {archive}/%f && cp %p {archive}/%f",
    }
    monkeypatch.setattr(postgres, "SETTINGS", postgres.SETTINGS | changes)
    return archive


@pytest.fixture
def start(tmp_path):
    started = []

    def start(name):
        folder = Folder(tmp_path / name).make()
        server = postgres.Postgres(folder, locales=tmp_path / "locales", fleeting=True)
        started.append(server)
        server.start()
        return server

    yield start
    for server in started:
        server.stop()


def ask(server, sql):
    password = server.folder.secret("postgres-superuser-password")
    address = f"postgres://postgres:{password}@127.0.0.1:{server.port}/sam"
    with psycopg.connect(address, autocommit=True) as database:
        cursor = database.execute(sql)
        return cursor.fetchall() if cursor.description else None


def copy_of(server, folder):
    """A base backup, where a server of its own will find it."""
    folder.mkdir()
    password = server.folder.secret("postgres-superuser-password")
    (folder / "postgres-superuser-password").write_text(password)
    data = folder / "postgres"
    data.mkdir(mode=0o700)
    command = [postgres._program("pg_basebackup"), "--pgdata", data]
    command += ["--host", "127.0.0.1", "--port", str(server.port), "--no-password"]
    command += ["--username", "postgres", "--checkpoint", "fast", "--no-sync"]
    subprocess.run(
        [*unprivileged(data), *command],
        env={"PATH": "/usr/bin:/bin", "PGPASSWORD": password},
        check=True,
    )
    return data


def test_database_is_brought_back_to_a_second(archive, start, tmp_path):
    server = start("running")
    ask(server, "CREATE TABLE told (what text)")
    data = copy_of(server, tmp_path / "recovered")
    ask(server, "INSERT INTO told VALUES ('after the base backup')")
    [(second,)] = ask(server, "SELECT now()::text")
    ask(server, "INSERT INTO told VALUES ('after that second')")
    [(last,)] = ask(server, "SELECT pg_walfile_name(pg_switch_wal())")
    assert until(lambda: (archive / last).exists())
    server.stop()

    (data / "recovery.signal").touch()
    with (data / "postgresql.auto.conf").open("a") as settings:
        settings.write(
            f"restore_command = 'cp {archive}/%f %p'\n"
            f"recovery_target_time = '{second}'\n"
            "recovery_target_action = 'promote'\n"
        )
    recovered = start("recovered")

    assert until(lambda: ask(recovered, "SELECT pg_is_in_recovery()") == [(False,)])
    assert ask(recovered, "SELECT what FROM told") == [("after the base backup",)]
