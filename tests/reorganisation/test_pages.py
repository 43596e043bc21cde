from datetime import timedelta

import pytest
from django.urls import reverse

from organisation import roles
from organisation.models import Appointment, Role
from reorganisation import carrying_out
from reorganisation.models import Reorganisation
from sam.dates import today
from tests.factories import (
    IncidentFactory,
    MeasureFactory,
    UnitFactory,
    UserFactory,
)
from tests.reorganisation.factories import reorganisation, step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def fill(unit, number):
    for _each in range(number):
        UnitFactory(parent=unit)
        UserFactory(unit=unit)
        MeasureFactory(plan__unit=unit)
        IncidentFactory(unit=unit)
        person = UserFactory(unit=unit)
        roles.appoint(person, Role.SAFETY_REPRESENTATIVE, unit)


@pytest.mark.parametrize("name", ["tree", "unit", "vacancies", "list", "detail"])
def test_pages_cost_as_many_queries_for_much_as_for_little(
    as_user, administrator, administration, school, count_queries, name
):
    client = as_user(administrator)
    change = reorganisation(administrator, today())
    step(change, "merge", school, administration, new=["New"])
    pks = {"unit": [school.pk], "detail": [change.pk]}
    url = reverse(f"reorganisation:{name}", args=pks.get(name, []))
    fill(school, 1)
    few = count_queries(client, url)

    fill(school, 6)
    for _each in range(5):
        step(
            reorganisation(administrator, today()), "close", UnitFactory(parent=school)
        )

    assert count_queries(client, url) <= few <= {"detail": 14 + 2}.get(name, 12 + 2)


def test_hr_names_managers_and_no_administrators(as_user, hr, school):
    client = as_user(hr)
    url = reverse("reorganisation:appoint", args=[school.pk])
    person = UserFactory()
    data = {"user": person.pk, "since": today()}

    assert client.post(url, data | {"role": "administrator"}).status_code == 422
    assert client.post(url, data | {"role": "hr"}).status_code == 422
    assert client.post(url, data | {"role": "manager"}).status_code == 302

    assert [each.role for each in Appointment.objects.filter(user=person)] == [
        "manager"
    ]


def test_hr_does_not_end_the_administrators_role(as_user, hr, administrator):
    held = administrator.appointments.get()

    response = as_user(hr).post(reverse("reorganisation:dismiss", args=[held.pk]))

    assert response.status_code == 403


def test_who_stands_in_needs_a_last_day(as_user, administrator, school):
    url = reverse("reorganisation:appoint", args=[school.pk])
    data = {"user": UserFactory().pk, "role": "substitute", "since": today()}

    response = as_user(administrator).post(url, data)

    assert response.status_code == 422
    assert "Say the last day" in response.content.decode()


@pytest.mark.parametrize(
    ("kind", "said", "words"),
    [
        ("merge", {"source_1": "school"}, "Choose either"),
        ("merge", {"source_1": "school", "into": "school"}, "cannot go into itself"),
        ("merge", {"source_1": "school", "name_1": "A", "code_1": "a"}, "at least two"),
        ("split", {"unit": "school", "name_1": "A", "code_1": "a"}, "at least two"),
        ("split", {"unit": "school", "name_1": "A"}, "both name and code"),
        ("move", {"unit": "school"}, "Choose the unit above"),
        ("close", {"unit": "school", "to": "school"}, "Choose another unit"),
        ("found", {"name": "A", "code": "ROOT", "level": "unit"}, "ROOT already"),
    ],
)
def test_step_that_makes_no_sense_is_refused_with_what_was_typed(
    as_user, administrator, school, kind, said, words
):
    change = reorganisation(administrator, today())
    data = {
        name: school.pk if value == "school" else value for name, value in said.items()
    }

    url = reverse("reorganisation:step_add", args=[change.pk, kind])
    response = as_user(administrator).post(url, data)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not change.steps.exists()


def test_step_of_what_is_decided_is_not_added_or_taken_away(
    as_user, administrator, school
):
    change = reorganisation(administrator, today() + timedelta(9))
    renaming = step(change, "rename", school, name="Library")
    carrying_out.decide(change, by=administrator)
    client = as_user(administrator)

    url = reverse("reorganisation:step_add", args=[change.pk, "rename"])
    response = client.post(url, {"unit": school.pk, "name": "Other"})
    client.post(reverse("reorganisation:step_remove", args=[change.pk, renaming.pk]))

    assert response.status_code == 422
    assert list(change.steps.all()) == [renaming]


def test_step_that_is_done_tells_the_name_of_before(
    as_user, administrator, school, parse
):
    change = reorganisation(administrator, today() - timedelta(30))
    step(change, "rename", school, name="Library")
    carrying_out.decide(change, by=administrator)

    page = parse(as_user(administrator).get(change.get_absolute_url()))

    told = " ".join(page.select_one("#steps + ol li").text.split())
    assert told == "Give a unit another name: North school → Library"


def test_two_who_decide_at_once_decide_once(as_user, administrator, school):
    change = reorganisation(administrator, today() + timedelta(9))
    step(change, "rename", school, name="Library")
    client = as_user(administrator)
    url = reverse("reorganisation:act", args=[change.pk, "decide"])
    carrying_out.decide(Reorganisation.objects.get(pk=change.pk), by=administrator)

    response = client.post(url)

    assert response.status_code == 422
    assert change.transitions.filter(to_status="decided").count() == 1
