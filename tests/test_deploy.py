"""What a person who installs the program relies on."""

import os
import subprocess
import sys

import pytest
from django.core.cache import cache
from django.urls import reverse

from organisation.models import User


def _plain(environment):
    """Without what the browser tests set for themselves."""
    return {k: v for k, v in environment.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"}


@pytest.fixture
def manage(request):
    """Run manage.py as production would, in a process of its own."""

    def run(*arguments, **environment):
        settings = {
            "SAM_SECRET_KEY": "k3Yw9" * 12,
            "SAM_SECURE": "true",
            "SAM_HOSTS": "sam.example.org",
            "SAM_ADDRESS": "https://sam.example.org",
            "EMAIL_URL": "smtp+tls://sam:word@mail.example.org:587",
            "SAM_EMAIL_FROM": "sam@example.org",
        }
        return subprocess.run(
            [sys.executable, "-W", "error", "manage.py", *arguments],
            cwd=request.config.rootpath,
            env={**_plain(os.environ), **settings, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_check_deploy_finds_nothing(manage):
    result = manage("check", "--deploy", "--fail-level", "WARNING")

    assert result.returncode == 0, result.stderr


def test_models_and_migrations_agree(manage):
    assert manage("makemigrations", "--check", "--dry-run").returncode == 0


def test_missing_setting_is_one_clear_line(manage, tmp_path):
    result = manage("check", DATABASE_URL="", SAM_VAR=str(tmp_path))

    assert result.returncode == 1
    assert "DATABASE_URL" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_all_that_is_missing_is_told_at_once(manage, tmp_path):
    nothing = {"DATABASE_URL": "", "REDIS_URL": "", "SAM_SECRET_KEY": ""}

    result = manage("check", SAM_LANGUAGE="se", SAM_VAR=str(tmp_path), **nothing)

    assert result.returncode == 1
    told = [line.split()[1] for line in result.stderr.strip().splitlines()]
    assert told == [*nothing, "SAM_LANGUAGE"]


@pytest.mark.django_db
def test_nothing_inline_and_nothing_from_outside_is_allowed(client):
    policy = client.get(reverse("account_login")).headers["Content-Security-Policy"]

    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_private_pages_are_not_cached(as_user, teacher):
    response = as_user(teacher).get(reverse("start"))

    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_right_password_opens_and_too_many_wrong_ones_close(client, teacher):
    cache.clear()
    teacher.set_password("det rätta ordet")
    teacher.save()
    right = {"login": teacher.email, "password": "det rätta ordet"}
    wrong = right | {"password": "wrong"}

    assert client.post(reverse("account_login"), right).status_code == 302
    client.post(reverse("account_logout"))
    for _try in range(6):
        client.post(reverse("account_login"), wrong)
    refused = client.post(reverse("account_login"), right)

    assert refused.status_code != 302
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_nobody_signs_up_alone(client):
    person = {"email": "new@example.org", "password1": "det rätta ordet"}

    client.post(reverse("account_signup"), person)

    assert not User.objects.exists()


@pytest.mark.django_db
def test_nobody_changes_the_address_that_mail_and_new_passwords_go_to(as_user, teacher):
    client = as_user(teacher)
    other = {"email": "elsewhere@example.org", "action_add": ""}

    assert client.get(reverse("account_email")).status_code == 404
    assert client.post(reverse("account_email"), other).status_code == 404
    assert not teacher.emailaddress_set.exists()


@pytest.mark.django_db
def test_wrong_passwords_behind_a_proxy_close_for_their_sender_alone(
    client, teacher, settings
):
    cache.clear()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    teacher.set_password("det rätta ordet")
    teacher.save()
    # As many in a minute as all accounts together may have from one address.
    for number in range(60):
        client.post(
            reverse("account_login"),
            {"login": f"nobody{number}@example.org", "password": "wrong"},
            headers={"X-Forwarded-For": "192.0.2.1"},
        )

    right = {"login": teacher.email, "password": "det rätta ordet"}
    answers = [
        client.post(reverse("account_login"), right, headers={"X-Forwarded-For": ip})
        for ip in ["192.0.2.1", "192.0.2.2"]
    ]

    assert [answer.status_code == 302 for answer in answers] == [False, True]
