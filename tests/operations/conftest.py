"""A small installation with data and files, and empty ones to restore into.

Each is a database of its own, so that no test empties three hundred tables.
"""

from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, connections
from django.test import override_settings

from attachments.models import Attachment
from organisation.models import Municipality
from tests.factories import IncidentFactory, MeasureFactory, UserFactory


class Installation:
    """A database and a folder of files."""

    def __init__(self, name, files):
        self.name, self.files = name, files

    @contextmanager
    def at_hand(self):
        """The program works here, in this thread."""
        before = connections["default"]
        connections["default"] = here = before.copy()
        here.settings_dict["NAME"] = self.name
        # Pools are shared by name.
        here.settings_dict["OPTIONS"].pop("pool", None)
        try:
            with override_settings(MEDIA_ROOT=self.files):
                yield self
        finally:
            here.close()
            connections["default"] = before

    @property
    def address(self):
        parts = {**connection.settings_dict, "NAME": self.name}
        return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**parts)

    def rows(self):
        """Every row of every table, read without the program."""
        with psycopg.connect(self.address) as database:
            tables = database.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                " AND tablename NOT IN ('django_session', 'operations_backup')"
            ).fetchall()
            return {
                table: sorted(
                    row
                    for (row,) in database.execute(
                        f'SELECT each::text FROM "{table}" each'
                    )
                )
                for (table,) in tables
            }

    def contents(self):
        """Every file."""
        return {
            str(path.relative_to(self.files)): path.read_bytes()
            for path in self.files.rglob("*")
            if path.is_file()
        }


def _server():
    parts = {**connection.settings_dict, "NAME": "postgres"}
    address = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**parts)
    return psycopg.connect(address, autocommit=True)


@pytest.fixture(scope="module")
def make_installation(django_db_setup, django_db_blocker, tmp_path_factory):
    """An empty installation, or one with the tables of the tests' database."""
    made = []

    def make(*, template=None):
        name = f"operations_{uuid4().hex[:12]}"
        with _server() as server:
            if template:
                # What another test has left open would keep it from being copied.
                connection.close()
                connection.close_pool()
                server.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = %s AND backend_type = 'client backend'",
                    [template],
                )
            template = f' TEMPLATE "{template}"' if template else ""
            server.execute(f"CREATE DATABASE {name}{template}")
        made.append(name)
        return Installation(name, tmp_path_factory.mktemp("files"))

    with django_db_blocker.unblock():
        yield make
        with _server() as server:
            for name in made:
                server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def source(make_installation):
    """With people, an incident, a measure and photos."""
    made = make_installation(template=connection.settings_dict["NAME"])
    with made.at_hand():
        # The first administrator, as in every installation.
        Municipality.objects.get_or_create(pk=1, defaults={"name": "Testinge kommun"})
        IncidentFactory(description="Halt golv på Åsö förskola.")
        MeasureFactory(activity="Lägg ut mattor")
        keep_photo(by=UserFactory(name="Örjan Åkesson"))
    return made


def keep_photo(*, by, content=b"a photo"):
    return Attachment.objects.store(
        content, thumbnail=b"small", content_type="image/jpeg", added_by=by
    )


@pytest.fixture
def running(source):
    """The source, while the program runs on it."""
    with source.at_hand():
        yield source


@pytest.fixture
def empty(make_installation):
    """To be filled."""
    return make_installation()


@pytest.fixture(scope="module")
def untouched(make_installation):
    """To stay empty."""
    return make_installation()
