"""The chapter of goals: whose they are, how they stood and what is said of them."""

from datetime import date
from decimal import Decimal

import pytest

from actionplans.models import Goal
from organisation.models import Level
from reports.contents import YearContents
from reports.models import ReportingYear, ReportTemplate, Section
from reports.shipped import load_metrics
from tests.factories import CommitteeFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.usefixtures("in_english")

LEVELS = ["administration", "committee", "municipality"]


@pytest.fixture
def schools(municipality):
    committee = CommitteeFactory(slug="schools")
    return UnitFactory(
        level=Level.ADMINISTRATION, parent=municipality, committee=committee
    )


@pytest.fixture
def care(municipality):
    committee = CommitteeFactory(slug="care")
    return UnitFactory(
        level=Level.ADMINISTRATION, parent=municipality, committee=committee
    )


@pytest.fixture
def year(schools, care):
    load_metrics()
    template = ReportTemplate.objects.create(
        code="goals",
        version=1,
        name="Goals",
        title="Goals",
        file_name="goals",
        status="draft",
    )
    Section.objects.create(
        template=template,
        order=1,
        code="goals",
        kind=Section.Kind.GOAL_LIST,
        title="Goals",
        levels=LEVELS,
    )
    template.publish()
    return ReportingYear.objects.open(2024, template)


def goal(unit, text, **what):
    said = {"first_year": 2020, "text": text}
    return Goal.objects.set(by=UserFactory(), unit=unit, **said | what)


def told(year, committee=None):
    level = "committee" if committee else "municipality"
    report = year.reports.get(committee=committee, level=level)
    [section] = YearContents(year, only=report).of(report)["sections"]
    return section["goals"]


def test_committee_reads_its_own_and_the_municipalitys(
    year, municipality, schools, care
):
    for unit, text in [(municipality, "All"), (schools, "Ours"), (care, "Theirs")]:
        goal(unit, text)

    assert [each["goal"] for each in told(year, schools.committee)] == ["All", "Ours"]
    assert {each["goal"] for each in told(year)} == {"All", "Ours", "Theirs"}


def test_goals_of_workplaces_and_of_other_years_are_left_out(year, schools):
    goal(UnitFactory(parent=schools), "Of a workplace")
    goal(schools, "Over", last_year=2021)

    assert told(year, schools.committee) == []


def test_it_stands_as_it_stood_at_the_end_of_the_period(year, municipality):
    found = goal(
        municipality,
        "Less sick leave",
        measured_by="readings",
        direction="below",
        scale="%",
        decimals=1,
        target=Decimal("5.4"),
    )
    by, after = UserFactory(), year.period.upper
    found.read(by=by, until=date(2023, 12, 31), words="2023", value=Decimal("5.9"))
    found.read(by=by, until=after, words="later", value=Decimal(5))
    found.evaluate(
        by=by, unit=municipality, year=2023, outcome="not_reached", note="The flu"
    )

    [row] = told(year)

    assert row["figure"] == "5.9 %"
    assert row["standing"] == "Not met, +0.5"
    assert (row["outcome"], row["note"]) == ("not_reached", "The flu")
