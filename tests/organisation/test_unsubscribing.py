"""Saying no to reminders from the e-mail itself, without logging in."""

import pytest
from django.test import Client

from organisation.models import User
from organisation.unsubscribing import unsubscribe_path
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return UserFactory(name="Anna Testson")


def reminders_of(person):
    return User.objects.get(pk=person.pk).reminders


def test_opening_the_link_changes_nothing_and_shows_a_button(client, parse, person):
    response = client.get(unsubscribe_path(person))

    assert response.status_code == 200
    assert parse(response).select_one("main form[method=post] button")
    assert reminders_of(person) == User.Reminders.DAILY


def test_button_turns_reminders_off_and_says_so(client, parse, person):
    response = client.post(unsubscribe_path(person))

    page = parse(response)
    assert response.status_code == 200
    assert not page.select("main form")
    assert page.select_one("h1").text == page.title.text.partition(" – ")[0]
    assert reminders_of(person) == User.Reminders.NEVER


def test_mail_program_turns_them_off_with_one_click(person):
    """RFC 8058: one request, with neither cookies nor a token against forgery."""
    program = Client(enforce_csrf_checks=True)

    response = program.post(unsubscribe_path(person), {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert reminders_of(person) == User.Reminders.NEVER


def test_twice_does_no_harm(client, person):
    answers = [client.post(unsubscribe_path(person)).status_code for _ in range(2)]

    assert answers == [200, 200]
    assert reminders_of(person) == User.Reminders.NEVER


@pytest.mark.parametrize("method", ["get", "post"])
def test_link_that_is_not_whole_says_so(client, parse, person, method):
    path = unsubscribe_path(person)

    response = getattr(client, method)(f"{path[:-3]}/")

    assert response.status_code == 404
    assert parse(response).select_one("main h1")
    assert reminders_of(person) == User.Reminders.DAILY


def test_nobody_makes_a_link_for_somebody_else(client, person):
    own = unsubscribe_path(UserFactory())
    own_pk = own.split("/")[2].partition(":")[0]

    response = client.post(own.replace(own_pk, str(person.pk)))

    assert response.status_code == 404
    assert reminders_of(person) == User.Reminders.DAILY


def test_link_of_one_who_is_deleted_says_so(client):
    path = unsubscribe_path(UserFactory.build())

    assert client.post(path).status_code == 404


def test_page_names_nobody_and_is_kept_by_no_cache(client, person):
    response = client.get(unsubscribe_path(person))

    assert person.name not in response.text
    assert "no-store" in response["Cache-Control"]


def test_page_speaks_the_readers_language(client, parse, person):
    response = client.get(unsubscribe_path(person), headers={"Accept-Language": "nn"})

    assert parse(response).html["lang"] == "nn"
