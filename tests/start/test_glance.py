"""How it stands in the units below, and that each figure is what its list shows."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actionplans.models import Escalation
from organisation import roles
from organisation.models import Role
from sam.dates import today
from tests.factories import (
    IncidentFactory,
    InspectionRoundFactory,
    MeasureFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db

START = reverse("start")
YESTERDAY = timedelta(days=1)


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def late(unit, number=1):
    MeasureFactory.create_batch(number, plan__unit=unit, due_on=today() - YESTERDAY)


def to_judge(unit):
    MeasureFactory(
        plan__unit=unit,
        done=True,
        done_on=today() - YESTERDAY,
        effect_due_on=today(),
    )


def lifted(unit, to_unit, by):
    return Escalation.objects.lift(
        by=by,
        from_unit=unit,
        to_unit=to_unit,
        measure=MeasureFactory(plan__unit=unit),
        matter="The hall echoes",
        theme="premises",
        lacks="money",
        reason="Panels cost more than we have.",
    )


def walked(unit):
    InspectionRoundFactory(unit=unit, carried_out_on=today(), status="in_review")


def numbers(response):
    return {row.unit.name: tuple(row[2:]) for row in response.context["rows"]}


def test_head_sees_a_row_for_each_unit_directly_below(
    as_user,
    head_of_administration,
    head_teacher,
    administration,
    school,
    other_school,
):
    class_room = UnitFactory(name="Class room", parent=school)
    elsewhere = UnitFactory(parent=administration.parent)
    IncidentFactory.create_batch(2, unit=class_room)
    IncidentFactory(unit=school)
    IncidentFactory(unit=administration)
    IncidentFactory(unit=elsewhere)
    IncidentFactory(unit=school, closed=True)
    late(school)
    late(elsewhere)
    to_judge(class_room)
    MeasureFactory(plan__unit=school, done=True)
    walked(school)
    InspectionRoundFactory(unit=school)
    lifted(school, administration, head_teacher)
    received = lifted(class_room, administration, head_teacher)
    received.accept(by=head_of_administration)

    response = as_user(head_of_administration).get(START)

    assert numbers(response) == {
        "Schools": (1, 1, 4, 1, 1),
        "North school": (1, 1, 3, 1, 1),
        "South school": (0, 0, 0, 0, 0),
    }


def test_every_figure_is_what_the_list_behind_it_shows(
    as_user,
    head_of_administration,
    head_teacher,
    administration,
    school,
    other_school,
    parse,
):
    IncidentFactory.create_batch(2, unit=school)
    IncidentFactory(unit=other_school)
    IncidentFactory(unit=school, closed=True)
    late(school, 3)
    to_judge(school)
    to_judge(other_school)
    MeasureFactory(plan__unit=school)
    walked(school)
    InspectionRoundFactory(unit=school)
    InspectionRoundFactory(
        unit=school,
        planned_on=today().replace(month=1, day=1) - YESTERDAY,
        carried_out_on=today().replace(month=1, day=1) - YESTERDAY,
        status="in_review",
    )
    lifted(school, administration, head_teacher)
    client = as_user(head_of_administration)

    links = parse(client.get(START)).select("td.number a")

    shown = [len(client.get(link["href"]).context["page"].rows) for link in links]
    assert shown == [int(link.text) for link in links]
    # The whole, then each of the two; none of the five figures is nought everywhere.
    assert shown == [3, 2, 3, 1, 1, 3, 1, 2, 1, 1, 0, 1, 1, 0, 0]


def test_unit_that_is_most_behind_comes_first_with_the_longest_bar(
    as_user, head_of_administration, administration, school, other_school, parse
):
    third = UnitFactory(name="West school", parent=administration)
    late(school)
    late(other_school)
    to_judge(other_school)
    IncidentFactory.create_batch(5, unit=third)

    page = parse(as_user(head_of_administration).get(START))

    rows = page.select("#units ~ div tbody tr")
    assert [row.select_one("th").text for row in rows] == [
        "Schools",
        "South school",
        "North school",
        "West school",
    ]
    assert [row.select("td")[0].select_one("meter") is not None for row in rows] == [
        False,
        True,
        True,
        False,
    ]
    bars = [(bar["value"], bar["max"]) for bar in page.select("meter")]
    assert bars == [("2", "2"), ("1", "2")]


def test_bar_says_the_same_in_words(
    as_user, head_of_administration, school, parse, in_english
):
    late(school, 4)

    page = parse(as_user(head_of_administration).get(START))

    cells = [
        row.select("td")[0].get_text(strip=True) for row in page.select("tbody tr")
    ]
    assert cells == ["4 behind", "4 behind"]


def test_several_units_are_seen_without_those_below(
    as_user, head_teacher, school, other_school
):
    UnitFactory(name="Class room", parent=school)
    roles.appoint(head_teacher, Role.MANAGER, other_school)
    IncidentFactory(unit=other_school)

    response = as_user(head_teacher).get(START)

    assert numbers(response) == {
        "South school": (0, 0, 1, 0, 0),
        "North school": (0, 0, 0, 0, 0),
    }


def test_many_units_are_shown_on_demand(
    as_user, head_of_administration, administration, parse
):
    for _ in range(20):
        UnitFactory(parent=administration)
    client = as_user(head_of_administration)

    few = parse(client.get(START))
    every = client.get(START + few.select_one('a[href^="?all"]')["href"])

    assert len(few.select("tbody tr")) == 12
    assert len(every.context["rows"]) == 21


def test_new_incidents_are_those_of_the_last_week(
    as_user, safety_representative, school, other_school
):
    new = IncidentFactory(unit=school, reported_at=days_ago(6))
    IncidentFactory(unit=school, reported_at=days_ago(8))
    IncidentFactory(unit=other_school)

    response = as_user(safety_representative).get(START)

    assert list(response.context["new"]) == [new]


@pytest.mark.parametrize("number", [1, 3])
def test_query_count_does_not_depend_on_units(
    as_user,
    head_of_administration,
    administration,
    number,
    django_assert_max_num_queries,
):
    for _each in range(number):
        unit = UnitFactory(parent=administration)
        late(unit)
        walked(unit)
        IncidentFactory(unit=unit)
    client = as_user(head_of_administration)

    # Two are the test's own savepoint.
    with django_assert_max_num_queries(12 + 2):
        response = client.get(START)

    assert len(response.context["rows"]) == number + 1
