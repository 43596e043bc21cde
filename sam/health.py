"""How the program is: what each part of it answers when it is asked.

A check is a function that gives a Finding. Rooms bring their own when the program starts
(`offer`, in their apps.py), which leaves this module without knowledge of them.
"""

import logging
import shutil
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import redis
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sam import pulse
from sam.logs import described

# In seconds. A worker says that it is there every few seconds, the clock every ten.
SILENT_WORKER, SILENT_CLOCK = 2 * 60, 3 * 60
# In bytes.
LITTLE_ROOM, NO_ROOM = 2 * 1024**3, 256 * 1024**2
LONG_QUEUE = 1_000
# A job of each night that has not run for longer has been missed.
A_NIGHT = 26 * 60 * 60
QUEUE = "celery"

logger = logging.getLogger(__name__)


class State(TextChoices):
    WELL = "well", gettext_lazy("Works")
    WARNING = "warning", gettext_lazy("Look at this")
    BAD = "bad", gettext_lazy("Does not work")


class Finding(NamedTuple):
    """What a part answered: in words, and what to do where it is not well."""

    name: str
    title: str
    state: str = State.WELL
    words: str = ""
    remedy: str = ""
    # A page that shows more, by the name of its address.
    page: str = ""

    @property
    def is_bad(self):
        return self.state == State.BAD

    @property
    def tone(self):
        tones = {State.WELL: "success", State.WARNING: "warning", State.BAD: "danger"}
        return tones[State(self.state)]

    @property
    def label(self):
        return State(self.state).label


def offer(*checks):
    """Of a room: asked with the whole program (`whole`), in the order in which they came."""
    _offered.extend(check for check in checks if check not in _offered)


def ready():
    """Whether this host can answer people: what it needs itself."""
    return _asked([database, migrations, queue, files])


def whole():
    """The host, and all that works for people while they are away."""
    return ready() + _asked([worker, clock, regular_jobs, disk, *_offered])


def _asked(checks):
    return [_answer_of(check) for check in checks]


def _answer_of(check):
    """A check that fails has an answer, too."""
    try:
        return check()
    except Exception as error:
        logger.warning("%s does not answer: %s", check.__name__, described(error))
        return Finding(
            check.__name__,
            TITLES.get(check.__name__, check.__name__),
            State.BAD,
            _("It does not answer."),
            _("Look in the logs: they say why."),
        )


# What a host needs


def database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return _well("database")


def migrations():
    """Asked until they are done; then they are, for as long as this process lives."""
    if not _done:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return _bad(
                "migrations",
                _("The database is older than the program."),
                _("Run “manage.py migrate”."),
            )
        _done.append(True)
    return _well("migrations")


def queue():
    waiting = queue_length()
    words = ngettext("%(number)d job waits.", "%(number)d jobs wait.", waiting) % {
        "number": waiting
    }
    if waiting < LONG_QUEUE:
        return _well("queue", words)
    return Finding(
        "queue",
        TITLES["queue"],
        State.WARNING,
        words,
        _("See whether the workers work, or start one more."),
    )


def files():
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        file.write(b"x")
        file.flush()
    return _well("files")


# What works for people while they are away


def worker():
    return _heard(
        "worker",
        SILENT_WORKER,
        _("Start a worker: without one no e-mail is sent and no file is made."),
    )


def clock():
    return _heard(
        "clock",
        SILENT_CLOCK,
        _("Start the clock (celery beat): without it nobody is reminded."),
    )


def regular_jobs():
    """Those that failed last time, and those of each night that have not run."""
    found = pulse.runs(regular())
    wrong = sorted(
        name
        for name, run in found.items()
        if run.failed or time.time() - run.at > A_NIGHT
    )
    if not wrong:
        return _well("regular_jobs")
    return Finding(
        "regular_jobs",
        TITLES["regular_jobs"],
        State.WARNING,
        _("These did not go well: %(jobs)s.") % {"jobs": ", ".join(wrong)},
        _("Look in the logs for their names. They run again by themselves."),
    )


def regular():
    """The names of the jobs that the clock orders."""
    return sorted({job["task"] for job in settings.CELERY_BEAT_SCHEDULE.values()})


def disk():
    free = shutil.disk_usage(settings.MEDIA_ROOT).free
    words = _("%(gigabytes)s GB are free.") % {"gigabytes": f"{free / 1024**3:.1f}"}
    if free > LITTLE_ROOM:
        return _well("disk", words)
    state = State.WARNING if free > NO_ROOM else State.BAD
    remedy = _("Make room on the disk with the files, or give it more.")
    return Finding("disk", TITLES["disk"], state, words, remedy)


def _heard(part, longest, remedy):
    silence = pulse.silence(part)
    if silence is not None and silence < longest:
        return _well(part)
    if silence is None:
        return _bad(part, _("It has not been heard."), remedy)
    minutes = int(silence // 60)
    words = ngettext(
        "Last heard %(number)d minute ago.",
        "Last heard %(number)d minutes ago.",
        minutes,
    ) % {"number": minutes}
    return _bad(part, words, remedy)


def queue_length():
    options = settings.CACHES["default"].get("OPTIONS", {})
    with redis.Redis.from_url(settings.REDIS_URL, **options) as server:
        return server.llen(QUEUE)


def _well(name, words=""):
    return Finding(name, TITLES[name], words=words)


def _bad(name, words, remedy):
    return Finding(name, TITLES[name], State.BAD, words, remedy)


TITLES = {
    "database": gettext_lazy("Database"),
    "migrations": gettext_lazy("The database's shape"),
    "queue": gettext_lazy("Queue"),
    "files": gettext_lazy("Folder for files"),
    "worker": gettext_lazy("Jobs in the background"),
    "clock": gettext_lazy("Clock"),
    "regular_jobs": gettext_lazy("Regular jobs"),
    "disk": gettext_lazy("Disk"),
}
_offered: list = []
_done: list = []
