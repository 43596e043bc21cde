"""After a test that commits, the database is what it was: by what was written, not table by table.

Django empties every table and makes again what ships, which takes longer than most such tests.
"""

import pgtrigger
import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase


class Emptying:
    """Deletes the rows of a test, and leaves alone what was there before the first of all."""

    def __init__(self, empty_all):
        # Django's way, for a test that changes what ships.
        self.empty_all = empty_all
        self.tables = connection.introspection.django_table_names(only_existing=True)
        self.shipped = {}
        self.remember()

    def remember(self):
        self.shipped = self._fingerprints(self._written())

    def __call__(self, test_case):
        written = self._written()
        if self._fingerprints(self.shipped) != self.shipped:
            self.empty_all(test_case)
            self.remember()
        elif rest := written - self.shipped.keys():
            # What may not be deleted in the program may be here.
            with pgtrigger.ignore(), transaction.atomic():
                _ask("; ".join(f"DELETE FROM {_quoted(table)}" for table in rest))

    def _written(self):
        """The tables with a row."""
        rows = _ask(
            " UNION ALL ".join(
                f"SELECT '{table}' WHERE EXISTS (SELECT FROM {_quoted(table)})"
                for table in self.tables
            )
        )
        return {table for (table,) in rows}

    def _fingerprints(self, tables):
        """{table: what changes with any of its rows}"""
        return dict(
            _ask(
                " UNION ALL ".join(
                    f"SELECT '{table}', md5(string_agg(t::text, ' ' ORDER BY t::text))"
                    f" FROM {_quoted(table)} t"
                    for table in tables
                )
            )
        )


def _ask(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


def _quoted(table):
    return connection.ops.quote_name(table)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_keepdb, django_db_blocker):
    """The test database, with a quick way back to what it is now."""
    empty_all = TransactionTestCase._fixture_teardown
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        if django_db_keepdb:
            # Of tests that were broken off.
            empty_all(TransactionTestCase())
        emptying = Emptying(empty_all)
        patch.setattr(
            TransactionTestCase, "_fixture_teardown", lambda case: emptying(case)
        )
        yield
