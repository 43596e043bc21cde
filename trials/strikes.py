"""The faults: each is given the trial and its people, and comes back when it is over."""

import os
import resource
import shutil
import signal
import time
from contextlib import contextmanager, suppress

import psutil

from reports.models import Job
from trials import acts, counting
from trials.crowd import at_once
from trials.ledger import order_words
from trials.settings import VISIBILITY


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
    person, words = crowd.person(user), order_words(crowd.name, user.pk)
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
    if machine.has_own_disk:
        HOW_FULL.append("the file system of the folder was filled to its last byte")
        ballast = _fill_up(machine.files)
        try:
            yield
        finally:
            ballast.unlink()
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


def _fill_up(folder):
    """A file that takes all room there is, and goes on to take it."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (2**20, 1):
            with suppress(OSError):
                while True:
                    file.write(bytes(size))
    return ballast


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
