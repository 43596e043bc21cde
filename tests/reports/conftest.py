from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisation import roles
from organisation.models import Level, Role
from tests.factories import CommitteeFactory, IncidentFactory, UnitFactory, UserFactory
from tests.reports import factories

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def at(*moment):
    return datetime(*moment, tzinfo=STOCKHOLM)


@pytest.fixture
def preschools(db):
    return CommitteeFactory(name="Förskolenämnden", slug="forskolenamnden")


@pytest.fixture
def schools(db):
    return CommitteeFactory(name="Grundskolenämnden", slug="grundskolenamnden")


@pytest.fixture
def education(municipality):
    """One administration whose two departments answer to two committees."""
    return UnitFactory(
        name="Education", level=Level.ADMINISTRATION, parent=municipality
    )


@pytest.fixture
def preschool(education, preschools):
    return UnitFactory(name="Preschool", parent=education, committee=preschools)


@pytest.fixture
def primary(education, schools):
    return UnitFactory(name="Primary school", parent=education, committee=schools)


@pytest.fixture
def year(preschool, primary):
    """2024's reports: two committees and the summary, with figures of 2022 and 2023."""
    for committee in (preschool.committee, primary.committee):
        factories.figures(committee)
    for unit in (preschool, primary):
        for moment in (at(2022, 5, 2), at(2023, 5, 2)):
            IncidentFactory(
                unit=unit, reported_at=moment, occurred_on=moment, kind="accident"
            )
    return factories.reporting_year()


@pytest.fixture
def summary(year):
    return year.reports.get(level="municipality")


@pytest.fixture
def report(year, schools):
    return year.reports.get(committee=schools)


@pytest.fixture
def school_hr(primary):
    """HR for what answers to one committee."""
    user = UserFactory(name="School HR")
    roles.appoint(user, Role.HR, primary)
    return user


@pytest.fixture
def queries():
    """How many queries an act costs, without the savepoints that only a test needs."""

    def count(act):
        with CaptureQueriesContext(connection) as captured:
            act()
        return sum("SAVEPOINT" not in query["sql"] for query in captured)

    return count
