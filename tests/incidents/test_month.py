from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from sam.dates import today
from tests.factories import IncidentFactory, MeasureFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

MONTH = reverse("incidents:month")


def at(year, month, day=15):
    return timezone.make_aware(datetime(year, month, day, 12))


@pytest.fixture
def colleague(as_user, teacher):
    """Somebody who works at the school and has no role."""
    return as_user(teacher)


def told(response):
    return response.context["told"]


def test_colleagues_read_what_came_of_it(colleague, school):
    incident = IncidentFactory(
        unit=school,
        investigated=True,
        summary="We have laid out mats.",
        description="Secret description",
        findings="Secret findings",
        place="Secret place",
        affected_person="Kim Testsson",
        reported_by__name="Robin Reporter",
        responsible=UserFactory(name="Rita Responsible"),
    )
    MeasureFactory(
        plan=incident.action_plan, activity="Secret measure", control="enclose"
    )

    page = colleague.get(MONTH)

    assertContains(page, "We have laid out mats.")
    ((_control, _state, number),) = told(page)[0]["measures"]
    assert number == 1
    for secret in ["Secret", "Kim", "Robin", "Rita"]:
        assertNotContains(page, secret)


def test_month_is_that_of_the_report(colleague, school):
    IncidentFactory(unit=school, reported_at=at(2026, 2))
    IncidentFactory(unit=school, reported_at=at(2026, 3))
    IncidentFactory.create_batch(2, unit=school, reported_at=at(2025, 2))

    month = colleague.get(MONTH, {"month": "2026-02"}).context["month"]

    _label, now, before = next(month.figures())
    assert (now, before) == (1, 2)
    assert month.number() == 1


@pytest.mark.parametrize("kind", ["victimisation", "occupational_disease", "death"])
def test_what_is_about_one_person_is_only_counted(colleague, school, kind):
    IncidentFactory(unit=school, kind=kind, summary="About one person")

    page = colleague.get(MONTH)

    assert page.context["month"].number() == 1
    assertNotContains(page, "About one person")


def test_what_concerns_the_manager_is_only_counted(colleague, school):
    IncidentFactory(unit=school, manager_part="affected", summary="The manager")

    page = colleague.get(MONTH)

    assert (page.context["month"].number(), told(page)) == (1, [])


@pytest.mark.parametrize(("people", "shows"), [(8, False), (9, True)])
def test_few_are_not_told_the_day(colleague, school, people, shows):
    UserFactory.create_batch(people, unit=school)
    IncidentFactory(unit=school, reported_by=None)

    (row,) = told(colleague.get(MONTH))

    assert bool(row["day"]) == shows


@pytest.mark.parametrize(("people", "is_named"), [(9, False), (10, True)])
def test_small_workplace_is_not_named_on_the_page_of_a_large_one(
    colleague, school, people, is_named
):
    hut = UnitFactory(parent=school)
    UserFactory.create_batch(people, unit=hut)
    UserFactory.create_batch(20, unit=school)
    IncidentFactory(unit=hut, reported_by=None)

    (row,) = told(colleague.get(MONTH))

    assert (row["unit"] == hut) == is_named
    assert row["day"]


def test_those_below_are_on_the_page_and_may_read_it(as_user, school, teacher):
    hut = UnitFactory(parent=school)
    IncidentFactory(unit=hut)
    client = as_user(UserFactory(unit=hut))

    assert len(told(client.get(MONTH, {"unit": school.pk}))) == 1
    assert len(told(client.get(MONTH))) == 1


def test_other_workplaces_are_not_there(colleague, other_school):
    IncidentFactory(unit=other_school)

    assert colleague.get(MONTH, {"unit": other_school.pk}).status_code == 404


def test_who_may_see_the_incidents_may_read_the_page(as_user, hr, school):
    IncidentFactory(unit=school)

    assert len(told(as_user(hr).get(MONTH, {"unit": school.pk}))) == 1


def test_without_a_workplace_there_is_no_page(as_user):
    assert as_user(UserFactory(unit=None)).get(MONTH).status_code == 404


@pytest.mark.parametrize("month", ["2026-13", "soon", "0001-01", "\x00"])
def test_month_that_is_none_is_this_month(colleague, month):
    page = colleague.get(MONTH, {"month": month})

    assert page.context["month"].first == today().replace(day=1)


def test_there_is_no_month_after_this(colleague, parse):
    page = parse(colleague.get(MONTH))

    assert page.select_one("[rel=prev]")
    assert page.select_one("[rel=next]") is None


@pytest.mark.parametrize("incidents", [1, 3])
def test_query_count(colleague, school, incidents, django_assert_max_num_queries):
    for _number in range(incidents):
        incident = IncidentFactory(unit=school, investigated=True)
        MeasureFactory(plan=incident.action_plan)

    with django_assert_max_num_queries(12):
        page = colleague.get(MONTH)

    assert len(told(page)) == incidents


def test_month_ends_at_midnight_where_the_municipality_lies(colleague, school):
    last = timezone.make_aware(datetime(2026, 1, 31, 23, 59))
    IncidentFactory(unit=school, reported_at=last)
    IncidentFactory(unit=school, reported_at=last + timedelta(minutes=2))

    page = colleague.get(MONTH, {"month": "2026-01"})

    assert page.context["month"].number() == 1
