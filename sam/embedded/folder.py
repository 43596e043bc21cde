import fcntl
import json
import os
import secrets
import socket
from pathlib import Path
from urllib.parse import urlsplit

CHECKOUT = Path(__file__).resolve().parent.parent.parent


class Folder:
    """Where the embedded servers keep what they know; one process at a time owns it."""

    def __init__(self, path):
        self.path = Path(path)
        self._lock = None

    @classmethod
    def of_checkout(cls):
        return cls(os.environ.get("SAM_VAR") or CHECKOUT / "var")

    def make(self):
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self

    def own(self):
        """True when this process got the folder, which it keeps until it ends, however it ends."""
        lock = open(self.path / "lock", "a")  # noqa: SIM115 (kept open to the end)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock
        return True

    def release(self):
        if self._lock:
            self._lock.close()

    @property
    def owner(self):
        """The number of the process that owns the folder, as that process wrote it."""
        return (self.path / "lock").read_text()

    @property
    def locales(self):
        return self.path / "locales"

    def secret(self, name):
        """A random word, made at first use, that only the owner of the folder can read."""
        path = self.path / name
        if not path.exists() or not path.read_text():
            write_private(path, secrets.token_urlsafe(32))
        return path.read_text()

    def publish(self, environment):
        """Let commands in other terminals find the running servers."""
        write_private(self._addresses, json.dumps(environment, indent=2))

    def withdraw(self):
        self._addresses.unlink(missing_ok=True)

    def published(self):
        """The environment of the running servers; None when they do not answer."""
        try:
            environment = json.loads(self._addresses.read_text())
        except (OSError, ValueError):
            return None
        urls = [
            environment[name]
            for name in ("DATABASE_URL", "REDIS_URL")
            if name in environment
        ]
        return environment if all(map(_answers, urls)) else None

    @property
    def _addresses(self):
        return self.path / "addresses.json"


def addresses():
    """DATABASE_URL, REDIS_URL and more of the embedded servers; None when they do not run."""
    return Folder.of_checkout().published()


def write_private(path, text):
    """Whole or not at all, readable by its owner only."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)


def _answers(url):
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname, parts.port), timeout=2):
            return True
    except OSError:
        return False
