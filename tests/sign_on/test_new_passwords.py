"""What a password must be, and what of it is said before one is chosen."""

import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from directory import protecting
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

OLD = "Correct-horse-battery-7"


@pytest.fixture(autouse=True)
def _no_tries_of_others(own_cache):
    pass


@pytest.fixture
def person(municipality):
    user = UserFactory(
        email="anna.lindgren@example.org", name="Anna Lindgren", unit=municipality
    )
    user.set_password(OLD)
    user.save()
    return user


@pytest.mark.parametrize(
    "password",
    [
        "Kort-mening1",
        "correct horse battery staple",
        "en blå ko äter långsamt",
        "xkqjwvzpmrtd",
        "Gröt & 3 fiskmåsar",
    ],
)
def test_long_ones_of_any_kind_are_good(person, password):
    validate_password(password, person)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("Kort-ord-1!", "password_too_short"),
        ("x9-" * 67, "password_too_long"),
        ("n8zgt5p0shw=", "password_too_common"),
        ("anna.lindgren@example", "password_too_similar"),
        ("AnnaLindgren7", "password_too_similar"),
        ("Sommar2026!!", "password_easily_guessed"),
        ("Testinge-kommun-2026", "password_easily_guessed"),
        ("Höst2026Höst2026", "password_easily_guessed"),
        ("197001019999", "password_easily_guessed"),
        ("Lösenord123456", "password_easily_guessed"),
    ],
)
def test_what_others_try_first_is_refused(person, password, code):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, person)

    assert code in {each.code for each in refused.value.error_list}


def test_name_that_is_kept_apart_is_no_password_either(person):
    protecting.protect(person)
    person.refresh_from_db()

    with pytest.raises(ValidationError):
        validate_password("AnnaLindgren7", person)


def test_what_is_asked_stands_beside_the_field(person, as_user, parse, in_english):
    page = parse(as_user(person).get(reverse("account_change_password")))

    field = page.select_one("input[name=password1]")
    helps = " ".join(
        page.find(id=each).get_text(" ", strip=True)
        for each in field["aria-describedby"].split()
    )
    assert "at least 12 characters" in helps
    assert "others try that first" in helps


def test_refused_one_says_why_at_the_field(person, as_user, parse, in_english):
    sent = {
        "oldpassword": OLD,
        "password1": "Sommar2026!!",
        "password2": "Sommar2026!!",
    }

    page = parse(as_user(person).post(reverse("account_change_password"), sent))

    assert "others try first" in page.get_text()
    person.refresh_from_db()
    assert person.check_password(OLD)


def test_very_long_password_is_no_work_to_try(person, monkeypatch):
    monkeypatch.setattr(
        "directory.accounts.AccountAdapter.authenticate",
        lambda *args, **kwargs: pytest.fail("It was tried."),
    )

    answer = Client().post(
        "/account/login/", {"login": person.email, "password": "x" * 100_000}
    )

    assert answer.context["form"].errors["password"]


def link_in(letter):
    return re.search(r"http://[^/]*(\S+)", letter.body).group(1)


@pytest.fixture
def link(person):
    Client().post(reverse("account_reset_password"), {"email": person.email})
    return link_in(mail.outbox[-1])


def choose_by(link, password="Another-horse-battery-8"):
    client = Client()
    form = client.get(link, follow=True).request["PATH_INFO"]
    client.post(form, {"password1": password, "password2": password})


def test_link_in_a_letter_works_once(person, link):
    choose_by(link)
    choose_by(link, "Third-horse-battery-9")

    person.refresh_from_db()
    assert person.check_password("Another-horse-battery-8")


def test_link_in_a_letter_works_for_a_shift(person, link, settings):
    assert settings.PASSWORD_RESET_TIMEOUT == 8 * 60 * 60
    settings.PASSWORD_RESET_TIMEOUT = -1

    choose_by(link)

    person.refresh_from_db()
    assert person.check_password(OLD)


def test_link_of_one_person_is_none_of_another(person, link):
    other = UserFactory(email="berit@example.org")
    Client().post(reverse("account_reset_password"), {"email": other.email})
    hers, key = link_in(mail.outbox[-1]), link.rstrip("/").split("-", 1)[1]

    choose_by(hers.split("-", 1)[0] + "-" + key + "/")

    other.refresh_from_db()
    assert not other.check_password("Another-horse-battery-8")


def test_link_in_a_letter_does_not_stay_in_the_address(person, link):
    """From there it would go to the log of whatever the page leads to."""
    client = Client()

    answer = client.get(link)

    assert answer["Location"].endswith("-set-password/")
