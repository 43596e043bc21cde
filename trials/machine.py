"""The program's processes on loopback, as a machine in production runs them.

PostgreSQL and Redis that keep what they are given, a web server with two processes, a
worker on each of two hosts, and the clock. Whatever dies is started again, as Docker does.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import django
import psutil

from sam.embedded.folder import Folder
from sam.embedded.postgres import Postgres
from sam.embedded.processes import free_port
from sam.embedded.programs import beat, manage, running, web, worker
from sam.embedded.redis import Redis
from sam.embedded.supervise import watch
from sam.embedded.trouble import Trouble

HOSTS = ["north", "south"]
_STEP = 0.1
# Within these seconds a program that cannot start at once, since what died before it is
# not yet gone, is tried again.
_AGAIN = 1


def on_a_machine(trial, *, keep_log=None, **how):
    """What `trial(machine)` returns, with its servers up and Django set up for them.

    `how` is what Machine is made with; `keep_log` a path for what its processes say.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="sam-trial-") as path:
        machine = Machine(Path(path), **how)
        try:
            with machine.servers():
                # Models can be imported only where the settings know the servers.
                os.environ.update(machine.environment)
                django.setup()
                return trial(machine)
        finally:
            if keep_log:
                keep_log.write_text(machine.log.path.read_text())


class Machine:
    """All processes by name: postgres, redis, web, worker-north, worker-south, beat."""

    def __init__(self, path, *, settings="trials.settings"):
        self.settings = settings
        self.folder = Folder(path)
        locales = Folder.of_checkout().locales
        self.log = _Log(path / "log")
        self.postgres = Postgres(self.folder, locales=locales, show=self.log)
        self.redis = Redis(self.folder, show=self.log)
        self.files = path / "files"
        self.mails = path / "mails"
        self.has_own_disk = False
        self.port = free_port()
        self.programs = {}
        self._is_over = threading.Event()
        self._keepers = []

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self):
        return {
            **{name: value for name, value in os.environ.items() if value},
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.redis.url,
            "SAM_SECRET_KEY": self.folder.secret("secret-key"),
            # Loopback has no TLS.
            "SAM_SECURE": "false",
            "SAM_FILES": str(self.files),
            "SAM_ADDRESS": self.address,
            "SAM_LANGUAGE": "en",
            "EMAIL_URL": f"filemail:///{self.mails}",
            "DJANGO_SETTINGS_MODULE": self.settings,
        }

    @contextmanager
    def servers(self):
        """PostgreSQL with all tables, and Redis."""
        for path in (self.files, self.mails):
            path.mkdir()
        with self._own_disk(), self._started():
            yield

    @contextmanager
    def _own_disk(self):
        """A file system for the files alone, so that a trial can fill it; where one may."""
        words = ["mount", "-t", "tmpfs", "-o", "size=512m", "tmpfs", str(self.files)]
        if os.geteuid() == 0 and shutil.which("mount"):
            mounted = subprocess.run(words, capture_output=True, check=False)
            self.has_own_disk = mounted.returncode == 0
        try:
            yield
        finally:
            if self.has_own_disk:
                subprocess.run(["umount", "--lazy", str(self.files)], check=True)

    @contextmanager
    def _started(self):
        try:
            self.postgres.start()
            self.redis.start()
            manage(self.environment, "migrate", "--verbosity", "0")
            yield
        finally:
            self.redis.stop()
            self.postgres.stop()

    @contextmanager
    def everything(self):
        """The program, kept up until the block ends; the servers must run."""
        environment = self.environment
        programs = {"web": web(environment, self.port)}
        for host in HOSTS:
            programs[f"worker-{host}"] = worker(environment, host=host, processes=1)
        programs["beat"] = beat(environment, schedule=self.folder.path / "schedule")
        for program in programs.values():
            program.process.show = self.log
        with running(programs.values()):
            self.programs = programs | {
                "postgres": self.postgres,
                "redis": self.redis,
            }
            self._keep()
            try:
                yield
            finally:
                self._is_over.set()
                for keeper in self._keepers:
                    keeper.join()

    def _keep(self):
        for program in self.programs.values():
            keeper = threading.Thread(target=self._keep_up, args=[program], daemon=True)
            keeper.start()
            self._keepers.append(keeper)

    def _keep_up(self, program):
        steps = watch(program, show=self.log)
        while not self._is_over.wait(_STEP):
            try:
                next(steps)
            except (Trouble, OSError, StopIteration) as trouble:
                self.log(program.name, f"does not start: {trouble}")
                time.sleep(_AGAIN)
                steps = watch(program, show=self.log)

    def pid(self, name):
        return self.programs[name].process.pid

    def children(self, name):
        """Processes that a program has started, such as those that answer requests."""
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(self.pid(name)).children()
        return []

    def kill(self, name):
        os.kill(self.pid(name), signal.SIGKILL)

    @contextmanager
    def frozen(self, *names):
        """The processes stand still, with their children, and then go on."""
        stopped = []
        for name in names:
            for process in [psutil.Process(self.pid(name)), *self.children(name)]:
                process.suspend()
                stopped.append(process)
        try:
            yield
        finally:
            for process in stopped:
                with suppress(psutil.NoSuchProcess):
                    process.resume()


class _Log:
    """What the processes say, in a file: a trial's own words are few."""

    def __init__(self, path: Path):
        self.path = path
        self._lock = threading.Lock()

    def __call__(self, name, line):
        with self._lock, self.path.open("a") as file:
            print(f"{time.strftime('%H:%M:%S')} {name:12} | {line}", file=file)
