"""The faults, one after the other, and what is counted after each."""

import os
import resource
import shutil
import signal
import subprocess
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import psutil
from django.utils import timezone

from reports.models import Job
from trials import acts, counting, town, writing
from trials.browsing import Person, Unheard
from trials.crowd import UNFIT, Crowd, at_once
from trials.ledger import Comparison, Ledger
from trials.settings import VISIBILITY

# In seconds: how long people are at it before and after a fault, how long the program has
# to be back, and how long jobs have to come to an end.
BEFORE, AFTER = 3, 4
BACK_WITHIN, ENDED_WITHIN = 90, 90
HISTORY_ROWS = 4_000
_STEP = 0.25


@dataclass
class Result:
    """What became of one scenario."""

    name: str
    what: str
    kinds: dict = field(default_factory=dict)
    stuck: list = field(default_factory=list)
    failed: list = field(default_factory=list)
    mails_again: int = 0
    seconds: float = 0.0
    is_back: bool = True
    troubles: Counter = field(default_factory=Counter)

    @property
    def total(self):
        return sum(self.kinds.values(), Comparison())

    @property
    def unfit(self):
        return [each for each in self.troubles if each.startswith(UNFIT)]

    @property
    def holds(self):
        total = self.total
        bad = [*total.lost, *total.double, *self.stuck, *self.unfit]
        return self.is_back and not bad


class Trial:
    """The machine and the town with its people, on whom scenarios are tried."""

    def __init__(self, machine, place):
        self.machine, self.town = machine, place

    def run(self, name, what, strike, *, has_jobs):
        self.since = timezone.now()
        ledger = Ledger()
        crowd = Crowd(self.town, self.machine.address, ledger, name)
        crowd.log_in()
        result = Result(name, what)
        if has_jobs:
            self._prepare_import(crowd, ledger)
        with crowd:
            time.sleep(BEFORE)
            if has_jobs:
                self._order_jobs(crowd, ledger)
            probe = Probe(self.machine.address, crowd.person(self.town.reporters[2]))
            with probe:
                strike(self, crowd)
                result.is_back = probe.wait_until_back(within=BACK_WITHIN)
                time.sleep(AFTER)
            result.seconds = probe.seconds
        self._count(ledger, result)
        return result

    def _prepare_import(self, crowd, ledger):
        """A spreadsheet, checked; only the import itself is left."""
        person = crowd.person(self.town.hr[1])
        words = crowd.words()
        unit = self.town.units[0].name
        rows = (
            [f"{words}-{row}", "Near miss", unit, "2024-03-01", words]
            for row in range(HISTORY_ROWS)
        )
        content = acts.workbook(_HISTORY, rows)
        told = acts.upload_history(person, content).send()
        self._await_step(person, told.place, "/columns/")
        acts.name_columns(person, told.place).put(kind="1").send()
        acts.name_values(person, told.place).send()
        self._await_step(person, told.place, "/import/")
        self._import = (told.place, words)

    def _await_step(self, person, place, ending):
        deadline = time.monotonic() + ENDED_WITHIN
        while time.monotonic() < deadline:
            if ending in person.open(place).text:
                return
            time.sleep(_STEP)
        raise AssertionError(f"{place} does not come to {ending}")

    def _order_jobs(self, crowd, ledger):
        user = self.town.hr[1]
        person, (place, words) = crowd.person(user), self._import
        crowd.do(
            {"rows of history": HISTORY_ROWS},
            words,
            lambda: acts.start_import(person, place),
        )
        self.order(crowd, user, "orders of reports")
        self.order(crowd, user, "exports")

    def order(self, crowd, user, kind):
        person, words = crowd.person(user), counting.order_words(crowd.name, user)
        year = self.town.year.pk
        act = {
            "orders of reports": lambda: acts.order_documents(person, year),
            "exports": lambda: acts.order_export(person),
        }[kind]
        return crowd.do({kind: 1}, words, act)

    def _count(self, ledger, result):
        counting.reconnect()
        deadline = time.monotonic() + ENDED_WITHIN
        while (left := counting.under_way(self.since)) and time.monotonic() < deadline:
            time.sleep(_STEP)
        result.stuck = left
        result.failed = counting.failed(self.since)
        result.kinds = counting.compare(ledger)
        result.kinds["documents"] = counting.documents(self.since)
        mails, result.mails_again = counting.mails(self.since, self.machine.mails)
        result.kinds["mails"] = mails
        result.troubles = Counter(ledger.troubles)


_HISTORY = ["Ärendenummer", "Typ", "Enhet", "Händelsedatum", "Beskrivning"]


class Probe:
    """Asks for pages again and again, to see how long it takes until all answer."""

    PAGES = ("/account/login/", "/", "/incidents/report/", "/measures/")

    def __init__(self, address, person):
        self.person = Person(address, "", "", patience=20)
        self.person.session.cookies = person.session.cookies
        self._is_over = threading.Event()
        self._asking = threading.Thread(target=self._ask)
        self._rounds = []

    def __enter__(self):
        self._began = time.monotonic()
        self._asking.start()
        return self

    def __exit__(self, *_exception):
        self._is_over.set()
        self._asking.join()

    def _ask(self):
        while not self._is_over.wait(_STEP):
            self._rounds.append((all(map(self._answers, self.PAGES)), time.monotonic()))

    def _answers(self, path):
        with suppress(Unheard):
            return self.person.open(path).status == 200
        return False

    def wait_until_back(self, *, within):
        """Until a round of pages that began after now has answered; whether it did."""
        now = time.monotonic()
        while time.monotonic() < now + within:
            if any(good and at > now + 1 for good, at in self._rounds):
                return True
            time.sleep(_STEP)
        return False

    @property
    def seconds(self):
        """From the fault until the last round with a page that did not answer."""
        bad = [at for good, at in self._rounds if not good]
        return max(bad) - self._began if bad else 0.0


# The faults


def kill_web_child(trial, _crowd):
    os.kill(trial.machine.children("web")[0].pid, signal.SIGKILL)


def kill_web(trial, _crowd):
    trial.machine.kill("web")


def kill_worker(trial, _crowd):
    """With what it has begun: the process and its child."""
    _until_at_work()
    children = trial.machine.children("worker-north")
    trial.machine.kill("worker-north")
    for child in children:
        with suppress(psutil.NoSuchProcess):
            child.kill()


def kill_worker_child(trial, _crowd):
    _until_at_work()
    for child in trial.machine.children("worker-north"):
        child.kill()


def kill_beat(trial, _crowd):
    trial.machine.kill("beat")


def kill_postgres(trial, _crowd):
    trial.machine.kill("postgres")


def restart_postgres(trial, _crowd):
    os.kill(trial.machine.pid("postgres"), signal.SIGINT)


def kill_redis(trial, _crowd):
    trial.machine.kill("redis")


def lose_redis(trial, _crowd):
    trial.machine.kill("redis")
    shutil.rmtree(trial.machine.redis.data)


def cut_redis(trial, _crowd):
    with trial.machine.frozen("redis"):
        time.sleep(8)


def freeze_worker(trial, _crowd):
    _until_at_work()
    with trial.machine.frozen("worker-north"):
        time.sleep(VISIBILITY + 12)


def fill_disk(trial, _crowd):
    with _no_room(trial.machine):
        time.sleep(6)


def send_twice(trial, crowd):
    """The same form twice at once; and the same act by two people at once."""
    place, ledger = trial.town, crowd.ledger
    for _time in range(5):
        for user in place.managers[2:]:
            person, plan = crowd.person(user), place.plan_of(user)
            words = crowd.words()
            form = acts.plan_measure(person, plan, words, responsible=user.pk)
            told = _both(ledger, "measures", words, [form, form])
            others = [
                crowd.person(each) for each in place.managers if each.unit == user.unit
            ]
            words = crowd.words()
            forms = [
                acts.carry_out_measure(each, told.key, words) for each in others[:2]
            ]
            _both(ledger, "measures carried out", words, forms)
        for user in place.reporters[2:]:
            words = crowd.words()
            form = acts.report(crowd.person(user), words, photos=1)
            ledger.tried("photos", words)
            ledger.told("photos", words)
            _both(ledger, "incidents", words, [form, form])
    user = place.hr[0]
    person, words = crowd.person(user), counting.order_words(crowd.name, user)
    form = acts.order_documents(person, place.year.pk)
    _both(ledger, "orders of reports", words, [form, form])


def _both(ledger, kind, words, forms):
    ledger.tried(kind, words)
    told = [each for each in at_once(forms) if each.is_acknowledged]
    if told:
        ledger.told(kind, words)
    return told[-1]


def _until_at_work(within=15):
    """Both workers have a job in hand; or as much as they ever will."""
    counting.reconnect()
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if Job.objects.filter(status=Job.Status.RUNNING).count() > 1:
            return
        time.sleep(0.05)


@contextmanager
def _no_room(machine):
    """The files' folder is full: on a file system of its own, else by a limit of size."""
    if _mount(machine.files):
        HOW_FULL.append("a file system of 64 kB was mounted over the folder")
        try:
            yield
        finally:
            subprocess.run(["umount", str(machine.files)], check=True)
        return
    HOW_FULL.append("no process could write files of more than 1 kB (RLIMIT_FSIZE)")
    names = ["web", "worker-north", "worker-south"]
    pids = [machine.pid(name) for name in names]
    pids += [child.pid for name in names for child in machine.children(name)]
    before = {}
    for pid in pids:
        before[pid] = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1024, before[pid][1]))
    try:
        yield
    finally:
        for pid, limits in before.items():
            with suppress(ProcessLookupError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def _mount(folder):
    if os.geteuid() != 0 or not shutil.which("mount"):
        return False
    words = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


HOW_FULL: list = []

# Name, what happens, the fault, whether jobs are under way.
SCENARIOS = [
    (
        "kill-web-child",
        "one of the web server's processes is killed",
        kill_web_child,
        False,
    ),
    ("kill-web", "the web server is killed", kill_web, False),
    (
        "kill-worker-child",
        "a worker's child is killed amid a job",
        kill_worker_child,
        True,
    ),
    ("kill-worker", "a worker is killed amid a job", kill_worker, True),
    ("kill-beat", "the clock is killed", kill_beat, False),
    ("kill-postgres", "PostgreSQL is killed", kill_postgres, True),
    ("restart-postgres", "PostgreSQL is restarted", restart_postgres, True),
    ("kill-redis", "Redis is killed", kill_redis, True),
    ("lose-redis", "Redis is killed and its data is gone", lose_redis, True),
    ("cut-redis", "Redis does not answer for 8 s", cut_redis, True),
    ("freeze-worker", "a worker stands still past its time", freeze_worker, True),
    ("full-disk", "there is no room for files for 6 s", fill_disk, True),
    ("twice", "everything is sent twice at once, and by two people", send_twice, True),
]


def try_all(machine, names, *, write):
    unknown = set(names) - {name for name, *_rest in SCENARIOS}
    if unknown:
        known = ", ".join(name for name, *_rest in SCENARIOS)
        raise SystemExit(f"No scenario {', '.join(unknown)}. There are: {known}")
    began = time.monotonic()
    place = town.found()
    results = []
    with machine.everything():
        trial = Trial(machine, place)
        _await_web(machine)
        print(writing.HEADING, flush=True)
        for name, what, strike, has_jobs in SCENARIOS:
            if not names or name in names:
                result = trial.run(name, what, strike, has_jobs=has_jobs)
                results.append(result)
                print(writing.line(result), flush=True)
                print(writing.details(result), end="", flush=True)
        minutes = (time.monotonic() - began) / 60
    if write:
        writing.keep(results, minutes=minutes, how_full=HOW_FULL)
    bad = [each.name for each in results if not each.holds]
    print(
        f"\n{minutes:.1f} minutes. "
        + (f"Not well: {', '.join(bad)}" if bad else "All is well.")
    )
    return 1 if bad else 0


def _await_web(machine):
    person = Person(machine.address, "", "")
    for _try in range(120):
        with suppress(Unheard):
            if person.open("/account/login/").status == 200:
                return
        time.sleep(0.5)
    raise AssertionError("The web server does not answer.")
