"""Where people are logged in, how long, and what ends it."""

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory import leaving, protecting, second_factor, sessions
from mailing.models import Message
from organisation import roles
from organisation.models import Role
from organisation.tasks import clear_sessions
from sam.dates import today
from tests.factories import UserFactory
from tests.sign_on.conftest import logged_in
from tests.sign_on.test_second_factor import code_of

pytestmark = pytest.mark.django_db

PASSWORD = "Correct-horse-battery-7"
NEW_PASSWORD = "Another-horse-battery-8"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1"
)


@pytest.fixture(autouse=True)
def _no_tries_of_others(own_cache):
    pass


@pytest.fixture
def person(school):
    user = UserFactory(email="anna@example.org", name="Anna", unit=school)
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(client=None, **more):
    client = client or Client()
    sent = {"login": "anna@example.org", "password": PASSWORD, **more}
    client.post("/account/login/", sent)
    return client


def is_in(client):
    return client.get("/").status_code == 200


def moved(client, **seconds):
    """The client's session as it will be when so much time has gone by."""
    session = client.session
    session["log_in"] = {
        **session["log_in"],
        **{key: time.time() - ago for key, ago in seconds.items()},
    }
    session.save()
    return client


class TestPage:
    def test_person_sees_each_device_in_words_and_which_is_this(
        self, person, parse, in_english
    ):
        log_in(Client(HTTP_USER_AGENT=IPHONE))
        here = log_in()

        page = parse(here.get(reverse("sessions")))

        rows = [row.get_text(" ", strip=True) for row in page.select("ul.tasks li")]
        assert len(rows) == 2
        assert "This one" in rows[0]
        assert rows[1].startswith("Safari on iPhone")

    def test_person_logs_out_one(self, person):
        telephone, here = log_in(), log_in()
        row = sessions.of(person).order_by("created_at").first()

        here.post(reverse("session_end", args=[row.pk]))

        assert (is_in(telephone), is_in(here)) == (False, True)

    def test_person_logs_out_everywhere_else(self, person):
        others, here = [log_in(), log_in()], log_in()

        here.post(reverse("session_end_others"))

        assert [is_in(each) for each in [*others, here]] == [False, False, True]
        assert sessions.of(person).count() == 1

    def test_nobody_ends_the_session_of_another(self, person, as_user, teacher):
        log_in()
        row = sessions.of(person).get()

        answer = as_user(teacher).post(reverse("session_end", args=[row.pk]))

        assert answer.status_code == 404
        assert sessions.of(person).exists()

    def test_logging_out_takes_the_device_from_the_list(self, person):
        here = log_in()

        here.post(reverse("account_logout"))

        assert not UserSession.objects.exists()

    def test_what_is_known_of_sessions_goes_with_them(self, person):
        log_in()
        Session.objects.all().delete()

        clear_sessions()

        assert not UserSession.objects.exists()


class TestLength:
    @pytest.mark.parametrize(
        ("hours", "stays"), [(15.9, True), (16.1, False)], ids=["in_it", "after_it"]
    )
    def test_it_lasts_a_shift_and_a_night(self, person, hours, stays):
        here = moved(log_in(), at=hours * 3600, seen=0)

        assert is_in(here) is stays

    @pytest.mark.parametrize(("minutes", "stays"), [(14, True), (16, False)])
    def test_on_a_shared_device_a_quarter_of_an_hour_without_doing_anything_ends_it(
        self, person, minutes, stays
    ):
        here = moved(log_in(is_shared="on"), seen=minutes * 60)

        assert is_in(here) is stays

    def test_on_a_shared_device_the_browser_forgets_it_when_it_is_closed(self, person):
        shared, own = log_in(is_shared="on"), log_in()

        assert not shared.cookies["sessionid"]["max-age"]
        assert own.cookies["sessionid"]["max-age"] == 16 * 3600

    def test_device_can_be_said_to_be_shared_by_who_comes_by_single_sign_on(
        self, person, client, oidc
    ):
        oidc.claims = {"email": person.email, "email_verified": True}
        begin = "/account/oidc/municipality/login/?process=login"
        asked = parse_qs(
            urlsplit(client.post(begin, {"is_shared": "on"})["Location"]).query
        )
        back = {"code": "code", "state": asked["state"][0]}

        client.get("/account/oidc/municipality/login/callback/", back)

        assert client.session["log_in"]["idle"] == 15 * 60
        assert client.session.get_expire_at_browser_close()

    @pytest.mark.parametrize(("minutes", "stays"), [(59, True), (61, False)])
    def test_who_reaches_the_whole_municipality_is_logged_out_sooner(
        self, person, municipality, minutes, stays
    ):
        roles.appoint(person, Role.HR, municipality)
        here = moved(log_in(), seen=minutes * 60)

        assert is_in(here) is stays

    def test_it_is_held_to_a_role_that_came_after_the_log_in(
        self, person, municipality
    ):
        here = log_in()
        roles.appoint(person, Role.ADMINISTRATOR, municipality)
        assert is_in(moved(here, seen=2 * 60))

        assert not is_in(moved(here, seen=61 * 60))

    def test_who_does_something_now_and_then_goes_on(self, person):
        here = log_in(is_shared="on")

        for _each in range(3):
            assert is_in(moved(here, seen=14 * 60))

    def test_form_that_was_open_too_long_leads_to_the_log_in_and_back(
        self, person, in_english
    ):
        here = moved(log_in(), at=17 * 3600)

        answer = here.get("/measures/", follow=True)

        assert answer.redirect_chain[0][0] == "/account/login/?next=/measures/"
        assert "You have been logged out" in answer.content.decode()

    def test_pages_open_to_everyone_leave_no_trace_in_it(self, person):
        """When a session was used would tell who reported without a name."""
        here = moved(log_in(), seen=5 * 60)
        before = UserSession.objects.values("last_seen_at").get()

        here.get(reverse("public:follow"))

        assert UserSession.objects.values("last_seen_at").get() == before

    def test_use_is_written_down_once_a_minute_and_not_with_each_page(self, person):
        here = log_in()

        def queries_about_sessions():
            with CaptureQueriesContext(connection) as queries:
                here.get("/account/again/")
            return sum("usersessions" in each["sql"] for each in queries)

        assert queries_about_sessions() == 0
        moved(here, seen=61)
        assert [queries_about_sessions() for _each in range(2)] == [1, 0]


class TestWhatEndsAll:
    def test_new_password_logs_out_the_others(self, person):
        other, here = log_in(), log_in()
        sent = {
            "oldpassword": PASSWORD,
            "password1": NEW_PASSWORD,
            "password2": NEW_PASSWORD,
        }

        here.post(reverse("account_change_password"), sent)

        assert (is_in(other), is_in(here)) == (False, True)
        assert sessions.of(person).count() == 1

    def test_new_password_by_a_letter_logs_out_all(self, person):
        other = log_in()
        Client().post(reverse("account_reset_password"), {"email": person.email})
        link = re.search(r"http://[^/]*(\S+)", mail.outbox[-1].body).group(1)
        anew = Client()
        form = anew.get(link, follow=True).request["PATH_INFO"]

        sent = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        anew.post(form, sent)

        assert not is_in(other)
        assert is_in(log_in(anew, password=NEW_PASSWORD))

    def test_new_second_factor_logs_out_the_others(
        self, person, django_capture_on_commit_callbacks
    ):
        other, here = log_in(), log_in()
        here.get(reverse("mfa_activate_totp"))
        secret = here.session["mfa.totp.secret"]

        with django_capture_on_commit_callbacks(execute=True):
            here.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

        assert (is_in(other), is_in(here)) == (False, True)

    @pytest.mark.parametrize(
        "end",
        [
            lambda person, by: leaving.leave(person, on=today(), by=by),
            lambda person, by: protecting.protect(person, by=by),
            lambda person, by: second_factor.reset(person, by=by),
            lambda person, by: sessions.log_out(person, by=by),
        ],
        ids=["leaves", "is_protected", "factor_is_reset", "is_logged_out"],
    )
    def test_all_end_at_once(self, person, administrator, end):
        others = [log_in(), log_in()]
        TOTP.activate(person, generate_totp_secret())

        end(person, administrator)

        assert not any(is_in(each) for each in others)
        assert not UserSession.objects.filter(user=person).exists()

    def test_page_under_way_does_not_bring_the_session_back(self, person, monkeypatch):
        """It was ended while a page of it was being made, which saves the session."""
        here = log_in()

        def end_and_write(request, *args, **kwargs):
            sessions.end_all(person)
            request.session["something"] = 1
            return HttpResponse("made")

        monkeypatch.setattr(
            "sam.start.views.render",
            end_and_write,
        )

        here.get("/")

        assert not Session.objects.filter(
            session_key=here.cookies["sessionid"].value
        ).exists()

    def test_administrator_does_it_on_the_person_s_account(
        self, person, as_user, administrator
    ):
        other = log_in()
        page = reverse("directory:person_act", args=[person.pk, "log-out"])

        as_user(administrator).post(page)

        assert not is_in(other)
        event = person.account_events.get()
        assert (event.what, event.by) == ("logged_out", administrator)


class TestKey:
    def test_is_another_after_the_log_in(self, person):
        here = Client()
        here.get("/account/login/")
        session = here.session
        session["planted"] = 1
        session.save()
        here.cookies["sessionid"] = session.session_key

        log_in(here)

        assert here.session.session_key != session.session_key
        assert not Session.objects.filter(session_key=session.session_key).exists()

    def test_is_another_when_somebody_showed_again_that_it_is_they(self, person):
        here = log_in()
        key = here.session.session_key

        here.post(reverse("account_reauthenticate"), {"password": PASSWORD})

        assert here.session.session_key != key
        assert [each.session_key for each in sessions.of(person)] == [
            here.session.session_key
        ]

    def test_nothing_of_another_s_session_is_taken_over(self, person, as_user, teacher):
        here = as_user(teacher)
        session = here.session
        session["kept_request"] = {"path": "/", "fields": "of=the+teacher"}
        session.save()

        here.post("/account/logout/")
        log_in(here)

        assert logged_in(here) == str(person.pk)
        assert "kept_request" not in here.session


class TestLetters:
    @staticmethod
    def letters():
        return [each.about.split(":")[0] for each in Message.objects.order_by("pk")]

    def test_log_in_on_a_new_device_is_told(self, person):
        known = log_in()
        known.post("/account/logout/")

        log_in(known)
        assert self.letters() == [], Message.objects.values_list("body", flat=True)

        log_in(Client(HTTP_USER_AGENT=IPHONE))
        assert self.letters() == ["account_new_device"]
        assert "iPhone" in Message.objects.get().body

    def test_log_in_by_single_sign_on_is_not_told(self, person, log_in_by_oidc, client):
        log_in()

        log_in_by_oidc(email=person.email, email_verified=True)

        assert logged_in(client) == str(person.pk)
        assert self.letters() == []

    def test_changes_of_the_account_are_told(self, person, administrator):
        TOTP.activate(person, generate_totp_secret())

        second_factor.reset(person, by=administrator)

        assert self.letters() == ["account_changed"]
