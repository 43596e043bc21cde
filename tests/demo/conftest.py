import pytest
from django.db import connection, transaction
from django.test import override_settings

from demo.loading import load
from reports.contents import YearContents
from reports.models import ReportingYear
from sam.dates import today


@pytest.fixture(scope="package")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo municipality, loaded once for these tests and taken back after them."""
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with django_db_blocker.unblock(), transaction.atomic(), files:
        tree = load(scale=1, until=today())
        # Now, not anew at the end of each test.
        connection.check_constraints()
        yield tree
        transaction.set_rollback(True)


@pytest.fixture
def summary(demo, db):
    """What the municipality's own report of 2024 says."""
    year = ReportingYear.objects.get(year=2024)
    return YearContents(year).of(year.reports.get(level="municipality"))
