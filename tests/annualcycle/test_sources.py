"""What shows that the year's activities are done: no code without a source, no source
that nobody offers."""

import tomllib
from datetime import date, timedelta
from importlib import import_module
from inspect import isfunction
from pathlib import Path

import pytest

import annualcycle
from annualcycle import evidence
from healthservice.models import HealthServiceOrder
from meetings.models import YearlyStatement
from organisation.models import Unit
from sam.dates import today
from surveys.models import Matter
from tests.annualcycle.test_wheel import activity, of
from tests.healthservice.world import order_of
from tests.meetings.factories import BodyFactory
from tests.surveys import factories as surveys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

ROOMS = [
    *("allocation", "governing", "healthservice", "introductions", "knowledge"),
    *("meetings", "surveys", "talks"),
]
FIRST, LAST = date(today().year, 1, 1), today()


def test_each_code_of_the_wheels_that_ship_is_offered():
    folder = Path(annualcycle.__file__).with_name("wheel_data")
    used = {
        activity["evidence"]
        for path in folder.glob("*.toml")
        for activity in tomllib.loads(path.read_text()).get("activity", [])
        if activity.get("evidence")
    }

    assert used - dict(evidence.choices()).keys() == set()


@pytest.mark.parametrize("room", ROOMS)
def test_each_function_of_a_rooms_evidence_is_offered(room):
    module = import_module(f"{room}.evidence")
    told = {
        name
        for name, found in vars(module).items()
        if not name.startswith("_")
        and isfunction(found)
        and found.__module__ == module.__name__
    }
    offered = {id(each.done) for each in evidence._SOURCES.values()}
    makers = {"gone_through"}

    assert {
        name for name in told - makers if id(getattr(module, name)) not in offered
    } == set()


def found(code):
    with_units = Unit.objects.existing()
    return evidence._SOURCES[code].done(with_units, FIRST, LAST)


def test_approved_statement_of_the_committee_is_evidence(municipality, school, hr):
    made = activity(municipality, hr, level="", evidence="committee_statement")
    for unit, approved_on in [(municipality, today()), (school, None)]:
        YearlyStatement.objects.create(
            body=BodyFactory(unit=unit, kind="amu"),
            year=FIRST.year,
            created_by=hr,
            approved_on=approved_on,
            status="approved" if approved_on else "draft",
            records={} if approved_on else None,
        )

    evidence.gather()

    assert of(made, municipality).done_on == today()
    assert found("committee_statement") == {municipality.pk: today()}


def test_committees_decision_on_the_survey_is_evidence_and_the_councils_is_not(
    municipality, school, hr
):
    survey = surveys.closed(municipality, hr, answers={school: ["4"] * 7})
    council, measures = (
        Matter.objects.create(
            survey=survey, unit=municipality, kind=kind, title=kind, created_by=hr
        )
        for kind in ("council", "measures")
    )
    council.decide(by=hr, decision="KST 1", decided_on=today())
    before = found("survey_committee")

    measures.decide(by=hr, decision="AMU 2", decided_on=today())

    assert before == {}
    assert found("survey_committee") == {municipality.pk: today()}


def test_health_service_is_followed_up_when_all_that_was_delivered_is(
    municipality, administration, school, other_school, hr
):
    orders = [order_of(unit, hr) for unit in (school, school, other_school)]
    HealthServiceOrder.objects.update(ordered_on=FIRST)
    for order in orders:
        order.deliver(by=hr, delivered_on=today())
    orders[0].follow_up(by=hr, helped="yes")
    half = found("health_service")
    orders[1].follow_up(by=hr, helped="no")
    one_school = found("health_service")

    orders[2].follow_up(by=hr, helped="yes")

    assert half == {}
    assert one_school == {school.pk: today()}
    units = (municipality, administration, school, other_school)
    assert found("health_service") == {each.pk: today() for each in units}


def test_health_service_of_another_year_is_no_evidence(
    school, hr, django_assert_num_queries
):
    order = order_of(school, hr)
    HealthServiceOrder.objects.update(ordered_on=FIRST - timedelta(40))
    order.deliver(by=hr, delivered_on=FIRST - timedelta(20))
    order.follow_up(by=hr, helped="yes")

    with django_assert_num_queries(2):
        assert found("health_service") == {}
