"""What `manage.py check` says of the settings: each message names the variable, what is
wrong, and what to write instead. With `--deploy` what production needs, and with
`--database default` what is asked of PostgreSQL and Redis themselves."""

import os
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import urlsplit

import redis
from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import DatabaseError, connections
from django.http.request import validate_host

from organisation.models import Role
from sam import environment

OLDEST_POSTGRES = 15
# Signs, and different ones among them; as Django counts.
SHORTEST_KEY, DULLEST_KEY = 50, 5


@register()
def names(app_configs, **_options):
    """A misspelt name says nothing, and nobody would see it."""
    return [
        Warning(
            f"{name} is no setting of the program, so it says nothing.",
            hint=f"Did you mean {meant}?" if meant else "docs/settings.md lists them.",
            id="sam.W001",
        )
        for name, meant in environment.unknown(os.environ).items()
    ]


@register(deploy=True)
def secret_key(app_configs, **_options):
    key = settings.SECRET_KEY
    if len(key) >= SHORTEST_KEY and len(set(key)) >= DULLEST_KEY:
        return []
    return [
        Error(
            f"SAM_SECRET_KEY is weak: it has {len(key)} signs.",
            hint="Write what `openssl rand -hex 32` prints.",
            id="sam.E001",
        )
    ]


@register(deploy=True)
def addresses(app_configs, **_options):
    """Where links in e-mails lead is where the program answers, by TLS."""
    address = urlsplit(settings.SITE_ADDRESS)
    found = []
    if settings.SECURE and address.scheme != "https":
        found.append(
            Error(
                f"SAM_ADDRESS is {settings.SITE_ADDRESS}, and SAM_SECURE wants TLS:"
                " links in e-mails would not begin with https.",
                hint="Write SAM_ADDRESS=https://sam.example.org",
                id="sam.E002",
            )
        )
    if not validate_host(address.hostname or "", settings.ALLOWED_HOSTS):
        found.append(
            Error(
                f"SAM_HOSTS does not name {address.hostname}, to which SAM_ADDRESS"
                " leads: links in e-mails would be refused.",
                hint=f"Write SAM_HOSTS={address.hostname}",
                id="sam.E003",
            )
        )
    return found


@register(deploy=True)
def mail(app_configs, **_options):
    found = []
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        found.append(
            Warning(
                "EMAIL_URL names no mail server: no e-mail leaves the program.",
                hint="Write EMAIL_URL=smtp+tls://user:password@mail.example.org:587",
                id="sam.W002",
            )
        )
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        found.append(
            Warning(
                "SAM_EMAIL_FROM is not set: mail servers refuse e-mail from localhost.",
                hint="Write SAM_EMAIL_FROM=sam@example.org",
                id="sam.W003",
            )
        )
    return found


@register(deploy=True)
def folders(app_configs, **_options):
    files, static = Path(settings.MEDIA_ROOT), Path(settings.STATIC_ROOT)
    found = []
    try:
        files.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=files).close()
    except OSError as error:
        found.append(
            Error(
                f"SAM_FILES is {files}, where the program cannot write"
                f" ({error.strerror}).",
                hint=f"Make the folder, and give it to the user that runs the program:"
                f" chown sam {files}",
                id="sam.E004",
            )
        )
    if not (static / "staticfiles.json").exists():
        found.append(
            Error(
                f"SAM_STATIC is {static}, where no static files lie.",
                hint="Run manage.py collectstatic --no-input.",
                id="sam.E005",
            )
        )
    return found


@register(deploy=True)
def people_who_log_in(app_configs, **_options):
    found = []
    unknown = set(settings.SECOND_FACTOR_FOR) - {"all", *Role.values}
    if unknown:
        found.append(
            Error(
                f"SAM_SECOND_FACTOR names {', '.join(sorted(unknown))},"
                " which is no role: nobody is asked for it.",
                hint=f"Write all, or some of {','.join(Role.values)}",
                id="sam.E006",
            )
        )
    if "all" not in settings.PASSWORDS_FOR and not settings.SOCIALACCOUNT_PROVIDERS:
        found.append(
            Warning(
                "SAM_PASSWORDS_FOR names some people, and there is no single sign-on:"
                " nobody else gets in.",
                hint="Leave it empty, or set SAM_OIDC_… or SAM_SAML_….",
                id="sam.W004",
            )
        )
    return found


@register(Tags.database, deploy=True)
def servers(app_configs, databases=None, **_options):
    """Asked only with `--database`, for it opens connections."""
    if not databases:
        return []
    found = [each for alias in databases for each in _postgres(alias)]
    return found + _redis()


def _postgres(alias):
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('server_version_num')::int / 10000,"
                " current_setting('server_encoding'),"
                " EXISTS (SELECT FROM pg_available_extensions"
                " WHERE name = 'btree_gist'),"
                " EXISTS (SELECT FROM pg_timezone_names WHERE name = %s)",
                [settings.TIME_ZONE],
            )
            version, encoding, has_extension, has_zone = cursor.fetchone()
    except DatabaseError as error:
        return [
            _of_database(7, f"does not answer: {error}", "Start it, or correct it.")
        ]
    wrong = [
        (
            version < OLDEST_POSTGRES,
            8,
            f"is PostgreSQL {version}, which is too old",
            f"Use {OLDEST_POSTGRES} or later.",
        ),
        (
            encoding != "UTF8",
            9,
            f"keeps texts as {encoding}, which has not all letters",
            "Make the database with ENCODING 'UTF8'.",
        ),
        (
            not has_extension,
            10,
            "has no extension btree_gist",
            "Install the package postgresql-contrib on its machine.",
        ),
        (
            not has_zone,
            11,
            f"does not know the time zone {settings.TIME_ZONE}",
            "Correct SAM_TIME_ZONE, or install tzdata on its machine.",
        ),
    ]
    return [_of_database(*words) for is_wrong, *words in wrong if is_wrong]


def _of_database(number, words, hint):
    return Error(
        f"DATABASE_URL: the database {words}.", hint=hint, id=f"sam.E{number:03}"
    )


def _redis():
    """Of a hired server one may not ask how it is set up."""
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=5) as server:
            server.ping()
            kept = _policy(server)
    except redis.RedisError as error:
        words = f"REDIS_URL: the queue does not answer: {error}."
        return [Error(words, hint="Start it, or correct it.", id="sam.E012")]
    if kept in ("noeviction", ""):
        return []
    return [
        Error(
            f"REDIS_URL: the queue throws jobs away when memory is full ({kept}).",
            hint="Set maxmemory-policy noeviction in redis.conf.",
            id="sam.E013",
        )
    ]


def _policy(server):
    try:
        return server.config_get("maxmemory-policy").get("maxmemory-policy", "")
    except redis.ResponseError:
        return ""
