"""Who may use a password when single sign-on is the way in, and what of allauth is closed."""

import pytest
from django.core import mail

from tests.factories import UserFactory
from tests.sign_on.conftest import logged_in

pytestmark = pytest.mark.django_db

PASSWORD = "Correct-horse-7"


@pytest.fixture
def person():
    user = UserFactory(email="anna@example.org")
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(client, email="anna@example.org"):
    client.post("/account/login/", {"login": email, "password": PASSWORD})
    return logged_in(client)


def test_everyone_uses_passwords_without_single_sign_on(client, person):
    assert log_in(client) == str(person.pk)


def test_passwords_of_others_than_the_named_do_not_work(client, person, settings):
    settings.PASSWORDS_FOR = ["admin@example.org"]

    assert log_in(client) is None


def test_named_administrator_gets_in_when_single_sign_on_is_down(
    client, person, settings
):
    settings.PASSWORDS_FOR = ["anna@example.org"]

    assert log_in(client, "Anna@example.org") == str(person.pk)


def test_password_form_is_put_away_for_the_administrators(client, settings, parse):
    settings.PASSWORDS_FOR = ["admin@example.org"]

    page = parse(client.get("/account/login/"))

    assert page.select_one("details form input[name=password]")


def test_others_get_no_new_password_either(client, person, settings):
    settings.PASSWORDS_FOR = ["admin@example.org"]

    client.post("/account/password/reset/", {"email": "anna@example.org"})

    assert not any("password/reset/key" in message.body for message in mail.outbox)


@pytest.mark.parametrize(
    "path",
    [
        "email/",
        "confirm-email/",
        "confirm-email/key/",
        "login/code/confirm/",
        "password/set/",
        "3rdparty/",
        "3rdparty/signup/",
        "social/connections/",
        "saml/municipality/sls/",
    ],
)
def test_pages_of_allauth_that_are_not_used_are_closed(as_user, person, path):
    assert as_user(person).get(f"/account/{path}").status_code == 404
