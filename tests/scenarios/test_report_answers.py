"""What the yearly report proposes on allocation and certification."""

from datetime import timedelta

import pytest
from django.utils import translation

from knowledge.models import Course
from organisation import roles
from organisation.models import Role
from reports.evidence import evidence_for
from reports.models import Question
from tests.allocation.factories import signed
from tests.factories import FOUNDED, CommitteeFactory, UnitFactory, UserFactory
from tests.knowledge.factories import certificate, course
from tests.reports.factories import figures, reporting_year

pytestmark = pytest.mark.django_db

WRITTEN = "allocated-in-writing"
LEGS = "allocations-stand-on-three-legs"
CERTIFIED = "managers-certified"


@pytest.fixture
def committee(db):
    return CommitteeFactory(name="Grundskolenämnden", slug="grundskolenamnden")


@pytest.fixture
def primary(municipality, committee):
    return UnitFactory(name="Primary", parent=municipality, committee=committee)


@pytest.fixture
def schools(primary):
    return [
        UnitFactory(name=name, parent=primary)
        for name in ("East school", "West school")
    ]


@pytest.fixture
def managers(schools):
    people = [UserFactory(unit=unit) for unit in schools]
    for person, unit in zip(people, schools, strict=True):
        roles.appoint(person, Role.MANAGER, unit, since=FOUNDED)
    return people


@pytest.fixture
def report(committee, primary):
    figures(committee)
    return reporting_year().reports.get(committee=committee)


def proposal(report, code):
    with translation.override("en"):
        return evidence_for(report, [Question(code=code, evidence=code)]).get(code)


def test_h3_allocation_is_answered_partly_and_names_the_unit_that_deviates(
    report, managers, schools
):
    signed(managers[0], schools[0], since=FOUNDED)

    answer = proposal(report, WRITTEN)

    assert (answer.value, answer.lacking) == ("partly", ["West school"])
    assert answer.sentence == "1 of 2 managers have a written allocation."


def test_h3_allocation_is_answered_yes_when_all_have_it(report, managers, schools):
    for person, unit in zip(managers, schools, strict=True):
        signed(person, unit, since=FOUNDED)

    assert proposal(report, WRITTEN).value == "yes"


def test_what_is_signed_after_the_period_does_not_count_in_it(
    report, managers, schools
):
    signed(managers[0], schools[0])

    assert proposal(report, WRITTEN).value == "no"


def test_nothing_is_proposed_where_no_allocation_is_kept(report, managers):
    assert proposal(report, WRITTEN) is None
    assert proposal(report, LEGS) is None
    assert proposal(report, CERTIFIED) is None


def test_h3_legs_are_asked_of_those_who_have_an_allocation(report, managers, schools):
    signed(managers[0], schools[0], since=FOUNDED)
    assert proposal(report, LEGS).value == "yes"

    signed(managers[1], schools[1], since=FOUNDED, confirmed=["mandate"])

    answer = proposal(report, LEGS)
    assert (answer.value, answer.lacking) == ("partly", ["West school"])


def test_h3_certification_counts_what_holds_on_the_last_day_of_the_period(
    report, managers
):
    needed = course(kind=Course.Kind.MANAGER)
    until = report.reporting_year.period.upper - timedelta(days=1)
    early = {"taken_on": until - timedelta(days=900)}
    certificate(managers[0], needed, last_on=until, **early)
    certificate(managers[1], needed, last_on=until - timedelta(days=1), **early)

    answer = proposal(report, CERTIFIED)

    assert (answer.value, answer.lacking) == ("partly", ["West school"])


def test_other_committees_managers_do_not_count(
    report, managers, schools, municipality
):
    for person, unit in zip(managers, schools, strict=True):
        signed(person, unit, since=FOUNDED)
    elsewhere = UnitFactory(parent=municipality)
    roles.appoint(UserFactory(unit=elsewhere), Role.MANAGER, elsewhere, since=FOUNDED)

    assert proposal(report, WRITTEN).value == "yes"
