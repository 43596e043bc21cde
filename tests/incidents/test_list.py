from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from incidents.models import Incident
from organisation import roles
from organisation.models import Role
from sam.dates import today
from tests.factories import IncidentFactory, MeasureFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = reverse("incidents:list")


def shown(response):
    return list(response.context["page"])


# Who sees what


def test_list_shows_own_units_and_own_reports(
    manager, head_teacher, school, other_school
):
    below = UnitFactory(parent=school)
    ours = [IncidentFactory(unit=school), IncidentFactory(unit=below)]
    reported = IncidentFactory(unit=other_school, reported_by=head_teacher)
    IncidentFactory(unit=other_school, description="Burnt hand")

    response = manager.get(LIST)

    assert set(shown(response)) == {*ours, reported}
    assertNotContains(response, "Burnt hand")


def test_representative_sees_own_area_only(
    as_user, safety_representative, school, other_school, administration
):
    ours = IncidentFactory(unit=school)
    IncidentFactory(unit=other_school)
    IncidentFactory(unit=administration)

    assert shown(as_user(safety_representative).get(LIST)) == [ours]


def test_employee_sees_own_reports_only(as_user, teacher, school):
    mine = IncidentFactory(unit=school, reported_by=teacher)
    IncidentFactory(unit=school)

    assert shown(as_user(teacher).get(LIST)) == [mine]


def test_administrator_of_the_program_sees_none(as_user, municipality, school):
    administrator = UserFactory()
    roles.appoint(administrator, Role.ADMINISTRATOR, municipality)
    IncidentFactory(unit=school)

    assert shown(as_user(administrator).get(LIST)) == []


def test_list_names_no_person(manager, school, head_teacher):
    IncidentFactory(
        unit=school,
        reported_by__name="Robin Reporter",
        responsible=UserFactory(name="Rita Responsible"),
        affected_person="Kim Testsson",
        affected="employee",
    )

    response = manager.get(LIST)

    assert len(shown(response)) == 1
    for name in ["Robin", "Rita", "Kim"]:
        assertNotContains(response, name)


# Filters


@pytest.mark.parametrize(
    "text", ["stege", "STEGAR", "stegen föll", '"stegen föll"', "trädgår", "tak"]
)
def test_search_finds_swedish_words_in_other_forms(manager, school, text):
    wanted = IncidentFactory(
        unit=school, description="Stegen föll i trädgården från taket."
    )
    IncidentFactory(unit=school, description="Hal trappa.")

    assert shown(manager.get(LIST, {"q": text})) == [wanted]


def test_search_finds_what_the_investigation_says(manager, school):
    wanted = IncidentFactory(
        unit=school, investigated=True, findings="Golvet var vått."
    )
    IncidentFactory(unit=school)

    assert shown(manager.get(LIST, {"q": "golv"})) == [wanted]


def test_search_finds_the_number(manager, school):
    wanted = IncidentFactory(unit=school)
    IncidentFactory(unit=school)

    assert shown(manager.get(LIST, {"q": str(wanted.number)})) == [wanted]


@pytest.mark.parametrize(
    "text", ["'", "& |", "²", "9" * 40, '"', "-", "q\\", "it's", "!", "a <-> b", "''"]
)
def test_search_for_anything_gives_an_answer(manager, school, text):
    IncidentFactory(unit=school)

    response = manager.get(LIST, {"q": text})

    assert response.status_code == 200
    assert shown(response) == []


def test_filter_by_unit_takes_those_below(manager, school):
    class_room = UnitFactory(parent=school)
    below = IncidentFactory(unit=class_room)
    above = IncidentFactory(unit=school)

    assert shown(manager.get(LIST, {"unit": class_room.pk})) == [below]
    assert set(shown(manager.get(LIST, {"unit": school.pk}))) == {below, above}


def test_filter_by_kind(manager, school):
    accident = IncidentFactory(unit=school, kind=Incident.Kind.ACCIDENT)
    IncidentFactory(unit=school)

    assert shown(manager.get(LIST, {"kind": "accident"})) == [accident]


@pytest.mark.parametrize(
    ("status", "count"), [("", 3), ("open", 2), ("measures", 1), ("closed", 1)]
)
def test_filter_by_status(manager, school, status, count):
    IncidentFactory(unit=school)
    IncidentFactory(unit=school, investigated=True)
    IncidentFactory(unit=school, closed=True)

    assert len(shown(manager.get(LIST, {"status": status}))) == count


def test_filter_by_period_includes_its_days(manager, school):
    days = [today() - timedelta(days=back) for back in [1, 2, 3, 4]]
    made = [IncidentFactory(unit=school, occurred_on=day) for day in days]

    found = shown(manager.get(LIST, {"since": days[2], "until": days[1]}))

    assert set(found) == set(made[1:3])


def test_filter_by_responsible_and_reporter(manager, head_teacher, school):
    mine = IncidentFactory(unit=school, responsible=head_teacher)
    reported = IncidentFactory(unit=school, reported_by=head_teacher)
    IncidentFactory(unit=school)

    assert shown(manager.get(LIST, {"show": "mine"})) == [mine]
    assert shown(manager.get(LIST, {"show": "reported"})) == [reported]


def test_overdue_is_left_uninvestigated_or_has_a_late_measure(manager, school):
    long_ago = timezone.now() - timedelta(days=15)
    forgotten = IncidentFactory(unit=school, reported_at=long_ago)
    late = IncidentFactory(unit=school, investigated=True)
    MeasureFactory(plan=late.action_plan, due_on=today() - timedelta(days=1))
    in_time = IncidentFactory(unit=school, investigated=True)
    MeasureFactory(plan=in_time.action_plan)
    IncidentFactory(unit=school)
    IncidentFactory(unit=school, closed=True, reported_at=long_ago)

    assert set(shown(manager.get(LIST, {"show": "overdue"}))) == {forgotten, late}


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "sabotage"},
        {"status": "lost"},
        {"since": "soon"},
        {"unit": "no-uuid"},
        {"show": "everything"},
        {"q": "a" * 300},
    ],
)
def test_filter_that_makes_no_sense_is_left_out(manager, school, query):
    incident = IncidentFactory(unit=school)

    assert shown(manager.get(LIST, query)) == [incident]


def test_address_with_a_unit_that_is_none_shows_the_list(manager, school):
    UnitFactory.create_batch(10, parent=school)
    incident = IncidentFactory(unit=school)

    assert shown(manager.get(LIST, {"unit": "no-uuid"})) == [incident]


def test_filters_in_force_can_be_taken_away(manager, school, parse):
    IncidentFactory(unit=school)

    page = parse(manager.get(LIST, {"kind": "near_miss", "unit": str(school.pk)}))

    unit, kind = page.select(".chip")
    assert kind["href"] == f"?unit={school.pk}"
    assert unit["href"] == "?kind=near_miss"
    assert "North school" in unit.text


def test_empty_list_says_what_to_do(manager, parse):
    nothing = parse(manager.get(LIST))
    nothing_matches = parse(manager.get(LIST, {"q": "stege"}))

    assert nothing.select_one(".empty a")["href"] == reverse("incidents:report")
    assert nothing_matches.select_one(".empty a")["href"] == LIST


# htmx


def test_swap_is_what_a_reload_would_show(manager, school, htmx, parse):
    IncidentFactory(unit=school, description="Stegen föll.")
    IncidentFactory(unit=school, description="Hal trappa.")

    swapped = parse(manager.get(LIST, {"q": "stege"}, headers=htmx))
    reloaded = parse(manager.get(LIST, {"q": "stege"}))

    assert swapped.find("html") is None
    assert swapped.select_one("#results") == reloaded.select_one("#results")


def test_back_button_gets_a_whole_page(manager, htmx, parse):
    back = htmx | {"HX-History-Restore-Request": "true"}

    assert parse(manager.get(LIST, headers=back)).find("html")


# Pages


@pytest.fixture
def many(school):
    """60 incidents, some of them reported in the same moment; the newest first."""
    now = timezone.now()
    made = [
        IncidentFactory(unit=school, reported_at=now - timedelta(hours=number // 4))
        for number in range(60)
    ]
    return sorted(made, key=lambda each: (each.reported_at, each.pk), reverse=True)


def follow(client, response, parse, rel):
    link = parse(response).select_one(f".page-links [rel={rel}]")
    return client.get(LIST + link["href"])


def test_pages_hold_each_incident_once(manager, many, parse):
    first = manager.get(LIST)
    second = follow(manager, first, parse, "next")

    assert shown(first) + shown(second) == many
    assert shown(follow(manager, second, parse, "prev")) == shown(first)


def test_next_page_stays_the_same_when_something_new_is_reported(
    manager, many, school, parse
):
    first = manager.get(LIST)
    IncidentFactory(unit=school)

    assert shown(follow(manager, first, parse, "next")) == many[50:]


def test_page_keeps_the_filters(manager, many, parse):
    first = manager.get(LIST, {"kind": "near_miss"})

    assert "kind=near_miss" in parse(first).select_one("[rel=next]")["href"]


@pytest.mark.parametrize(
    "cursor", ["nonsense", "W10=", "WyJhIiwgImIiXQ==", "bnVsbA==", "å", "/" * 50]
)
def test_tampered_cursor_gives_the_first_page(manager, many, cursor):
    assert shown(manager.get(LIST, {"after": cursor})) == many[:50]


def test_full_page_is_small(manager, school, parse):
    for number in range(51):
        IncidentFactory(
            unit=school,
            kind=Incident.Kind.OCCUPATIONAL_DISEASE,
            description=f"{number} " + "lång text " * 100,
        )

    response = manager.get(LIST)

    assert len(shown(response)) == 50
    assert len(response.content) <= 60_000


@pytest.mark.parametrize("incidents", [1, 3])
def test_list_query_count(manager, school, incidents, django_assert_num_queries):
    for _number in range(incidents):
        incident = IncidentFactory(unit=UnitFactory(parent=school), investigated=True)
        MeasureFactory(plan=incident.action_plan)

    with django_assert_num_queries(11):
        response = manager.get(LIST)

    assert len(shown(response)) == incidents


def test_phase_tells_why_it_is_still_open(manager, school):
    waiting = IncidentFactory(unit=school, investigated=True)
    MeasureFactory(plan=waiting.action_plan, done=True)
    going_on = IncidentFactory(unit=school, investigated=True)
    MeasureFactory(plan=going_on.action_plan)
    ready = IncidentFactory(unit=school, investigated=True)

    phases = {each.pk: str(each.phase) for each in shown(manager.get(LIST))}

    assert len({phases[each.pk] for each in [waiting, going_on, ready]}) == 3
    assertContains(manager.get(LIST), phases[waiting.pk])
