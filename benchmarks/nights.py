"""Many units with measures, some of them late, and the nights that remind of them."""

import time
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random
from unittest.mock import patch

from django.db import connection, transaction

from actionplans import handing_over, reminding
from actionplans.models import ActionPlan, Measure, Reminder
from mailing.models import Message
from organisation import history, roles
from organisation.models import Level, Municipality, Role, User
from organisation.workdays import next_workday
from sam.dates import today

UNITS_OF_DEPARTMENT, MEASURES_OF_UNIT, EMPLOYEES = 40, 50, 2
_EFFECT = timedelta(days=180)
# How many of a hundred measures are what, and between which days from today their day lies.
_SHARES = {
    ("effect_sufficient", -1_500, -400): 62,
    ("done", -170, 0): 10,
    # The effect could have been judged already.
    ("done", -240, -181): 2,
    ("planned", 1, 300): 14,
    ("started", 1, 90): 4,
    # Late.
    ("planned", -60, -1): 6,
    ("started", -30, -1): 2,
}


@transaction.atomic
def prepare(units):
    Municipality.objects.create(pk=1, name="Municipality")
    draw = Random(5)  # noqa: S311
    root = _unit("root", Level.MUNICIPALITY, None)
    for number in range(units // UNITS_OF_DEPARTMENT):
        department = _unit(f"d{number}", Level.DEPARTMENT, root)
        roles.appoint(_person(f"head{number}", department), Role.HEAD, department)
        for place in range(UNITS_OF_DEPARTMENT):
            _workplace(f"{number}-{place}", department, draw)


def _workplace(code, department, draw):
    """Its manager answers for half of what is to be done there."""
    unit = _unit(f"u{code}", Level.UNIT, department)
    manager = _person(f"manager{code}", unit)
    roles.appoint(manager, Role.MANAGER, unit)
    employees = [_person(f"e{code}-{each}", unit) for each in range(EMPLOYEES)]
    plan = ActionPlan.objects.create(unit=unit)
    Measure.objects.bulk_create(
        _measure(plan, draw.choice([manager, *employees, manager]), draw)
        for _number in range(MEASURES_OF_UNIT)
    )


def _unit(code, level, parent):
    return history.establish(
        code, name=f"Unit {code}", level=level, parent=parent, since=date(2020, 1, 1)
    )


def _person(name, unit):
    return User.objects.create(email=f"{name}@example.org", name=name, unit=unit)


def _measure(plan, responsible, draw):
    [(status, first, last)] = draw.choices(list(_SHARES), _SHARES.values())
    day = _day() + timedelta(days=draw.randrange(first, last))
    is_open = status in Measure.Status.open_states
    done = {} if is_open else {"done_on": day, "effect_due_on": day + _EFFECT}
    if status == "effect_sufficient":
        done["effect_judged_on"] = day + _EFFECT
    return Measure(
        plan=plan,
        unit=plan.unit,
        activity="Put up handrails at the stairs and mark the edge of each step",
        responsible=responsible,
        created_by=responsible,
        due_on=day,
        status=status,
        **done,
    )


def _day():
    return next_workday(today())


def night(number):
    """The seconds, queries, e-mails and reminders of the first night or one after it."""
    day = _day()
    for _next in range(number):
        day = next_workday(day + timedelta(days=1))
    before, queries = Reminder.objects.count(), []
    with patch("sam.dates.timezone.localdate", lambda timezone: day):
        began = time.perf_counter()
        with _counted(queries):
            handing_over.hand_over_all()
            people = reminding.note_all()
            noted = time.perf_counter() - began, len(queries)
            for pk in people:
                reminding.tell(pk)
        taken = time.perf_counter() - began, len(queries)
    told = Message.objects.filter(about=f"measures:{day}").count()
    return noted, taken, told, Reminder.objects.count() - before


@contextmanager
def _counted(queries):
    def count(execute, sql, *arguments):
        queries.append(None)
        return execute(sql, *arguments)

    with connection.execute_wrapper(count):
        yield
