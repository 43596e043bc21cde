"""Who logged in a while ago shows who sits there before what cannot be undone."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from sam.reauthentication import has_shown_recently
from tests.factories import UserFactory
from tests.sign_on.conftest import grown_old, logged_in

pytestmark = pytest.mark.django_db

PASSWORD = "Correct-horse-battery-7"
AGAIN = "/account/again/"


@pytest.fixture(autouse=True)
def _no_tries_of_others(own_cache):
    pass


@pytest.fixture
def administrator_with_password(administrator):
    administrator.set_password(PASSWORD)
    administrator.save()
    return administrator


@pytest.fixture
def old_session(as_user, administrator_with_password):
    """Of an administrator who logged in an hour ago."""
    return grown_old(as_user(administrator_with_password))


def is_recent(client):
    session = client.session

    class Request:
        pass

    request = Request()
    request.session = session
    return has_shown_recently(request)


def protect_page(person):
    return reverse("directory:person_act", args=[person.pk, "leave"])


def follow_to_form(client, answer):
    """The page that asks, and where it leads on to."""
    assert answer["Location"].startswith(AGAIN)
    asking = client.get(answer["Location"])["Location"]
    return asking, parse_qs(urlsplit(asking).query)["next"][0]


def test_old_session_is_asked_for_the_password_and_comes_back(old_session, teacher):
    page = protect_page(teacher)

    asking, leads_to = follow_to_form(old_session, old_session.get(page))
    answer = old_session.post(asking, {"password": PASSWORD, "next": leads_to})

    assert answer["Location"] == page
    assert old_session.get(page).status_code == 200


def test_wrong_password_does_not_open_it(old_session, teacher):
    asking, leads_to = follow_to_form(
        old_session, old_session.get(protect_page(teacher))
    )

    old_session.post(asking, {"password": "wrong", "next": leads_to})

    assert not is_recent(old_session)


def test_what_was_sent_is_kept_and_done_when_it_is_sent_again(
    old_session, teacher, parse
):
    page, sent = protect_page(teacher), {"on": "2031-02-03", "receiver": ""}
    asking, leads_to = follow_to_form(old_session, old_session.post(page, sent))
    old_session.post(asking, {"password": PASSWORD, "next": leads_to})

    form = parse(old_session.get(leads_to)).select_one("main form")
    kept = {each["name"]: each["value"] for each in form.select("input")}
    teacher.refresh_from_db()
    assert teacher.left_on is None
    assert {name: kept[name] for name in sent} == sent

    old_session.post(form["action"], kept)
    teacher.refresh_from_db()
    assert str(teacher.left_on) == "2031-02-03"
    # Done once: what was kept is gone.
    assert old_session.get(leads_to)["Location"] == "/"


def test_person_without_the_right_is_refused_and_not_asked(as_user, hr, teacher):
    assert grown_old(as_user(hr)).get(protect_page(teacher)).status_code == 403


def test_acts_that_can_be_undone_ask_nobody(old_session, teacher):
    page = reverse("directory:person_act", args=[teacher.pk, "protect"])

    assert old_session.get(page).status_code == 200


def test_htmx_is_led_to_the_page_and_not_into_a_corner_of_it(
    old_session, teacher, htmx
):
    answer = old_session.post(protect_page(teacher), {"on": "2031-02-03"}, headers=htmx)

    assert answer["HX-Redirect"].startswith(AGAIN)


def test_person_with_no_way_to_show_it_logs_in_anew(as_user, administrator, teacher):
    administrator.set_unusable_password()
    administrator.save()
    client = grown_old(as_user(administrator))

    page = client.get(client.get(protect_page(teacher))["Location"])

    assert page.status_code == 200
    assert "/account/logout/" in page.content.decode()


def test_another_address_is_nowhere_that_one_comes_back_to(old_session):
    asking = old_session.get(f"{AGAIN}?next=https://evil.example/")["Location"]

    assert "evil" not in asking


class TestSingleSignOn:
    @pytest.fixture
    def anna(self, administrator, client, log_in_by_oidc):
        """Comes by single sign-on, has no password, and logged in an hour ago."""
        administrator.set_unusable_password()
        administrator.email = "anna@example.org"
        administrator.save()
        log_in_by_oidc(email="anna@example.org", email_verified=True)
        grown_old(client)
        return administrator

    def ask(self, client):
        page = client.get(f"{AGAIN}?next=/measures/")["Location"]
        answer = client.post(page, {"with": "the municipality", "next": "/measures/"})
        return parse_qs(urlsplit(answer["Location"]).query)

    def back(self, client, asked):
        callback = "/account/oidc/municipality/login/callback/"
        return client.get(callback, {"code": "code", "state": asked["state"][0]})

    def test_is_asked_there_once_more_and_comes_back(self, client, anna, oidc):
        asked = self.ask(client)
        oidc.claims = {"auth_time": int(time.time())}

        answer = self.back(client, asked)

        assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
        assert answer["Location"] == "/measures/"
        assert is_recent(client)

    def test_a_log_in_there_of_this_morning_does_not_count(self, client, anna, oidc):
        asked = self.ask(client)
        oidc.claims = {"auth_time": int(time.time()) - 6 * 60 * 60}

        assert self.back(client, asked).status_code == 403
        assert not is_recent(client)

    def test_somebody_else_who_shows_it_there_does_not_count(self, client, anna, oidc):
        SocialAccount.objects.create(
            user=UserFactory(), provider="municipality", uid="berit"
        )
        asked = self.ask(client)
        oidc.claims = {"sub": "berit"}

        assert self.back(client, asked).status_code == 403
        assert not is_recent(client)
        assert logged_in(client) == str(anna.pk)

    def test_second_factor_is_not_made_without_it(self, client, anna):
        answer = client.get(reverse("mfa_activate_totp"))

        assert answer["Location"].startswith(AGAIN)

    def test_going_there_without_being_asked_does_not_count(self, client, anna, oidc):
        leaving = client.post(
            "/account/oidc/municipality/login/?process=redirect&next=/measures/"
        )
        asked = parse_qs(urlsplit(leaving["Location"]).query)

        assert self.back(client, asked).status_code == 403
        assert not is_recent(client)
