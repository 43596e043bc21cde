"""What the program says of what the environment says."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings as own
from django.core.checks import run_checks
from django.db import connection

from sam import checks, environment

ROOT = Path(own.BASE_DIR)
NEEDED = {
    "DATABASE_URL": "postgres://sam:word@127.0.0.1:5432/sam",
    "REDIS_URL": "redis://:word@127.0.0.1:6379/0",
    "SAM_SECRET_KEY": "k3Yw9" * 12,
}
CERTIFICATE = "MIIC8DCC" * 20


def names_of(faults):
    return [fault.split()[0] for fault in faults]


def test_all_that_is_missing_is_told_at_once():
    faults = environment.faults({"SAM_LANGUAGE": "sv", "REDIS_URL": ""})

    assert names_of(faults) == ["DATABASE_URL", "REDIS_URL", "SAM_SECRET_KEY"]
    assert "For example: postgres://" in faults[0]


def test_nothing_is_wrong_with_what_is_whole():
    single_sign_on = {
        "SAM_OIDC_SERVER": "https://login.example.org",
        "SAM_OIDC_CLIENT_ID": "sam",
        "SAM_OIDC_SECRET": "word",
        "SAM_SAML_ENTITY_ID": "https://idp.example.org",
        "SAM_SAML_SSO_URL": "https://idp.example.org/sso",
        "SAM_SAML_CERTIFICATE": CERTIFICATE,
    }
    empty = dict.fromkeys(environment.SETTINGS.keys() - NEEDED.keys(), "")

    assert environment.faults(NEEDED | empty) == []
    assert environment.faults(NEEDED | single_sign_on) == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DATABASE_URL", "mysql://sam@db/sam", "must begin with postgres://"),
        ("DATABASE_URL", "postgres://sam:a/b#c@db:5432/sam", "is no address"),
        ("REDIS_URL", "127.0.0.1:6379", "must begin with redis://"),
        ("SAM_ADDRESS", "sam.example.org", "must begin with http"),
        ("SAM_ADDRESS", "https://sam.example.org/", "no / at the end"),
        ("SAM_HOSTS", "https://sam.example.org", "names alone"),
        ("SAM_PROXIES", "one", "no whole number"),
        ("SAM_RAISE_AFTER_DAYS", "-7", "no whole number"),
        ("SAM_SECURE", "maybe", "neither true nor false"),
        ("SAM_LANGUAGE", "se", "must be one of sv"),
        ("SAM_TIME_ZONE", "Europe/Stokholm", "is no time zone"),
        ("SAM_LOG_FORMAT", "xml", "must be one of line, json"),
        ("SAM_LOG_LEVEL", "info", "must be one of DEBUG"),
        ("EMAIL_URL", "mail.example.org:25", "must begin with one of smtp://"),
        ("EMAIL_URL", "smtp://", "names no host"),
        ("SAM_EMAIL_FROM", "sam", "no e-mail address"),
        ("SAM_AUTHORITY_PHONES", "012 34", "code=number"),
        ("SAM_PASSWORDS_FOR", "anna", "names no address"),
        ("SAM_MONITORING_TOKEN", "short", "too short"),
        ("SAM_SAML_CERTIFICATE", "secret", "is no certificate"),
        ("SAM_OIDC_SECRET", "$OIDC_SECRET", "begins with $"),
    ],
)
def test_wrong_value_is_told_by_its_name_with_an_example(name, value, words):
    faults = environment.faults(NEEDED | {name: value})

    [fault] = [each for each in faults if words in each]
    assert fault.startswith(f"{name} ")


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        (["OIDC_SERVER"], ["OIDC_CLIENT_ID", "OIDC_SECRET"]),
        (["OIDC_SECRET"], ["OIDC_SERVER", "OIDC_CLIENT_ID"]),
        (["SAML_ENTITY_ID"], ["SAML_SSO_URL", "SAML_CERTIFICATE"]),
        (["SAML_METADATA_URL"], ["SAML_ENTITY_ID"]),
        (["SAML_SSO_URL"], ["SAML_ENTITY_ID", "SAML_CERTIFICATE"]),
    ],
)
def test_half_a_single_sign_on_is_told_with_all_that_it_lacks(said, missing):
    values = {f"SAM_{each}": "https://login.example.org" for each in said}

    faults = environment.faults(NEEDED | values)

    assert names_of(faults) == [f"SAM_{each}" for each in missing]


def test_misspelt_name_is_told_with_what_may_have_been_meant(monkeypatch):
    monkeypatch.setenv("SAM_HOST_NAMES_OF_NOBODY", "x")
    monkeypatch.setenv("SAM_SECOND_FACTORS", "all")

    found = {each.msg.split()[0]: each.hint for each in checks.names(None)}

    assert found["SAM_SECOND_FACTORS"] == "Did you mean SAM_SECOND_FACTOR?"
    assert found["SAM_HOST_NAMES_OF_NOBODY"] == "docs/settings.md lists them."


def test_values_are_not_repeated_for_many_are_secrets():
    wrong = dict.fromkeys(environment.SETTINGS, "S3cret~")

    assert "S3cret" not in "".join(environment.faults(wrong))


# In production


@pytest.fixture
def production(settings, tmp_path):
    (tmp_path / "staticfiles.json").write_text("{}")
    settings.SECRET_KEY = NEEDED["SAM_SECRET_KEY"]
    settings.SECURE = True
    settings.SITE_ADDRESS = "https://sam.example.org"
    settings.ALLOWED_HOSTS = ["sam.example.org"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "sam@example.org"
    settings.STATIC_ROOT = tmp_path
    return settings


def found_by(databases=None):
    everything = run_checks(include_deployment_checks=True, databases=databases)
    return [each for each in everything if each.id.startswith("sam.")]


def test_nothing_is_found_in_a_whole_production(production):
    assert found_by() == []


@pytest.mark.parametrize(
    ("name", "value", "variable"),
    [
        ("SECRET_KEY", "short", "SAM_SECRET_KEY"),
        ("SECRET_KEY", "a" * 60, "SAM_SECRET_KEY"),
        ("SITE_ADDRESS", "http://sam.example.org", "SAM_ADDRESS"),
        ("ALLOWED_HOSTS", ["other.example.org"], "SAM_HOSTS"),
        (
            "EMAIL_BACKEND",
            "django.core.mail.backends.console.EmailBackend",
            "EMAIL_URL",
        ),
        ("DEFAULT_FROM_EMAIL", "sam@localhost", "SAM_EMAIL_FROM"),
        ("MEDIA_ROOT", "/proc/nowhere", "SAM_FILES"),
        ("STATIC_ROOT", "/nowhere", "SAM_STATIC"),
        ("SECOND_FACTOR_FOR", ["boss"], "SAM_SECOND_FACTOR"),
        ("PASSWORDS_FOR", ["one@example.org"], "SAM_PASSWORDS_FOR"),
    ],
)
def test_what_production_lacks_is_told_by_the_variable(
    production, name, value, variable
):
    setattr(production, name, value)

    [found] = found_by()

    assert found.msg.startswith(variable)
    assert found.hint


@pytest.mark.django_db
def test_servers_of_the_tests_are_as_they_should_be(production):
    assert found_by(databases=["default"]) == []


@pytest.mark.django_db
def test_servers_are_told_that_are_not_as_they_should_be(production, monkeypatch):
    class Cursor:
        execute = staticmethod(lambda *_args: None)
        fetchone = staticmethod(lambda: (14, "LATIN1", False, False))
        __enter__ = lambda self: self  # noqa: E731
        __exit__ = lambda *_args: None  # noqa: E731

    monkeypatch.setattr(connection, "cursor", Cursor)
    monkeypatch.setattr(checks, "_policy", lambda _server: "allkeys-lru")

    words = " ".join(each.msg for each in checks.servers(None, databases=["default"]))

    for wrong in ["PostgreSQL 14", "LATIN1", "btree_gist", "time zone", "allkeys-lru"]:
        assert wrong in words


def test_queue_that_does_not_answer_is_told(production):
    production.REDIS_URL = "redis://127.0.0.1:1/0"

    [found] = checks._redis()

    assert found.msg.startswith("REDIS_URL: the queue does not answer")


# The same names everywhere


def test_every_setting_is_told_in_the_docs_and_read_somewhere():
    docs = (ROOT / "docs/settings.md").read_text()
    told = set(re.findall(r"`((?:SAM_|DATABASE_|REDIS_|EMAIL_)\w+)`", docs))
    sources = [*ROOT.glob("sam/**/*.py"), *ROOT.glob("deploy/*.py")]
    text = "".join(
        path.read_text() for path in sources if path.name != "environment.py"
    )
    read = {name for name in environment.SETTINGS if f'"{name}"' in text}

    assert told == set(environment.SETTINGS)
    assert read == set(environment.SETTINGS)


def test_containers_are_given_known_settings_alone():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    given = {
        name
        for service in services.values()
        if service.get("image") == "sam"
        for name in service["environment"]
        if name.startswith("SAM_")
    }

    assert given <= set(environment.SETTINGS)
