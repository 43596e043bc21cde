"""An ordinary day with many people, and then more of them than the machine can serve."""

import json
import os
import subprocess
import time
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from sam.embedded.folder import CHECKOUT
from trials import town
from trials.counted import Counted, verdict
from trials.ledger import Ledger
from trials.load import writing
from trials.scenarios import await_web
from trials.town import Size

LOCUST = CHECKOUT / "var" / "load" / "bin" / "locust"
# Twice a hundred people, in the shares in which they come (trials.load.people); 96 units.
TOWN = Size(
    administrations=8,
    units=12,
    heads=8,
    managers=36,
    reporters=120,
    representatives=24,
    hr=12,
    earlier_incidents=100_000,
)
# Who orders a file of all incidents, and who the documents of a year.
_ORDERS = [["exports", "orders of reports"], ["exports"]]


@dataclass(frozen=True)
class Phase:
    """So many people, of whom so many come each second, for so many seconds in all."""

    name: str
    people: int
    each_second: float
    seconds: int
    # Whether they read and write, or press the next button at once.
    thinks: bool = True
    # Whether they are logged in since the morning.
    has_sessions: bool = False
    # Whether it is well that some are told to come again.
    is_past_the_limit: bool = False


PHASES = [
    Phase("A day", 100, each_second=1, seconds=360),
    Phase(
        "Past the limit",
        200,
        each_second=5,
        seconds=90,
        thinks=False,
        has_sessions=True,
        is_past_the_limit=True,
    ),
]


@dataclass
class Result(Counted):
    phase: Phase
    rows: list
    errors: dict
    seconds: float
    # Of the web server's processes: seconds of computing, bytes, and whether all lived on.
    computing: float = 0.0
    memory: int = 0
    lived: bool = True

    @property
    def name(self):
        return self.phase.name

    @property
    def busy(self):
        return sum(row["number"] for row in self.rows if row["method"] == "busy")

    @property
    def answered(self):
        return sum(row["number"] for row in self.rows) - self.busy

    @property
    def holds(self):
        total = self.total
        bad = [*total.lost, *total.double, *self.stuck, *self.failed, *self.errors]
        is_busy = self.busy and not self.phase.is_past_the_limit
        return self.lived and self.answered and not bad and not is_busy


def run_all(machine, *, quick, write):
    began = time.monotonic()
    size, phases = (TOWN, PHASES) if not quick else _little()
    place = town.found(size)
    with connection.cursor() as cursor:
        # As the server's own housekeeping does within minutes.
        cursor.execute("VACUUM ANALYZE incidents_incident")
    print(f"filled in {time.monotonic() - began:.0f} s", flush=True)
    people = _people(place)
    results = []
    with machine.everything():
        await_web(machine)
        for phase in phases:
            results.append(_run(machine, phase, people, place))
            print(writing.told(results[-1]), flush=True)
    minutes = (time.monotonic() - began) / 60
    if write:
        writing.keep(results, minutes=minutes, size=size)
    return verdict(results, minutes)


def _little():
    size = replace(TOWN, earlier_incidents=25_000)
    return size, [replace(each, seconds=60, each_second=2.5) for each in PHASES]


def _people(place):
    """{role: what each of them needs to know}"""
    managers = []
    for user in place.managers:
        round, questions = place.round_of(user)
        managers.append(
            _account(user)
            | {"plan": str(place.plan_of(user)), "round": str(round)}
            | {"questions": questions}
        )
    hr = [
        _account(user) | {"orders": _ORDERS[number] if number < len(_ORDERS) else []}
        for number, user in enumerate(place.hr)
    ]
    return {
        "reporters": list(map(_account, place.reporters)),
        "managers": managers,
        "representatives": list(map(_account, place.representatives)),
        "hr": hr,
    }


def _account(user):
    client = Client()
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"email": user.email, "pk": str(user.pk), "session": session}


def _without_sessions(people):
    return {
        role: [account | {"session": ""} for account in accounts]
        for role, accounts in people.items()
    }


def _run(machine, phase, people, place):
    since = timezone.now()
    children = machine.children("web")
    before = _computing(children)
    told = _locust(machine, phase, people, place)
    result = Result(phase, told["rows"], told["errors"], told["seconds"])
    result.lived = machine.children("web") == children
    if result.lived:
        result.computing = _computing(children) - before
        result.memory = sum(child.memory_info().rss for child in children)
    result.count(Ledger.of_json(told["ledger"]), since, machine)
    return result


def _computing(processes):
    return sum(sum(each.cpu_times()[:2]) for each in processes)


def _locust(machine, phase, people, place):
    """Let them come: what they wrote down."""
    folder = machine.folder.path
    plan, told = folder / "plan.json", folder / "told.json"
    said = {
        "people": people if phase.has_sessions else _without_sessions(people),
        "password": town.PASSWORD,
        "thinks": phase.thinks,
        "year": str(place.year.pk),
        "told": str(told),
    }
    plan.write_text(json.dumps(said))
    told.unlink(missing_ok=True)
    words = ["--headless", "--only-summary", "--host", machine.address]
    words += ["--users", phase.people, "--spawn-rate", phase.each_second]
    # What is begun is done; whoever is told to come again in half a minute is not waited for.
    words += ["--run-time", f"{phase.seconds}s", "--stop-timeout", "20"]
    file = Path(__file__).with_name("people.py")
    with (folder / "locust").open("w") as log:
        process = psutil.Popen(
            [LOCUST, "-f", file, *map(str, words)],
            cwd=CHECKOUT,
            env={**os.environ, "SAM_LOAD": str(plan), "PYTHONPATH": str(CHECKOUT)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            process.wait(timeout=phase.seconds + 120)
        finally:
            if process.is_running():
                process.kill()
    if not told.exists():
        raise SystemExit((folder / "locust").read_text())
    return json.loads(told.read_text())
