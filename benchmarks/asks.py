"""What people ask of a million incidents, each time of another place, time or word."""

import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents import codewords
from incidents.models import Code, Details, Incident
from organisation import roles
from organisation.models import Municipality, Role, Unit, User
from ui.paging import page_of

_LOG_IN = "allauth.account.auth_backends.AuthenticationBackend"
EMPLOYEE, MANAGER, HEAD, HR = "employee", "manager", "head", "hr"
EVERYONE = [EMPLOYEE, MANAGER, HEAD, HR]
# Whom million.sql has made, and where they hold their role.
_PEOPLE = {
    EMPLOYEE: ("person4", None, None),
    MANAGER: ("person3", Role.MANAGER, "unit-500"),
    HEAD: ("person2", Role.HEAD, "unit-1"),
    HR: ("person1", Role.HR, "unit-0"),
}
_YEARS = 10
_WORDS = [
    "golvet",
    "trappan",
    "handen",
    "eleven",
    "ryggen",
    "halkade",
    "kniv",
    "hotade",
    "föll",
    "duschen",
]
_CODE = ["boat", "grass", "night", "stone"]
FOLLOWED = 20


class Ask(NamedTuple):
    """`address(draw, user)` is another one each time, as `draw` has it."""

    persons: list
    address: Callable


def _list(query, persons=EVERYONE):
    def address(draw, user):
        return f"{reverse('incidents:list')}?{urlencode(query(draw, user))}"

    return Ask(persons, address)


def _same(**query):
    return _list(lambda draw, user: query)


def _from(first, last, sort="-reported_at"):
    """The page that begins somewhere between two shares of all that the person sees."""

    def query(draw, user):
        since = timezone.now() - timedelta(days=365 * _YEARS)
        at = since + timedelta(days=365 * _YEARS * (1 - draw.uniform(first, last)))
        field = sort.removeprefix("-")
        older = Incident.objects.visible_to(user).filter(
            **{f"{field}__lte": at.date() if field == "occurred_on" else at}
        )
        page = page_of(older, {}, by=sort)
        return {"sort": sort, "after": page.next}

    return _list(query)


def _unit(draw, user, depth):
    """One of the person's own units so far down in the tree, or the nearest to it."""
    held = _PEOPLE[_person(user)][2]
    units = Unit.objects.filter(lineage__len=depth).order_by("code")
    if held:
        units = units.filter(lineage__contains=[Unit.objects.get(code=held).pk])
    return draw.choice(units.values_list("pk", flat=True)) if units else user.unit_id


def _in_unit(depth, **query):
    return _list(
        lambda draw, user: {
            "unit": _unit(draw, user, depth),
            **{name: value(draw) for name, value in query.items()},
        }
    )


def _code(name, code_list):
    def query(draw, user):
        codes = Code.objects.filter(list=code_list).order_by("code")
        return {name: draw.choice(codes.values_list("pk", flat=True))}

    return _list(query)


def _drawn(**query):
    return _list(lambda draw, user: {name: each(draw) for name, each in query.items()})


def _period(name, days):
    def query(draw, user):
        since = timezone.localdate() - timedelta(
            days=draw.randrange(days, 365 * _YEARS)
        )
        until = since + timedelta(days=days - 1)
        return {f"{name}since": since, f"{name}until": until}

    return _list(query)


def _word(draw):
    return draw.choice(_WORDS)


def _rare_word(draw):
    return f"ord{draw.randrange(5000)}"


_KINDS = ["near_miss", "accident", "risk_observation", "commuting_accident"]
_ABSENCES = [value for value, _label in Details.Absence.choices]

LISTS = {
    "newest": _same(),
    "from the middle": _from(0.3, 0.7),
    "at the end": _from(0.95, 0.99),
    "by day": _same(sort="-occurred_on"),
    "by day, from the middle": _from(0.3, 0.7, "-occurred_on"),
    "oldest first": _same(sort="reported_at"),
    "kind": _drawn(kind=lambda draw: draw.choice(_KINDS)),
    "rare kind": _same(kind="death"),
    "work injuries": _same(kind="injuries"),
    "violence": _same(kind="violence"),
    "severity: serious": _same(severity="serious"),
    "severity: not judged": _same(severity="not_said"),
    "an administration": Ask([HR], _in_unit(2).address),
    "a department": Ask([HEAD, HR], _in_unit(3).address),
    "a unit": _in_unit(4),
    "employed in a unit": _in_unit(4, where=lambda draw: "employed"),
    "a unit itself": _in_unit(4, itself=lambda draw: "on"),
    **{
        f"status: {status}": _same(status=status)
        for status in [
            "open",
            "reported",
            "investigating",
            "measures",
            "going_on",
            "awaiting",
            "ready",
            "closed",
        ]
    },
    **{
        f"show: {show}": _same(show=show)
        for show in ["mine", "reported", "overdue", "notices"]
    },
    "happened in a month": _period("", 30),
    "happened in a year": _period("", 365),
    "reported in a month": _period("reported_", 30),
    "reported in a year": _period("reported_", 365),
    "cause": _code("cause", Code.List.DEVIATION),
    "cause: not said": _same(cause="not_said"),
    "body part": _code("body_part", Code.List.BODY_PART),
    "body part: not said": _same(body_part="not_said"),
    "injury type": _code("injury_type", Code.List.INJURY_TYPE),
    "absence": _drawn(absence=lambda draw: draw.choice(_ABSENCES)),
    "absence: not said": _same(absence="not_said"),
    "common word": _drawn(q=_word),
    "three common words": _drawn(
        q=lambda draw: " ".join(draw.sample(_WORDS, 3)),
    ),
    "rare word": _drawn(q=_rare_word),
    "word that nobody wrote": _same(q="zzyx"),
    "number": _drawn(q=lambda draw: draw.randrange(1, 1_000_000)),
    "common word in a unit": _in_unit(4, q=_word),
    "common word in a department": Ask([HEAD, HR], _in_unit(3, q=_word).address),
    "rare word in a unit": _in_unit(4, q=_rare_word),
    "common word, oldest first": _drawn(q=_word, sort=lambda draw: "reported_at"),
    "rare kind in a unit": _in_unit(4, kind=lambda draw: "death"),
    "serious accidents in a unit": _in_unit(
        4, kind=lambda draw: "accident", severity=lambda draw: "serious"
    ),
    "open serious accidents": _same(kind="accident", severity="serious", status="open"),
}


def _incident(draw, user):
    seen = Incident.objects.visible_to(user)
    since = timezone.now() - timedelta(days=draw.randrange(5, 3600))
    return (seen.filter(reported_at__lte=since).first() or seen[0]).get_absolute_url()


def _month(draw, user):
    day = date(timezone.localdate().year - draw.randrange(9), draw.randint(1, 12), 1)
    query = {"unit": _unit(draw, user, 4), "month": f"{day:%Y-%m}"}
    return f"{reverse('incidents:month')}?{urlencode(query)}"


def _statistics(draw, user):
    year = timezone.localdate().year - draw.randint(1, 9)
    query = {"since": f"{year}-01-01", "until": f"{year}-12-31"}
    return f"{reverse('incidents:statistics')}?{urlencode(query)}"


OTHERS = {
    "start page": Ask(EVERYONE, lambda draw, user: reverse("start")),
    "incident": Ask(EVERYONE, _incident),
    "month of a unit": Ask([MANAGER, HEAD, HR], _month),
    "statistics page": Ask([MANAGER, HEAD, HR], _statistics),
}


def prepare():
    """Roles for four people, and words to follow a few incidents by."""
    Municipality.objects.get_or_create(pk=1, defaults={"name": "Million"})
    for email, role, code in _PEOPLE.values():
        if role:
            user = User.objects.get(email=f"{email}@example.org")
            roles.appoint(user, role, Unit.objects.get(code=code))
    for incident in Incident.objects.all()[:FOLLOWED]:
        incident.code_hash = codewords.hashed(incident.number, _CODE)
        incident.save(update_fields=["code_hash"])


def seconds(name, person, times):
    """(computed by the database, in all) for each time that the person asks."""
    return [_timed(*_asking(name, person, time)) for time in range(times)]


def follow():
    """The same for those who come by number and words; the address to come from differs."""
    found = []
    for place, incident in enumerate(Incident.objects.exclude(code_hash=None)):
        data = {"number": incident.number, "words": " ".join(_CODE)}
        client = Client(SERVER_NAME="localhost", REMOTE_ADDR=f"10.0.0.{place}")
        found.append(_timed(_following(client, data), reverse("public:follow")))
    return found


def computed():
    """Seconds that the database's process has computed for us, since it began.

    The clock would tell of all else that the machine does meanwhile.
    """
    connection.ensure_connection()
    process = Path("/proc", str(connection.connection.info.backend_pid))
    return int((process / "schedstat").read_text().split()[0]) / 1e9


@contextmanager
def statements():
    """Collects (statement, parameters, seconds) of what the database is asked."""
    asked = []

    def wrapper(execute, sql, params, many, context):
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            asked.append((sql, params, time.perf_counter() - began))

    with connection.execute_wrapper(wrapper):
        yield asked


def slowest_statements(name, person):
    """(statement, parameters) of the page's on incidents, from that which takes longest."""
    get, address = _asking(name, person, 0)
    get(address)
    with statements() as asked:
        get(address)
    asked.sort(key=lambda each: -each[2])
    return [
        (sql, params)
        for sql, params, _seconds in asked
        if 'FROM "incidents_incident"' in sql
    ]


def user_of(person):
    return User.objects.get(email=f"{_PEOPLE[person][0]}@example.org")


def _following(client, data):
    return lambda address: client.post(address, data, follow=True)


def _timed(get, address):
    began, before = time.perf_counter(), computed()
    response = get(address)
    taken, spent = time.perf_counter() - began, computed() - before
    if response.status_code != 200:
        raise AssertionError(f"{address}: {response.status_code}")
    return spent, taken


def _asking(name, person, time):
    draw = Random(f"{name} {time}")  # noqa: S311
    ask = {**LISTS, **OTHERS}[name]
    return _client(person).get, ask.address(draw, user_of(person))


@cache
def _client(person):
    client = Client(SERVER_NAME="localhost")
    client.force_login(user_of(person), _LOG_IN)
    return client


def _person(user):
    return next(
        name
        for name, (email, _role, _code) in _PEOPLE.items()
        if user.email.startswith(f"{email}@")
    )
