"""A passkey is made and used in a real browser, whose authenticator is made of software."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from playwright.sync_api import expect

from tests.factories import UserFactory

pytestmark = [pytest.mark.browser]

PASSWORD = "Correct-horse-7"


@pytest.fixture
def person(municipality, settings):
    cache.clear()
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    user = UserFactory(email="anna@example.org", unit=municipality)
    user.set_password(PASSWORD)
    user.save()
    return user


def with_key(page):
    """Answers as a key in a telephone would, with its owner's finger on it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )


def test_key_is_added_and_asked_for_at_the_next_log_in(live_server, open_page, person):
    login, add = f"{live_server.url}/account/login/", "/account/2fa/webauthn/add/"
    page = open_page("/account/login/")
    with_key(page)

    def send_password():
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit]")

    page.fill("input[name=login]", "anna@example.org")
    send_password()
    expect(page).not_to_have_url(login)
    page.goto(live_server.url + add)
    page.click("#mfa_webauthn_add")
    expect(page).to_have_url(f"{live_server.url}/account/2fa/recovery-codes/")
    assert Authenticator.objects.filter(user=person, type="webauthn").exists()

    page.context.clear_cookies()
    page.goto(login)
    page.fill("input[name=login]", "anna@example.org")
    send_password()
    expect(page).to_have_url(f"{live_server.url}/account/2fa/authenticate/")
    page.click("#mfa_webauthn_authenticate")

    expect(page).to_have_url(f"{live_server.url}/")
