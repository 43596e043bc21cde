import os
import pwd
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections import deque
from contextlib import contextmanager, suppress
from pathlib import Path

from sam.embedded.trouble import Trouble


class Process:
    """One program under our eyes: what it says is passed on, and it does not outlive us."""

    def __init__(
        self, name, command, *, env=None, cwd=None, prefix=(), show=None, noise=None
    ):
        self.name = name
        self.command = [*prefix, *map(str, command)]
        self.env = env
        self.cwd = cwd
        self.show = show
        self.noise = noise
        self.said = deque(maxlen=40)
        self.popen = None

    def start(self):
        # A session of its own: Ctrl-C in the terminal reaches us alone, and we stop in order.
        self.asked = False
        self.popen = subprocess.Popen(
            self.command,
            env=self.env,
            cwd=self.cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()
        return self

    def _listen(self):
        with self.popen.stdout as output:
            for line in map(str.rstrip, output):
                self.said.append(line)
                if self.show and line and not (self.noise and self.noise.search(line)):
                    self.show(self.name, line)

    @property
    def pid(self):
        return self.popen.pid

    @property
    def is_running(self):
        return self.popen is not None and self.popen.poll() is None

    def wait(self):
        """The exit code, once everything it said has been passed on."""
        code = self.popen.wait()
        self._reader.join(timeout=2)
        return code

    def end_rest(self):
        """End what a program has started and left behind when it died, as a container does:
        it would keep the port, and go on with work that nobody hears of."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def ask_to_stop(self, how=signal.SIGTERM):
        """Once: Celery takes a second request as an order to drop its tasks."""
        if self.is_running and not self.asked:
            self.asked = True
            self.popen.send_signal(how)

    def stop(self, how=signal.SIGTERM, *, patience=20):
        if not self.is_running:
            return
        self.ask_to_stop(how)
        try:
            self.popen.wait(patience)
        except subprocess.TimeoutExpired:
            os.killpg(self.pid, signal.SIGKILL)
        self.wait()


def dying_with_us(how="TERM"):
    """Words before a command so that the kernel ends it when this process is killed."""
    return ["setpriv", "--pdeathsig", how] if _has_setpriv() else []


def unprivileged(folder, how="TERM"):
    """Words before the command of a server, which gives up root where we are root.

    PostgreSQL refuses to run as root. It runs as the owner of its data instead (at first
    `nobody`), keeping one right, that to pass by file permissions: the checkout may lie
    in a folder that only root can enter, and we will not open that folder to others.
    """
    if os.geteuid() != 0:
        return dying_with_us(how)
    if not _has_setpriv():
        raise Trouble(
            "PostgreSQL does not run as root here: start this as an ordinary user."
        )
    folder.mkdir(exist_ok=True)
    if folder.stat().st_uid == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    owner = folder.stat()
    return [
        *dying_with_us(how),
        *["--reuid", str(owner.st_uid), "--regid", str(owner.st_gid), "--clear-groups"],
        *["--inh-caps", "+dac_override", "--ambient-caps", "+dac_override"],
        # Without this, access(2) ignores the right just kept.
        *["--securebits", "+no_setuid_fixup"],
    ]


def _has_setpriv():
    """Linux has it from util-linux; elsewhere only what the pid files say is cleaned up."""
    return Path("/proc/self/stat").exists() and shutil.which("setpriv") is not None


@contextmanager
def uninterrupted():
    """A second Ctrl-C does not cut short what the first one asked for."""
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, signal.SIG_IGN) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def free_port(first=0, *, tries=1):
    """A port on loopback that nobody listens on; None when all that were tried are taken."""
    for port in range(first, first + tries):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return probe.getsockname()[1]
    return None


class PidFile:
    """Remembers a process beyond our own death, so that the next start can end an orphan."""

    def __init__(self, path):
        self.path = path

    def write(self, pid):
        self.path.write_text(f"{pid} {_birth(pid)}")

    def end_orphan(self, how=signal.SIGTERM, *, patience=20):
        """End the process only if it is still the one that was written down."""
        if self.path.exists():
            pid, _, birth = self.path.read_text().partition(" ")
            if birth and _birth(pid) == birth:
                os.kill(int(pid), how)
                for _ in range(patience * 10):
                    if _birth(pid) != birth:
                        break
                    time.sleep(0.1)
                else:
                    os.kill(int(pid), signal.SIGKILL)
        self.forget()

    def forget(self):
        self.path.unlink(missing_ok=True)


def _birth(pid):
    """When the process began: with its number, what no other process shares. None when gone."""
    try:
        # The name in brackets may hold spaces; the rest counts from the last bracket.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return None if fields[0] in "ZX" else fields[19]
    except FileNotFoundError:
        pass
    if Path("/proc/self/stat").exists():
        return None
    ps = ["ps", "-o", "lstart=", "-p", str(pid)]
    return (
        subprocess.run(ps, capture_output=True, text=True, check=False).stdout.strip()
        or None
    )
