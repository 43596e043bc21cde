"""The parts of SAM itself, run with the servers at hand."""

import subprocess
import sys
import threading
from contextlib import contextmanager

from sam.embedded.folder import CHECKOUT, Folder
from sam.embedded.processes import Process, dying_with_us, uninterrupted
from sam.embedded.trouble import Trouble

COLOURS = {"postgres": 36, "redis": 31, "web": 32, "worker": 33, "beat": 35}
CELERY = ("celery", "-A", "sam", "--quiet")
_one_at_a_time = threading.Lock()


class Program:
    def __init__(self, name, *words, environment):
        self.name = name
        self.process = Process(
            name,
            [sys.executable, "-m", *words],
            env={**environment, "PYTHONUNBUFFERED": "1"},
            cwd=CHECKOUT,
            prefix=dying_with_us(),
            show=show,
        )

    def start(self):
        self.process.start()

    def stop(self):
        self.process.stop(patience=15)


def web(environment, port):
    # Threads and patience with connections as in deploy/gunicorn.conf.py.
    words = ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "60"]
    words += ["--keep-alive", "150"]
    words += ["--no-control-socket", "--log-level", "warning"]
    words += ["--logger-class", "sam.weblog.WebLogger"]
    return Program(
        "web", "gunicorn", "sam.wsgi:application", *words, environment=environment
    )


def worker(environment, *, host="", processes=2):
    """With `host`, as the worker of another machine of that name would."""
    words = ["worker", "--loglevel", "WARNING", "--concurrency", str(processes)]
    words += ["--without-gossip", "--without-mingle"]
    words += ["--hostname", f"celery@{host}"] if host else []
    # It warns at length of being root, as the demo in a container often is.
    environment = {"PYTHONWARNINGS": "ignore:You're running the worker", **environment}
    return Program("worker", *CELERY, *words, environment=environment)


def beat(environment, *, schedule=None):
    schedule = schedule or Folder.of_checkout().path / "beat-schedule"
    words = ["beat", "--loglevel", "WARNING", "--schedule", str(schedule), "--pidfile="]
    return Program("beat", *CELERY, *words, environment=environment)


def has_worker(environment):
    """Whether a worker answers on the queue, wherever it was started."""
    words = [*CELERY, "inspect", "ping", "--timeout", "3"]
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


@contextmanager
def running(programs):
    """Programs for as long as the block lasts; all are asked to stop before one is waited for."""
    try:
        for program in programs:
            program.start()
        yield
    finally:
        with uninterrupted():
            for program in programs:
                program.process.ask_to_stop()
            for program in programs:
                program.stop()


def manage(environment, command, *words):
    """One of Django's commands, with the terminal for itself."""
    process = subprocess.Popen(
        [*dying_with_us(), sys.executable, "manage.py", command, *map(str, words)],
        cwd=CHECKOUT,
        env=environment,
        start_new_session=True,
    )
    try:
        code = process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise
    if code:
        raise Trouble(f"`manage.py {command}` failed; what it said stands above.")


def show(name, line):
    """A line of one of the programs, with its name before it."""
    label = f"{name:8} |"
    if sys.stdout.isatty():
        label = f"\033[{COLOURS[name]}m{label}\033[0m"
    with _one_at_a_time:
        print(label, line, flush=True)
