"""What the environment may say, and what is wrong with what it says.

All that keeps the program from starting is told at once, in plain words with an example;
whether what it says is wise in production is told by `manage.py check --deploy`
(sam/checks.py). docs/settings.md tells what each name means.
"""

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LANGUAGES = ("sv", "nn", "nb", "da", "en")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
MAIL = (
    *("smtp", "smtps", "smtp+tls", "smtp+ssl"),
    *("consolemail", "filemail", "memorymail", "dummymail"),
)
YES = ("true", "on", "ok", "y", "yes", "1")
NO = ("false", "off", "n", "no", "0")
# So long a word that nobody finds it by trying.
SHORTEST_TOKEN = 20


class Setting(NamedTuple):
    """`refuses` gives what is wrong with a value, or nothing."""

    refuses: Callable = lambda value: ""
    example: str = ""
    is_needed: bool = False


# What may be wrong


def _address(*schemes):
    def refuses(value):
        try:
            parts = urlsplit(value)
            has_host = parts.hostname and (parts.port or True)
        except ValueError:
            return (
                "is no address; write special signs of a password as %23, %2F and so on"
            )
        if parts.scheme not in schemes:
            return f"must begin with {' or '.join(f'{each}://' for each in schemes)}"
        return "" if has_host else "names no host"

    return refuses


def _origin(value):
    wrong = _address("http", "https")(value)
    if not wrong and (urlsplit(value).path or urlsplit(value).query):
        return "must end after the name: no path and no / at the end"
    return wrong


def _list_of(refuses):
    def refuses_any(value):
        return next(filter(None, map(refuses, map(str.strip, value.split(",")))), "")

    return refuses_any


def _host(value):
    is_name = re.fullmatch(r"\.?[\w.-]+|\[[0-9a-fA-F:]+\]|\*", value)
    return "" if is_name else "is a list of names alone, without https:// and port"


def _yes_or_no(value):
    return "" if value.lower() in YES + NO else "is neither true nor false"


def _number(value):
    return "" if value.isdecimal() else "is no whole number"


def _one_of(*words):
    return lambda value: "" if value in words else f"must be one of {', '.join(words)}"


def _zone(value):
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        return "is no time zone"
    return ""


def _mail(value):
    parts = urlsplit(value)
    if parts.scheme not in MAIL:
        return f"must begin with one of {', '.join(f'{each}://' for each in MAIL)}"
    is_smtp = parts.scheme.startswith("smtp")
    return "names no host" if is_smtp and not parts.hostname else ""


def _email(value):
    return "" if "@" in value else "is no e-mail address"


def _pairs(value):
    are_pairs = all("=" in pair for pair in value.split(","))
    return "" if are_pairs else "is a list of code=number"


def _token(value):
    is_long = len(value) >= SHORTEST_TOKEN
    return "" if is_long else f"is too short: at least {SHORTEST_TOKEN} signs"


def _certificate(value):
    bare = re.sub(r"-----(BEGIN|END) CERTIFICATE-----|\\n|\s", "", value)
    is_one = re.fullmatch(r"[A-Za-z0-9+/]{100,}=*", bare)
    return "" if is_one else "is no certificate: the base64 text of one, in one line"


_POSTGRES = _address("postgres", "postgresql")
_DATABASE = "postgres://sam:password@db.example.org:5432/sam"
_WEB = _address("http", "https")
_BOOLEAN = Setting(_yes_or_no, "true")

SETTINGS = {
    "DATABASE_URL": Setting(_POSTGRES, _DATABASE, is_needed=True),
    "REDIS_URL": Setting(
        _address("redis", "rediss"),
        "redis://:password@queue.example.org:6379/0",
        is_needed=True,
    ),
    "SAM_SECRET_KEY": Setting(
        example="what `openssl rand -hex 32` prints", is_needed=True
    ),
    "SAM_SECRET_KEY_FALLBACKS": Setting(_list_of(_token), "the keys before, by commas"),
    "SAM_REPLICA_URL": Setting(_POSTGRES, _DATABASE.replace("db", "replica", 1)),
    "SAM_REPLICA_LAG": Setting(_number, "30"),
    "SAM_ADDRESS": Setting(_origin, "https://sam.example.org"),
    "SAM_HOSTS": Setting(_list_of(_host), "sam.example.org"),
    "SAM_TRUSTED_ORIGINS": Setting(_list_of(_origin), "https://sam.example.org"),
    "SAM_PROXIES": Setting(_number, "1"),
    "SAM_SECURE": _BOOLEAN,
    "SAM_SESSION_HOURS": Setting(_number, "16"),
    "SAM_FILES": Setting(),
    "SAM_STATIC": Setting(),
    "SAM_LANGUAGE": Setting(_one_of(*LANGUAGES), "sv"),
    "SAM_TIME_ZONE": Setting(_zone, "Europe/Stockholm"),
    "EMAIL_URL": Setting(_mail, "smtp+tls://user:password@mail.example.org:587"),
    "SAM_EMAIL_FROM": Setting(_email, "sam@example.org"),
    "SAM_CONTACT": Setting(_email, "work-environment@example.org"),
    "SAM_BOUNCE_URL": Setting(
        _address("imap", "imaps"), "imaps://user:password@mail.example.org/INBOX"
    ),
    "SAM_RAISE_AFTER_DAYS": Setting(_number, "7"),
    "SAM_RETENTION_WARNED_DAYS": Setting(_number, "30"),
    "SAM_RETENTION_RESTORE_DAYS": Setting(_number, "30"),
    "SAM_AUTHORITY_PHONES": Setting(_pairs, "at=00 00 00 00,politi=00000"),
    "SAM_BACKUP_KEYS": Setting(),
    "SAM_OIDC_SERVER": Setting(_WEB, "https://login.example.org/tenant/v2.0"),
    "SAM_OIDC_CLIENT_ID": Setting(example="the id that the provider shows"),
    "SAM_OIDC_SECRET": Setting(example="the secret that the provider shows"),
    "SAM_OIDC_NAME": Setting(),
    "SAM_OIDC_ID_CLAIM": Setting(),
    "SAM_OIDC_TRUSTS_EMAIL": _BOOLEAN,
    "SAM_SAML_ENTITY_ID": Setting(example="https://login.example.org/saml"),
    "SAM_SAML_METADATA_URL": Setting(_WEB, "https://login.example.org/metadata"),
    "SAM_SAML_SSO_URL": Setting(_WEB, "https://login.example.org/sso"),
    "SAM_SAML_CERTIFICATE": Setting(_certificate, "MIIC8DCCAdigAwIBAgIQ…"),
    "SAM_SAML_NAME": Setting(),
    "SAM_SAML_ID_ATTRIBUTE": Setting(),
    "SAM_SAML_TRUSTS_EMAIL": _BOOLEAN,
    "SAM_SSO_ORIGINS": Setting(_list_of(_origin), "https://login.example.org"),
    "SAM_SSO_CREATES_ACCOUNTS": _BOOLEAN,
    "SAM_SSO_HAS_SECOND_FACTOR": _BOOLEAN,
    "SAM_PASSWORDS_FOR": Setting(
        _list_of(
            lambda each: "" if each == "all" or "@" in each else "names no address"
        ),
        "one@example.org,two@example.org",
    ),
    "SAM_SECOND_FACTOR": Setting(),
    "SAM_MONITORING_TOKEN": Setting(_token, "what `openssl rand -hex 32` prints"),
    "SAM_METRICS": _BOOLEAN,
    "SAM_LOG_LEVEL": Setting(_one_of(*LEVELS), "INFO"),
    "SAM_LOG_FORMAT": Setting(_one_of("line", "json"), "json"),
    "SAM_DEBUG": _BOOLEAN,
    "SAM_BIND": Setting(
        lambda value: "" if re.fullmatch(r".+:\d+", value) else "names no port",
        "0.0.0.0:8000",
    ),
    "SAM_WEB_PROCESSES": Setting(_number, "3"),
    "SAM_VAR": Setting(),
}


def said(environ):
    """What the environment says; an empty value says nothing."""
    return {name: value for name, value in environ.items() if value}


def faults(environ):
    """All for which the program cannot start, each a sentence that begins with the name.

    Values are not repeated: many are secrets.
    """
    values = said(environ)
    found = [
        f"{name} is not set. For example: {setting.example}"
        for name, setting in SETTINGS.items()
        if setting.is_needed and name not in values
    ]
    for name, setting in SETTINGS.items():
        if name in values and (wrong := _wrong(setting, values[name])):
            found.append(f"{name} {wrong}. For example: {setting.example}")
    return found + _half_sign_on(values)


def unknown(environ):
    """Names that look like the program's and are not, with what may have been meant."""
    names = [name for name in environ if name.startswith("SAM_")]
    return {
        name: next(iter(get_close_matches(name, SETTINGS, 1, 0.75)), "")
        for name in sorted(names)
        if name not in SETTINGS
    }


def _wrong(setting, value):
    if value.startswith("$"):
        return "begins with $, as a name that nobody has filled in"
    return setting.refuses(value)


def _half_sign_on(values):
    """Single sign-on is whole or not there."""
    oidc = ["SAM_OIDC_SERVER", "SAM_OIDC_CLIENT_ID", "SAM_OIDC_SECRET"]
    groups = [oidc]
    saml = {"SAM_SAML_ENTITY_ID", "SAM_SAML_METADATA_URL", "SAM_SAML_SSO_URL"}
    if saml & values.keys():
        where = ["SAM_SAML_METADATA_URL"]
        if where[0] not in values:
            where = ["SAM_SAML_SSO_URL", "SAM_SAML_CERTIFICATE"]
        groups.append(["SAM_SAML_ENTITY_ID", *where])
    return [
        f"{name} is not set, though {others[0]} is."
        f" For example: {SETTINGS[name].example}"
        for group in groups
        if (others := [each for each in group if each in values])
        for name in group
        if name not in values
    ]
