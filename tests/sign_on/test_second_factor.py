import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.urls import reverse

from directory import leaving, second_factor
from directory.models import AccountEvent
from organisation import roles
from organisation.models import Role
from sam.dates import today
from tests.factories import UserFactory
from tests.sign_on.conftest import grown_old, logged_in

pytestmark = pytest.mark.django_db

PASSWORD = "Correct-horse-7"
START = "/"


@pytest.fixture(autouse=True)
def _no_tries_of_others():
    cache.clear()


@pytest.fixture
def person(municipality):
    user = UserFactory(email="anna@example.org", unit=municipality)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def secret(person):
    """Of the person's app."""
    secret = auth.generate_totp_secret()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return secret


def code_of(secret):
    counter = next(iter(auth.yield_hotp_counters_from_time()))
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def log_in(client):
    return client.post(
        "/account/login/", {"login": "anna@example.org", "password": PASSWORD}
    )


def test_without_a_second_factor_the_password_is_enough(client, person):
    log_in(client)

    assert logged_in(client) == str(person.pk)


def test_who_has_one_is_asked_for_it(client, person, secret):
    answer = log_in(client)

    assert answer["Location"] == reverse("mfa_authenticate")
    assert logged_in(client) is None


def test_code_of_the_app_lets_in(client, person, secret):
    log_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert logged_in(client) == str(person.pk)


def test_wrong_code_does_not_let_in(client, person, secret):
    log_in(client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})

    assert logged_in(client) is None


def test_code_works_once(client, person, secret):
    code = code_of(secret)
    log_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code})
    client.logout()

    log_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code})

    assert logged_in(client) is None


def test_recovery_code_lets_in_once(client, person, secret):
    row = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
    code = row.wrap().get_unused_codes()[0]
    for is_let_in in [True, False]:
        log_in(client)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert bool(logged_in(client)) is is_let_in
        client.logout()


def test_page_that_asks_has_a_field_and_a_key(client, person, secret, parse):
    log_in(client)

    page = parse(client.get(reverse("mfa_authenticate")))

    assert page.select_one("input[name=code][autocomplete=one-time-code]")
    assert page.select_one("#mfa_webauthn_authenticate")


def test_secret_cannot_be_read_in_the_database(person, secret):
    data = Authenticator.objects.get(type=Authenticator.Type.TOTP).data

    assert secret not in str(data)


def test_new_app_is_taken_in_use_by_its_code(
    client, person, django_capture_on_commit_callbacks
):
    log_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    codes = client.get(answer["Location"])
    later = client.get(reverse("mfa_view_recovery_codes"))

    assert page.status_code == 200
    assert Authenticator.objects.filter(user=person, type="totp").exists()
    first = codes.context["unused_codes"][0]
    assert first in codes.content.decode()
    assert first not in later.content.decode()


def test_second_factor_is_changed_only_by_who_shows_the_password_again(client, person):
    log_in(client)
    grown_old(client)

    answer = client.get(client.get(reverse("mfa_activate_totp"))["Location"])

    assert answer["Location"].startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
        "mfa_view_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "account_reauthenticate",
    ],
)
def test_pages_are_in_our_design(client, person, secret, name, parse):
    log_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    answer = client.get(reverse(name), follow=True)

    assert answer.status_code == 200
    assert parse(answer).select_one("main#main h1")


@pytest.fixture
def demanded(settings):
    settings.SECOND_FACTOR_FOR = ["administrator", "hr", "head"]


def test_it_is_demanded_of_roles_that_must_have_one(
    client, person, municipality, demanded
):
    roles.appoint(person, Role.HR, municipality)
    log_in(client)

    answer = client.get(START)

    assert answer["Location"] == reverse("mfa_index")


def test_it_is_not_demanded_of_others(client, person, demanded):
    log_in(client)

    assert client.get(START).status_code == 200


def test_it_can_be_demanded_of_all(client, person, settings):
    settings.SECOND_FACTOR_FOR = ["all"]
    log_in(client)

    assert client.get(START)["Location"] == reverse("mfa_index")


def test_who_must_have_one_can_get_one_and_goes_on(
    client, person, settings, django_capture_on_commit_callbacks
):
    settings.SECOND_FACTOR_FOR = ["all"]
    log_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    code = code_of(page.context["form"].secret)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code})

    assert client.get(START).status_code == 200


def test_who_has_shown_it_goes_on(client, person, secret, settings):
    settings.SECOND_FACTOR_FOR = ["all"]
    log_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert client.get(START).status_code == 200


def test_session_from_before_does_not_do_when_another_made_one(
    client, person, settings
):
    log_in(client)
    TOTP.activate(person, auth.generate_totp_secret())
    settings.SECOND_FACTOR_FOR = ["all"]

    assert client.get(START)["Location"].startswith(reverse("mfa_reauthenticate"))


def test_last_one_is_not_taken_away_by_who_must_have_one(
    client, person, secret, settings
):
    settings.SECOND_FACTOR_FOR = ["all"]
    log_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.filter(user=person, type="totp").exists()


@pytest.mark.parametrize("is_trusted", [True, False])
def test_single_sign_on_that_has_asked_already_is_trusted_when_the_setting_says_so(
    client, person, secret, settings, oidc, log_in_by_oidc, is_trusted
):
    settings.SECOND_FACTOR_FOR = ["all"]
    settings.SSO_HAS_SECOND_FACTOR = is_trusted

    log_in_by_oidc(email="anna@example.org", email_verified=True)

    assert bool(logged_in(client)) is is_trusted
    assert (client.get(START).status_code == 200) is is_trusted


def test_administrator_takes_it_away_and_that_is_written_down(person, secret):
    administrator = UserFactory()

    second_factor.reset(person, by=administrator)

    assert not Authenticator.objects.exists()
    event = AccountEvent.objects.get()
    assert (event.what, event.by) == ("factor_reset", administrator)


def test_who_leaves_has_none_any_more(person, secret):
    leaving.leave(person, on=today())

    assert not Authenticator.objects.exists()
