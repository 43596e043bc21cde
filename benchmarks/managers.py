"""A municipality with 100,000 measures, and the manager of 400 of its units."""

import time
from datetime import date, timedelta
from functools import cache
from random import Random

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actionplans.models import ActionPlan, Escalation, Measure
from benchmarks.pages import TRANSACTION
from incidents.models import Incident
from organisation import history, roles
from organisation.models import CalendarFeed, Level, Municipality, Role, User
from riskassessment.models import InspectionRound
from sam.dates import today

UNITS, OF_MANAGER, MEASURES = 1_000, 400, 100_000
OWN_MEASURES, INCIDENTS, ROUNDS, LIFTED = 300, 20_000, 5_000, 400
_IN_PLAN = 10
_LOG_IN = "allauth.account.auth_backends.AuthenticationBackend"
# How many of a hundred measures are in each state.
_STATES = {"effect_sufficient": 75, "done": 8, "planned": 14, "started": 3}


@transaction.atomic
def prepare():
    Municipality.objects.create(pk=1, name="Municipality")
    root = _unit("root", Level.MUNICIPALITY, None)
    administrations = [
        _unit(f"a{number}", Level.ADMINISTRATION, root) for number in range(2)
    ]
    units = [
        _unit(f"u{number}", Level.UNIT, administrations[number >= OF_MANAGER])
        for number in range(UNITS)
    ]
    manager = _person("manager", Role.HEAD, administrations[0])
    _person("hr", Role.HR, root)
    _person("one", Role.MANAGER, units[0])
    draw = Random(5)  # noqa: S311
    people = _measures(units, manager, draw)
    _incidents(units, manager, people, draw)
    _rounds(units, manager, people, draw)
    _lifted(units, administrations, manager)


def _unit(code, level, parent):
    return history.establish(
        code, name=f"Unit {code}", level=level, parent=parent, since=date(2020, 1, 1)
    )


def _person(name, role, unit):
    user = User.objects.create(email=f"{name}@example.org", name=name, unit=unit)
    roles.appoint(user, role, unit)
    return user


def _measures(units, manager, draw):
    people = User.objects.bulk_create(
        User(email=f"person{number}@example.org", name=f"Person {number}")
        for number in range(UNITS)
    )
    plans = ActionPlan.objects.bulk_create(
        ActionPlan(unit=units[number % UNITS]) for number in range(MEASURES // _IN_PLAN)
    )
    Measure.objects.bulk_create(
        (
            _measure(
                plans[number % len(plans)],
                manager if number < OWN_MEASURES else draw.choice(people),
                draw,
            )
            for number in range(MEASURES)
        ),
        batch_size=2_000,
    )
    return people


def _measure(plan, responsible, draw):
    [status] = draw.choices(list(_STATES), _STATES.values())
    is_open = status in Measure.Status.open_states
    days = draw.randrange(-30, 300) if is_open else draw.randrange(-1_500, -10)
    due_on = today() + timedelta(days)
    done = {} if is_open else {"done_on": due_on, "effect_due_on": due_on + _EFFECT}
    if status == "effect_sufficient":
        done["effect_judged_on"] = today()
    return Measure(
        plan=plan,
        unit=plan.unit,
        activity="Put up handrails at the stairs and mark the edge of each step",
        responsible=responsible,
        created_by=responsible,
        due_on=due_on,
        status=status,
        **done,
    )


_EFFECT = timedelta(days=180)


def _incidents(units, manager, people, draw):
    now = timezone.now()
    Incident.objects.bulk_create(
        (
            Incident(
                unit=units[number % UNITS],
                kind="near_miss",
                occurred_on=today(),
                reported_at=now - timedelta(days=draw.randrange(1, 1_000)),
                description="Slipped on the stairs, where water had run out.",
                reported_by=people[number % UNITS],
                responsible=manager if number < 50 else None,
                **(_CLOSED if number >= INCIDENTS // 10 else {}),
            )
            for number in range(INCIDENTS)
        ),
        batch_size=2_000,
    )


_CLOSED = {
    "status": "closed",
    "findings": "The floor was wet.",
    "investigated_on": today(),
    "feedback_on": today(),
    "feedback_how": "Workplace meeting",
    "closed_at": timezone.now(),
}


def _rounds(units, manager, people, draw):
    days = [today() - timedelta(days=draw.randrange(900)) for _each in range(ROUNDS)]
    InspectionRound.objects.bulk_create(
        InspectionRound(
            unit=units[number % UNITS],
            title="Physical work environment",
            planned_on=day,
            carried_out_on=day,
            status="in_review",
            planned_by=manager if number < 20 else people[number % UNITS],
        )
        for number, day in enumerate(days)
    )


def _lifted(units, administrations, manager):
    Escalation.objects.bulk_create(
        Escalation(
            origin_unit=units[number],
            from_unit=units[number],
            # Some to the manager, the others to the administration beside.
            to_unit=administrations[number >= 40],
            matter="The hall echoes",
            theme="premises",
            lacks="money",
            reason="Panels cost more than the unit has.",
            sent_by=manager,
            sent_on=today(),
        )
        for number in range(LIFTED)
    )


def seconds(what, times):
    """The seconds of each time, then queries and bytes of one."""
    client, address = _asking(what)
    _found(client.get(address))
    taken = []
    for _number in range(times):
        began = time.perf_counter()
        _found(client.get(address))
        taken.append(time.perf_counter() - began)
    with CaptureQueriesContext(connection) as captured:
        content = _found(client.get(address)).content
    queries = [each["sql"] for each in captured.captured_queries]
    return taken, sum(not TRANSACTION.match(each) for each in queries), len(content)


@cache
def _asking(what):
    client = Client(SERVER_NAME="localhost")
    if what == "calendar":
        manager = User.objects.get(email="manager@example.org")
        return client, reverse("calendar", args=[CalendarFeed.objects.make(manager)])
    client.force_login(User.objects.get(email=f"{what}@example.org"), _LOG_IN)
    return client, reverse("start")


def _found(response):
    if response.status_code != 200:
        raise AssertionError(f"{response.status_code} {response.content[:500]!r}")
    return response
