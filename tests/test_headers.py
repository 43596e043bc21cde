"""What every answer says to browsers and caches, and what is not taken from outside."""

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from attachments.photos import keep, rewrite
from tests.factories import IncidentFactory, UserFactory
from tests.world import _picture

pytestmark = pytest.mark.django_db

PASSWORD = "Correct-horse-battery-7"


@pytest.fixture(autouse=True)
def _no_tries_of_others(own_cache):
    pass


@pytest.fixture
def teller(school):
    user = UserFactory(email="anna@example.org", unit=school)
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(path="/account/login/", **client):
    client = Client(**client)
    sent = {"login": "anna@example.org", "password": PASSWORD}
    return client, client.post(path, sent)


# Caches


def test_nothing_private_is_kept_by_a_browser_or_on_the_way(as_user, head_teacher):
    incident = IncidentFactory(unit=head_teacher.unit)
    photo = keep(rewrite(_picture()), incident.reported_by)
    incident.photos.add(photo)
    client = as_user(head_teacher)
    paths = [
        "/",
        incident.get_absolute_url(),
        reverse("incidents:photo", args=[incident.pk, photo.pk]),
        reverse("riskassessment:risk_export"),
        reverse("sessions"),
        "/not-here/",
    ]

    for path in paths:
        for headers in [{}, {"HX-Request": "true"}]:
            answer = client.get(path, headers=headers)
            _content = b"".join(answer)
            assert "no-store" in answer["Cache-Control"], path


def test_back_button_after_the_log_out_shows_nothing(as_user, head_teacher):
    """Nothing was stored, and asked for again it is the log-in."""
    client = as_user(head_teacher)
    client.get("/")
    client.post(reverse("account_logout"))

    answer = client.get("/")

    assert answer["Location"].startswith("/account/login/")


# Frames, referrers, kinds of files


@pytest.mark.parametrize("path", ["/account/login/", "/follow/", "/not-here/"])
def test_no_other_page_frames_ours_or_learns_its_address(db, path):
    answer = Client().get(path)

    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


# Where one comes to


@pytest.mark.parametrize(
    "page",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
        "\thttps://evil.example/",
    ],
)
def test_log_in_and_other_pages_lead_nowhere_else(teller, page):
    client, answer = log_in(f"/account/login/?next={page}")
    assert "evil" not in answer["Location"]
    assert "javascript" not in answer["Location"]

    for path in [reverse("ui:language"), reverse("account_logout")]:
        answer = client.post(path, {"next": page, "language": "sv"})
        assert "evil" not in answer["Location"]


def test_log_in_leads_back_to_the_page_that_was_asked_for(teller):
    _client, answer = log_in("/account/login/?next=/measures/%3Fq%3Da")

    assert answer["Location"] == "/measures/?q=a"


# Requests that other pages make


def test_form_without_the_page_s_own_secret_is_refused(teller):
    client, _answer = log_in()
    forging = Client(enforce_csrf_checks=True)
    forging.cookies = client.cookies

    for headers in [{}, {"HX-Request": "true"}]:
        answer = forging.post(reverse("session_end_others"), headers=headers)
        assert answer.status_code == 403


def test_htmx_sends_the_page_s_secret_in_a_header(teller, parse):
    client, _answer = log_in()
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = client.cookies
    page = parse(careful.get(reverse("sessions")))
    token = page.body["hx-headers"].split('"')[3]

    answer = careful.post(
        reverse("session_end_others"),
        headers={"HX-Request": "true", "X-CSRFToken": token},
    )

    assert answer.status_code == 302


def test_form_from_another_origin_is_refused_though_it_has_the_secret(teller, parse):
    client, _answer = log_in()
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = client.cookies
    token = parse(careful.get(reverse("sessions"))).body["hx-headers"].split('"')[3]

    answer = careful.post(
        reverse("session_end_others"),
        headers={"Origin": "https://evil.example", "X-CSRFToken": token},
    )

    assert answer.status_code == 403


# Hosts


@override_settings(ALLOWED_HOSTS=["sam.example.org"])
@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Host": "sam.example.org.evil.example"}]
)
def test_program_answers_to_its_own_name_alone(db, headers):
    assert Client().get("/account/login/", headers=headers).status_code == 400


@override_settings(ALLOWED_HOSTS=["sam.example.org"])
def test_name_that_a_proxy_was_told_is_not_believed(db):
    headers = {"Host": "sam.example.org", "X-Forwarded-Host": "evil.example"}

    answer = Client().get("/", headers=headers)

    assert answer["Location"] == "/account/login/?next=/"


# Cookies


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(teller):
    client, _answer = log_in()

    for name in ["sessionid", "csrftoken", "known_device"]:
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
    assert client.cookies["known_device"]["path"] == "/account/"
