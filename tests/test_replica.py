"""Statistics from a copy of the database: what reads there, and when it is left alone."""

import subprocess
import time

import psycopg
import pytest
from django.db import OperationalError, connection, connections, transaction
from django.urls import reverse

from incidents.models import Incident
from organisation.models import User
from sam import replica
from sam.embedded import postgres
from sam.embedded.folder import Folder
from sam.embedded.processes import unprivileged
from sam.replica import REPLICA, Router, from_replica
from tests.factories import IncidentFactory, UserFactory

router = Router()


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch):
    monkeypatch.setattr(replica, "_known", {"usable": False, "until": 0.0})


@pytest.fixture
def copy(settings, monkeypatch):
    """A copy whose answers the test decides: the database itself under another name."""
    settings.REPLICA_URL = "postgres://copy"
    monkeypatch.setattr(replica, "lag", lambda: 0.0)
    # Those who take part in the test's transaction read what it has written.
    monkeypatch.setattr(replica, "_has_written", lambda: False)
    return settings


@from_replica
def where_read():
    return router.db_for_read(User)


def test_all_is_read_from_the_database_where_there_is_no_copy():
    assert where_read() == "default"


def test_what_is_marked_reads_from_the_copy_and_writes_to_the_database(copy):
    @from_replica
    def writing():
        return router.db_for_write(User)

    assert where_read() == REPLICA
    assert writing() == "default"
    assert router.db_for_read(User) == "default"


def test_rows_of_the_copy_go_on_with_the_database(copy):
    person = User()
    person._state.db = REPLICA

    assert router.db_for_read(User, instance=person) == "default"
    assert router.db_for_write(User, instance=person) == "default"
    assert router.allow_relation(person, User())
    assert not router.allow_migrate(REPLICA, "organisation")


@pytest.mark.parametrize("lag", [31.0, float("inf")])
def test_copy_that_is_too_far_behind_is_left_alone(copy, monkeypatch, lag):
    copy.REPLICA_LAG = 30
    monkeypatch.setattr(replica, "lag", lambda: lag)

    assert where_read() == "default"


def test_copy_that_is_away_is_left_alone_and_not_asked_each_time(copy, monkeypatch):
    asked = []

    def away():
        asked.append(1)
        raise OperationalError

    monkeypatch.setattr(replica, "lag", away)

    assert [where_read() for _each in range(3)] == ["default"] * 3
    assert len(asked) == 1


def test_copy_that_goes_away_meanwhile_costs_nothing_but_time(copy):
    read = []

    @from_replica
    def reading():
        read.append(router.db_for_read(User))
        if read[-1] == REPLICA:
            raise OperationalError("canceling statement due to conflict with recovery")
        return "answer"

    assert reading() == "answer"
    assert read == [REPLICA, "default"]
    assert where_read() == "default"


@pytest.mark.django_db
def test_who_has_written_reads_what_was_written(copy, monkeypatch):
    monkeypatch.undo()
    monkeypatch.setattr(replica, "lag", lambda: 0.0)
    monkeypatch.setattr(replica, "_known", {"usable": True, "until": float("inf")})

    assert replica._has_written() is False
    assert where_read() == REPLICA
    with transaction.atomic():
        UserFactory()
        assert where_read() == "default"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["incidents:statistics", "incidents:usage", "riskassessment:coverage"]
)
def test_statistics_are_read_from_the_copy(
    copy, as_user, hr, school, monkeypatch, address
):
    IncidentFactory(unit=school)
    read = []

    class Watching(Router):
        def db_for_read(self, model, **hints):
            read.append((model, super().db_for_read(model, **hints)))
            return "default"

    monkeypatch.setattr("django.db.router.routers", [Watching()])

    response = as_user(hr).get(reverse(address))

    assert response.status_code == 200
    from_copy = {model for model, alias in read if alias == REPLICA}
    assert Incident in from_copy or address == "riskassessment:coverage"
    assert from_copy
    # Who it is, and what they may, is asked of the database.
    assert User not in from_copy


# A real one


@pytest.fixture
def servers(tmp_path, monkeypatch):
    """A database and its copy, made and fed as in production."""
    # Readable for the user that the servers run as.
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    streaming = {"wal_level": "replica", "max_wal_senders": "4"}
    small = {"shared_buffers": "16MB", "max_connections": "20"}
    monkeypatch.setattr(postgres, "SETTINGS", postgres.SETTINGS | streaming | small)
    homes = [Folder(tmp_path / name).make() for name in ("first", "second")]
    first, second = [
        postgres.Postgres(home, locales=tmp_path / "locales", fleeting=True)
        for home in homes
    ]
    first.start()
    try:
        word = homes[0].secret("postgres-superuser-password")
        subprocess.run(
            [
                *unprivileged(second.data),
                postgres._program("pg_basebackup"),
                f"--pgdata={second.data}",
                f"--dbname=postgres://postgres:{word}@127.0.0.1:{first.port}/",
                *["--write-recovery-conf", "--checkpoint=fast", "--no-sync"],
            ],
            check=True,
            capture_output=True,
        )
        second.data.chmod(0o700)
        second.start()
        yield first, second
    finally:
        second.stop()
        first.stop()


def _named(alias, server, password):
    """A connection of Django's to the server, as the settings would make it."""
    made = connection.copy(alias)
    made.settings_dict = {
        **made.settings_dict,
        "NAME": "sam",
        "USER": "sam",
        "PASSWORD": password,
        "HOST": "127.0.0.1",
        "PORT": str(server.port),
        "OPTIONS": {"connect_timeout": 2},
    }
    return made


def test_real_copy_is_read_while_it_follows_and_left_alone_when_it_does_not(
    servers, settings, monkeypatch, django_db_blocker
):
    first, second = servers
    password = first.folder.secret("postgres-password")
    settings.REPLICA_URL = "postgres://copy"
    settings.REPLICA_LAG = 30
    with django_db_blocker.unblock():
        primary = _named("default", first, password)
        copy = _named(REPLICA, second, password)
        monkeypatch.setattr(replica, "connection", primary)
        connections[REPLICA] = copy

        def usable():
            replica._known["until"] = 0.0
            return replica.is_usable()

        with primary.cursor() as cursor:
            cursor.execute("CREATE TABLE noted AS SELECT 1 AS number")
        deadline = time.monotonic() + 20
        while not (follows := replica.lag() == 0) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert follows
        assert usable()

        with copy.cursor() as cursor:
            cursor.execute("SELECT number FROM noted")
            assert cursor.fetchall() == [(1,)]
        with pytest.raises(Exception, match="read-only"), copy.cursor() as cursor:
            cursor.execute("INSERT INTO noted VALUES (2)")

        # It stands still, and the database goes on.
        word = first.folder.secret("postgres-superuser-password")
        superuser = f"postgres://postgres:{word}@127.0.0.1:{second.port}/postgres"
        with psycopg.connect(superuser, autocommit=True) as standby:
            standby.execute("SELECT pg_wal_replay_pause()")
            with primary.cursor() as cursor:
                cursor.execute("INSERT INTO noted VALUES (2)")
            settings.REPLICA_LAG = 0
            assert not usable()
            standby.execute("SELECT pg_wal_replay_resume()")
        settings.REPLICA_LAG = 30

        second.stop()
        assert not usable()
        primary.close()
        copy.close()
        del connections[REPLICA]
