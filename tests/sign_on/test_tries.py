"""Wrong passwords: how many, who is kept out by whom, and what may be found out by trying."""

import time
from collections import Counter

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from directory import protecting, tries
from mailing.models import Message
from sam.caches import RedisOrMemory
from tests.factories import UserFactory
from tests.sign_on.conftest import logged_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

PASSWORD = "Correct-horse-battery-7"


@pytest.fixture(autouse=True)
def _no_tries_of_others(own_cache):
    pass


@pytest.fixture
def person():
    user = UserFactory(email="anna@example.org", name="Anna")
    user.set_password(PASSWORD)
    user.save()
    return user


def try_(client=None, password="wrong", email="anna@example.org", place="192.0.2.1"):
    client = client or Client()
    sent = {"login": email, "password": password}
    return client.post("/account/login/", sent, REMOTE_ADDR=place)


def gets_in(client=None, place="192.0.2.1"):
    client = client or Client()
    try_(client, PASSWORD, place=place)
    return logged_in(client) is not None


@pytest.fixture
def clock(monkeypatch):
    """Time as allauth's counting and ours see it; `clock(seconds)` lets so much go by."""
    now = [time.time()]
    monkeypatch.setattr(time, "time", lambda: now[0])

    def go(seconds):
        now[0] += seconds

    return go


def test_sixth_try_from_one_place_must_wait_and_is_told_until_when(
    person, in_english, clock
):
    for _each in range(5):
        try_()

    page = try_(password=PASSWORD).content.decode()

    assert "Too many wrong passwords. Try again at" in page
    assert not gets_in()
    clock(5 * 60 + 1)
    assert gets_in()


def test_waits_grow(person, clock):
    def tries_until_stopped():
        number = 0
        while b"Too many" not in try_().content and number < 30:
            number += 1
        return number

    found = []
    for wait in [0, 301, 301, 301]:
        clock(wait)
        found.append(tries_until_stopped())

    # Five, five more after five minutes, and then not before the hour is over.
    assert found == [5, 5, 0, 0]
    clock(3600)
    assert tries_until_stopped() == 5


def test_who_tries_elsewhere_does_not_keep_the_person_out(person):
    for _each in range(8):
        try_(place="198.51.100.7")

    assert gets_in(place="192.0.2.1")


def test_tries_from_everywhere_keep_out_new_devices_alone(person):
    """Otherwise many addresses with a few tries each would find it, or keep her out."""
    known = Client()
    gets_in(known)
    known.post("/account/logout/")
    for number in range(51):
        try_(place=f"198.51.100.{number}")

    assert not gets_in(place="192.0.2.200")
    assert gets_in(known)


def test_known_device_of_another_is_none_of_hers(person):
    other = UserFactory(email="berit@example.org")
    other.set_password(PASSWORD)
    other.save()
    client = Client()
    try_(client, PASSWORD, email="berit@example.org")
    client.post("/account/logout/")
    for number in range(51):
        try_(place=f"198.51.100.{number}")

    assert not gets_in(client, place="192.0.2.200")


def test_one_password_for_very_many_accounts_is_stopped_too(person):
    answers = [try_(email=f"person{number}@example.org") for number in range(61)]

    assert b"Too many" not in answers[59].content
    assert b"Too many" in answers[60].content


def test_what_succeeds_does_not_count(person):
    for _each in range(12):
        assert gets_in()


def test_new_password_by_a_letter_opens_at_once(person):
    for _each in range(5):
        try_()

    tries.Tries(_request(), person.email).forgive()

    assert gets_in()


def _request():
    return RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")


def test_person_is_told_of_many_tries_once_a_day(person, clock):
    for _each in range(5):
        try_()
    assert Message.objects.filter(about__startswith="account_tries").count() == 1

    clock(301)
    for _each in range(5):
        try_()

    assert Message.objects.filter(about__startswith="account_tries").count() == 1


def test_tries_at_an_address_that_nobody_has_tell_nobody(person):
    for _each in range(6):
        try_(email="nobody@example.org")

    assert not Message.objects.exists()


# What may be found out


@pytest.fixture
def hashes(monkeypatch):
    """How many hashes of passwords are computed, which is what takes the time."""
    number = Counter()
    encode = hashers.MD5PasswordHasher.encode

    def counted(self, password, salt):
        number["hashes"] += 1
        return encode(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counted)
    return number


@pytest.fixture
def protected():
    user = UserFactory(email="hidden@example.org", name="Hidden")
    user.set_password(PASSWORD)
    user.save()
    protecting.protect(user)
    user.refresh_from_db()
    return user


@pytest.mark.parametrize(
    "whose",
    ["known", "unknown", "closed", "without_password", "protected", "unnamed"],
)
def test_answer_and_work_are_the_same_whoever_s_address_it_is(
    person, protected, hashes, settings, whose
):
    emails = {"unknown": "nobody@example.org", "protected": "hidden@example.org"}
    if whose == "closed":
        person.is_active = False
    if whose == "without_password":
        person.set_unusable_password()
    if whose == "unnamed":
        settings.PASSWORDS_FOR = ["admin@example.org"]
    person.save()
    hashes.clear()

    answer = try_(email=emails.get(whose, person.email))

    assert hashes["hashes"] == 1
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors() == [
        str(each)
        for each in try_(email="x@example.org").context["form"].non_field_errors()
    ]


@pytest.mark.parametrize(
    "email", ["anna@example.org", "nobody@example.org", "hidden@example.org"]
)
def test_letter_with_a_new_password_goes_to_each_address_and_answers_alike(
    person, protected, email
):
    answer = Client().post(reverse("account_reset_password"), {"email": email})

    assert (answer.status_code, answer["Location"]) == (
        302,
        "/account/password/reset/done/",
    )
    assert [each.to for each in mail.outbox] == [[email]]


def test_letters_to_one_address_are_few(person):
    for _each in range(8):
        answer = Client().post(
            reverse("account_reset_password"), {"email": person.email}
        )

    assert answer.status_code == 429
    assert len(mail.outbox) == 5


def test_link_in_the_letter_is_the_program_s_own_whatever_host_is_asked(
    person, settings
):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_ADDRESS = "https://sam.example.org"

    Client().post(
        reverse("account_reset_password"),
        {"email": person.email},
        headers={"host": "evil.example"},
    )

    [letter] = mail.outbox
    assert "https://sam.example.org/account/password/reset/key/" in letter.body
    assert "evil" not in letter.body


def test_page_of_too_many_says_so_in_the_reader_s_language(person, parse):
    sent = {"email": person.email}
    for _each in range(6):
        answer = Client(headers={"accept-language": "en"}).post(
            reverse("account_reset_password"), sent
        )

    assert answer.status_code == 429
    assert parse(answer).h1.get_text() == "That was very often"
    assert answer["Retry-After"]


def test_limits_hold_when_the_cache_is_away(person, settings, monkeypatch):
    monkeypatch.setattr(RedisOrMemory, "_away_until", 0.0)
    settings.CACHES = {
        "default": {
            "BACKEND": "sam.caches.RedisOrMemory",
            # Nobody listens there.
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    for _each in range(5):
        try_()

    assert not gets_in()
    cache.clear()
