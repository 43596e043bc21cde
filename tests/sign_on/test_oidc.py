import jwt
import pytest
from allauth.socialaccount.models import SocialAccount

from organisation.models import User
from tests.factories import UserFactory
from tests.sign_on.conftest import logged_in, new_key

pytestmark = pytest.mark.django_db

VERIFIED = {"email": "anna@example.org", "email_verified": True}


@pytest.fixture
def anna():
    return UserFactory(name="Anna", email="anna@example.org")


def test_login_page_has_a_button_for_it(client, oidc, in_english):
    page = client.get("/account/login/").content.decode()

    assert "Log in with the municipality" in page
    assert "/account/oidc/municipality/login/" in page


def test_login_page_without_single_sign_on_has_no_button(
    client, db, settings, in_english
):
    settings.SOCIALACCOUNT_PROVIDERS = {}

    assert "Log in with" not in client.get("/account/login/").content.decode()


def test_button_leads_to_the_provider_with_a_secret_of_this_one_log_in(client, oidc):
    answer = client.post("/account/oidc/municipality/login/?process=login")

    assert answer["Location"].startswith(f"{oidc.url}/authorize?")
    assert "code_challenge=" in answer["Location"]
    assert "state=" in answer["Location"]


def test_log_in_is_begun_by_a_button_alone(client, oidc):
    """A link or a picture on another page must not log anybody in."""
    assert client.get("/account/oidc/municipality/login/").status_code == 200


def test_known_person_gets_in_by_a_verified_address(log_in_by_oidc, client, anna):
    answer = log_in_by_oidc(**VERIFIED)

    assert answer.status_code == 302
    assert logged_in(client) == str(anna.pk)


def test_code_is_exchanged_with_the_secret_that_began_the_log_in(
    log_in_by_oidc, oidc, anna
):
    log_in_by_oidc(**VERIFIED)

    assert oidc.asked[0]["code_verifier"]


def test_nothing_of_what_the_provider_tells_is_kept(log_in_by_oidc, anna):
    for _each in range(2):
        log_in_by_oidc(**VERIFIED, name="Anna Ek", phone_number="0700")

    account = SocialAccount.objects.get()
    assert (account.uid, account.extra_data) == ("anna", {})


def test_person_is_known_again_though_the_address_has_changed(
    log_in_by_oidc, client, anna
):
    log_in_by_oidc(**VERIFIED)
    client.logout()

    log_in_by_oidc(email="anna.ny@example.org", email_verified=True)

    assert logged_in(client) == str(anna.pk)


def test_person_with_protected_identity_gets_in_by_the_own_address(
    log_in_by_oidc, client, anna
):
    User.objects.filter(pk=anna.pk).update(is_protected=True)

    log_in_by_oidc(**VERIFIED)

    assert logged_in(client) == str(anna.pk)


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_address_that_the_provider_does_not_vouch_for_lets_nobody_in(
    log_in_by_oidc, client, anna, verified
):
    answer = log_in_by_oidc(email="anna@example.org", email_verified=verified)

    assert answer.status_code == 403
    assert logged_in(client) is None
    assert not SocialAccount.objects.exists()


def test_municipality_can_trust_the_addresses_of_its_own_directory(
    log_in_by_oidc, client, oidc, anna
):
    oidc.settings["trusts_email"] = True

    log_in_by_oidc(email="anna@example.org")

    assert logged_in(client) == str(anna.pk)


def test_person_is_known_by_the_directorys_id(log_in_by_oidc, client, oidc, anna):
    User.objects.filter(pk=anna.pk).update(external_id="7")
    oidc.settings["id_claim"] = "employee"

    log_in_by_oidc(employee="7", email="else@example.org")

    assert logged_in(client) == str(anna.pk)


def test_id_that_is_not_asked_for_lets_nobody_in(log_in_by_oidc, client, anna):
    User.objects.filter(pk=anna.pk).update(external_id="7")

    log_in_by_oidc(employee="7")

    assert logged_in(client) is None


def test_somebody_unknown_does_not_get_in_and_gets_no_account(log_in_by_oidc, client):
    answer = log_in_by_oidc(email="nobody@example.org", email_verified=True)

    assert answer.status_code == 403
    assert logged_in(client) is None
    assert not User.objects.filter(email="nobody@example.org").exists()


def test_municipality_can_let_accounts_be_made_without_any_role(
    log_in_by_oidc, client, settings
):
    settings.SSO_CREATES_ACCOUNTS = True

    log_in_by_oidc(email="new@example.org", email_verified=True, name="New One")

    person = User.objects.get(email="new@example.org")
    assert logged_in(client) == str(person.pk)
    assert person.name == "New One"
    assert not person.appointments.exists()
    assert not person.has_usable_password()


def test_no_account_is_made_for_an_address_that_nobody_vouches_for(
    log_in_by_oidc, settings
):
    settings.SSO_CREATES_ACCOUNTS = True

    log_in_by_oidc(email="new@example.org")

    assert not User.objects.filter(email="new@example.org").exists()


def test_who_has_left_does_not_get_in(log_in_by_oidc, client, anna):
    User.objects.filter(pk=anna.pk).update(is_active=False)

    answer = log_in_by_oidc(**VERIFIED)

    assert answer["Location"] == "/account/inactive/"
    assert logged_in(client) is None


def test_who_left_after_a_first_log_in_does_not_get_in(log_in_by_oidc, client, anna):
    log_in_by_oidc(**VERIFIED)
    client.logout()
    User.objects.filter(pk=anna.pk).update(is_active=False)

    log_in_by_oidc(**VERIFIED)

    assert logged_in(client) is None


def test_second_account_of_the_provider_cannot_take_over_a_known_person(
    log_in_by_oidc, client, anna
):
    log_in_by_oidc(**VERIFIED)
    client.logout()

    log_in_by_oidc(**VERIFIED, sub="not-anna")

    assert logged_in(client) is None
    assert SocialAccount.objects.count() == 1


def refused(answer, client):
    return answer.status_code == 401 and logged_in(client) is None


def test_token_with_a_wrong_signature_is_refused(log_in_by_oidc, client, oidc, anna):
    oidc.key = new_key()

    assert refused(log_in_by_oidc(**VERIFIED), client)


def test_token_without_a_signature_is_refused(log_in_by_oidc, client, oidc, anna):
    claims = {"iss": oidc.url, "aud": oidc.audience, "sub": "anna", **VERIFIED}
    oidc.token = jwt.encode(claims, None, "none", headers={"kid": "1"})

    assert refused(log_in_by_oidc(), client)


def test_token_for_another_program_is_refused(log_in_by_oidc, client, oidc, anna):
    oidc.audience = "another-client"

    assert refused(log_in_by_oidc(**VERIFIED), client)


@pytest.mark.parametrize("claims", [{"iss": "https://evil.example"}, {"exp": 1}])
def test_token_of_another_provider_or_time_is_refused(
    log_in_by_oidc, client, anna, claims
):
    assert refused(log_in_by_oidc(**VERIFIED, **claims), client)


def test_answer_cannot_be_used_twice(log_in_by_oidc, client, anna):
    answer = log_in_by_oidc(**VERIFIED)
    client.logout()

    again = client.get(answer.wsgi_request.get_full_path())

    assert again.status_code in (401, 403)
    assert logged_in(client) is None


def test_token_that_is_sent_a_second_time_is_refused(log_in_by_oidc, client, anna):
    log_in_by_oidc(**VERIFIED, jti="once")
    client.logout()

    assert refused(log_in_by_oidc(**VERIFIED, jti="once"), client)


def test_what_stands_beside_the_token_is_not_believed(log_in_by_oidc, client, oidc):
    UserFactory(email="other@example.org")
    oidc.settings["trusts_email"] = True

    log_in_by_oidc()

    assert logged_in(client) is None


def test_unknown_provider_is_no_page(client, oidc):
    assert client.get("/account/oidc/other/login/").status_code == 404
