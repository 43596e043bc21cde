"""Sends what was generated, looks at what became of it, and takes it back."""

import os
import random
import time
import traceback
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote_from_bytes, urljoin, urlsplit

import pytest
from django.conf import settings as conf
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

# Minutes of `make fuzz`; none are the fixed sample of `make test`.
MINUTES = float(os.environ.get("SAM_FUZZ_MINUTES", 0))
OURS = Path(__file__).parents[2]
NAME = conf.SESSION_COOKIE_NAME
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# Written by whatever is asked, refused or not: who was there, and what was tried or read.
NOTED = {
    "django_session",
    "usersessions_usersession",
    # Photos wait for the form that came back to be sent again.
    "attachments_attachment",
    # What a directory asked for, and when.
    "directory_call",
    "directory_run",
    "directory_token",
}

_MANNER = {
    "database": None,
    "deadline": None,
    "report_multiple_bugs": False,
    "suppress_health_check": list(HealthCheck),
    "phases": [Phase.generate, Phase.shrink],
}
SHORT = settings(max_examples=2, derandomize=True, **_MANNER)
# Without looking for the smallest example, which takes longer than to find others.
LONG = settings(max_examples=12, **_MANNER | {"phases": [Phase.generate]})


class Fault(AssertionError):
    """An answer that nobody should get; `cause` tells two of them apart."""

    def __init__(self, cause, request):
        super().__init__(f"{cause}\n    {request}")
        self.cause = cause


class Trial:
    """One person after the other, each with what is generated for them."""

    def __init__(self, people):
        self.examples, self.places, self.faults = 0, set(), {}
        # Here, for what an example writes is taken back.
        self._cookies = {
            role: _session_of(person) for role, person in people.items() if person
        }

    def client(self, role):
        """At a browser in which the person has logged in, whatever was sent before."""
        cache.clear()
        client = Client(raise_request_exception=False)
        if role in self._cookies:
            client.cookies[NAME] = self._cookies[role]
        return client

    def of(self, place, act):
        """Let `act` try the place with data that hypothesis draws."""

        @(LONG if MINUTES else SHORT)
        @given(st.data())
        def example(data):
            # The first that hypothesis makes is the plainest, which other tests know.
            if not data.draw(st.integers(0, 1_000_000)):
                return
            self.examples += 1
            with taken_back():
                act(data.draw)

        self.places.add(place)
        try:
            example()
        except Fault as fault:
            if fault.cause not in self.faults:
                print(f"{place}: {fault}", flush=True)
            self.faults.setdefault(fault.cause, place)

    def page(self, role, url):
        """As it is, before anything is tried with it."""
        with taken_back():
            page = self.send(self.client(role), "GET", url)
        assert page.status_code == 200, f"{url} as {role}: {page.status_code}"
        return page

    def send(self, client, method, url, body=b"", **more):
        """The answer, and the page behind it where it leads on. Raises Fault."""
        told = f"{method} {url} {more.get('content_type', '')} {body[:2_000]!r}"
        before, begun = _written(), transaction.savepoint()
        response = _asked(client, method, url, body, more, told)
        if method == "GET":
            return response
        if 400 <= response.status_code < 500:
            _require_unchanged(before, begun, f"{response.status_code} {told}")
        else:
            _require_whole(told)
            if place := response.get("Location"):
                place = urljoin(url, place)
                _asked(client, "GET", place, b"", {}, f"{told} → {place}")
        return response

    def report(self, what):
        print(
            f"\n{what}: {len(self.places)} places, {self.examples} examples, "
            f"{len(self.faults)} faults"
        )


def _session_of(person):
    client = Client()
    client.force_login(person, BACKEND)
    return client.cookies[NAME].value


@contextmanager
def taken_back():
    """With the files of the world, but without what is written into the database."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def rounds(places, share):
    """The places: those of the sample, or all of them again and again in this share of
    the minutes."""
    if not MINUTES:
        yield from places
        return
    end = time.monotonic() + share * MINUTES * 60
    while True:
        for place in random.sample(places, len(places)):
            if time.monotonic() > end:
                return
            yield place


def _asked(client, method, url, body, more, told):
    parts = urlsplit(url)
    path = quote_from_bytes(parts.path.encode(errors="surrogatepass"), safe="/%")
    try:
        response = client.generic(method, f"{path}?{parts.query}", body, **more)
    except pytest.fail.Exception as error:
        # A template that asks for what it has not been given.
        raise Fault(str(error), told) from error
    content = b"".join(response)
    if response.status_code >= 500:
        _kind, error, _trace = getattr(response, "exc_info", None) or (None, None, None)
        cause = cause_of(error) if error else "answered so by the view"
        raise Fault(f"{response.status_code} {cause}", told)
    response.text_of_page = content.decode(errors="replace")
    return response


def cause_of(error):
    """The error and the last line of ours before it."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if Path(f.filename).is_relative_to(OURS)]
    ours = [
        f for f in ours if ".venv" not in f.filename and "/tests/" not in f.filename
    ]
    last = (ours or frames)[-1]
    where = (
        Path(last.filename).name if not ours else Path(last.filename).relative_to(OURS)
    )
    return f"{type(error).__name__} at {where}:{last.lineno}: {str(error)[:200]}"


def _require_whole(told):
    """What the database would ask for at the end of the transaction."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except Exception as error:
        raise Fault(f"not whole: {error}", told) from error


def _require_unchanged(before, begun, told):
    """What is refused has written nothing, but for what is noted of every request."""
    after = _written()
    touched = {table for table, times in after.items() if times != before.get(table)}
    if not (touched := touched - NOTED):
        return
    found = _fingerprints(touched)
    transaction.savepoint_rollback(begun)
    was = _fingerprints(touched)
    if changed := sorted(table for table in touched if found[table] != was[table]):
        raise Fault(f"half written: {', '.join(changed)}", told)


def _written():
    """{table: how often anything was written there in this transaction, also in vain}"""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del"
            " FROM pg_stat_xact_user_tables"
        )
        return dict(cursor.fetchall())


def _fingerprints(tables):
    """{table: what changes with any of its rows}"""
    told = " UNION ALL ".join(
        f"SELECT '{table}', md5(string_agg(t::text, ' ' ORDER BY t::text)) FROM"
        f" {connection.ops.quote_name(table)} t"
        for table in sorted(tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(told)
        return dict(cursor.fetchall())
