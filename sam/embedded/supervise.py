import socket
import time

from sam.embedded.checks import require_pango, web_port
from sam.embedded.folder import Folder
from sam.embedded.programs import beat, has_worker, manage, running, show, web, worker
from sam.embedded.servers import named, servers
from sam.embedded.trouble import Trouble

# A program that dies is started again after so many seconds; at the fifth death it is given up.
PAUSES = (1, 2, 4, 8)
# After this many seconds up, earlier deaths are forgotten.
STEADY = 60
RULE = "─" * 78


def run(*, demo=None):
    """Servers, web, worker and beat in one terminal until Ctrl-C; `demo` is a year of reports."""
    require_pango()
    with servers(show=show) as (environment, started):
        if not started and "DATABASE_URL" not in named():
            owner = Folder.of_checkout().owner
            raise Trouble(
                f"SAM already runs here (process {owner}). End it with Ctrl-C first."
            )
        port = web_port()
        environment.setdefault("SAM_ADDRESS", f"http://127.0.0.1:{port}")
        manage(environment, "migrate", "--verbosity", "0")
        if demo:
            manage(environment, "load_demo")
        programs = [web(environment, port), worker(environment), beat(environment)]
        with running(programs):
            folder = _demo_reports(environment, demo) if demo else None
            _wait_for_web(port)
            _welcome(environment, folder)
            keep([*started, *programs])


def produce_reports(*, year, output):
    """A year's reports, starting what that needs and does not run yet."""
    require_pango()
    with servers(show=show) as (environment, started):
        manage(environment, "migrate", "--verbosity", "0")
        manage(environment, "load_demo")
        ready = not started and has_worker(environment)
        with running([] if ready else [worker(environment)]):
            manage(
                environment,
                "generate_reports",
                "--year",
                year,
                "--output",
                output.resolve(),
            )


def keep(programs):
    """Start again what dies, until Ctrl-C or until something dies too often."""
    watches = [watch(program) for program in programs]
    try:
        while True:
            for each in watches:
                next(each)
            time.sleep(0.2)
    except KeyboardInterrupt:
        print("\nStopping …", flush=True)


def watch(program, *, show=show):
    """Look at a program once at each step, and start it again when it has died."""
    pauses, since = iter(PAUSES), time.monotonic()
    while True:
        if program.process.is_running:
            if time.monotonic() - since > STEADY:
                pauses = iter(PAUSES)
            yield
            continue
        program.process.end_rest()
        code = program.process.wait()
        pause = next(pauses, None)
        if pause is None:
            last = (list(program.process.said) or ["nothing"])[-1]
            raise Trouble(f"{program.name} does not stay up. It last said: {last}")
        show(program.name, f"stopped (exit code {code}); starts again in {pause} s")
        due = time.monotonic() + pause
        while time.monotonic() < due:
            yield
        program.start()
        since = time.monotonic()


def _demo_reports(environment, year):
    """Where the year's reports lie; produced unless they are there, all or none."""
    folder = Folder.of_checkout().path / "reports" / year
    if not folder.exists():
        draft = folder.with_name(f"{year}.new")
        draft.mkdir(parents=True, exist_ok=True)
        try:
            manage(environment, "generate_reports", "--year", year, "--output", draft)
        except Trouble as trouble:
            # The rest of the demo is worth seeing; the next start tries again.
            return f"not there: {trouble}"
        draft.rename(folder)
    return folder


def _wait_for_web(port):
    for _ in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise Trouble("The web server does not answer. What it said stands above.")


def _welcome(environment, reports):
    print(f"\n{RULE}\n  Address    {environment['SAM_ADDRESS']}", flush=True)
    if reports:
        print(f"  Reports    {reports}\n", flush=True)
        manage(environment, "demo_accounts")
    print(f"\n  Ctrl-C stops everything; the data stays.\n{RULE}\n", flush=True)
