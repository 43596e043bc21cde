"""Cookies that neither scripts nor a connection without TLS get."""

import os
import subprocess
import sys

import pytest
from django.urls import reverse

SAY = (
    "from django.conf import settings as s;"
    "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.LANGUAGE_COOKIE_SECURE)"
)


@pytest.mark.parametrize("secure", ["true", "false"])
def test_cookies_are_for_tls_where_the_program_is(secure):
    environment = os.environ | {"SAM_SECURE": secure}
    environment["DJANGO_SETTINGS_MODULE"] = "sam.settings"
    said = subprocess.run(
        [sys.executable, "-c", SAY], env=environment, capture_output=True, text=True
    )

    assert said.stdout.split() == [secure.title()] * 3


def test_no_script_reads_a_cookie(client, db):
    client.get(reverse("account_login"))
    client.post(reverse("ui:language"), {"language": "en"})

    assert set(client.cookies) >= {"csrftoken", "django_language"}
    assert all(cookie["httponly"] for cookie in client.cookies.values())
