"""Commands with PostgreSQL and Redis at hand."""

import contextlib
import json
import signal
import sys
from pathlib import Path

import psutil
import psycopg
import redis

# Tells its surroundings, then waits until its standard output is no longer wanted.
TELL = "import json, os; print(json.dumps(dict(os.environ)), flush=True)"
WAIT = f"{TELL}; import time; time.sleep(60)"


def python(code):
    return ["exec", "--", sys.executable, "-c", code]


def running_under(process):
    return psutil.Process(process.pid).children(recursive=True)


def names_of(processes):
    """Without those that have ended since: PostgreSQL's helpers come and go."""
    names = set()
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            names.add(process.name())
    return names


def wait_for_end(processes):
    _gone, alive = psutil.wait_procs(processes, timeout=20)
    return alive


def test_exec_gives_the_command_servers_and_stops_them_afterwards(begin):
    process = begin(*python(WAIT))
    told = json.loads(process.stdout.readline())
    children = running_under(process)
    names = names_of(children)

    with psycopg.connect(told["DATABASE_URL"]) as connection:
        role = connection.execute(
            "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    with redis.from_url(told["REDIS_URL"]) as queue:
        answers = queue.ping()
    process.send_signal(signal.SIGTERM)

    assert answers is True
    assert role == (False, True)
    assert names >= {"postgres", "redis-server"}
    assert process.wait(20) == 128 + signal.SIGTERM
    assert wait_for_end(children) == []


def test_exec_answers_with_the_exit_code_of_the_command(embedded):
    assert embedded(*python("raise SystemExit(7)")).returncode == 7


def test_exec_starts_nothing_when_the_servers_are_named(embedded):
    named = {"DATABASE_URL": "postgres://there/sam", "REDIS_URL": "redis://there"}

    done = embedded(*python(TELL), **named)

    told = json.loads(done.stdout)
    assert {name: told[name] for name in named} == named


def test_data_stays_from_one_command_to_the_next(embedded):
    make = "import os, psycopg; c = psycopg.connect(os.environ['DATABASE_URL'])"
    first = embedded(*python(f"{make}; c.execute('CREATE TABLE kept ()'); c.commit()"))
    second = embedded(*python(f"{make}; c.execute('DROP TABLE kept'); c.commit()"))

    assert (first.returncode, second.returncode) == (0, 0), second.stderr


def test_fresh_servers_keep_nothing(embedded):
    words = python("import os; print(os.environ['SAM_FILES'])")

    done = embedded("exec", "--fresh", *words[1:])

    folder = Path(done.stdout.strip()).parent
    assert done.returncode == 0
    assert folder.name.startswith("sam-")
    assert not folder.exists()


def test_second_terminal_finds_the_running_servers(begin, embedded):
    first = begin(*python(WAIT))
    told = json.loads(first.stdout.readline())

    second = embedded(*python(TELL))

    assert json.loads(second.stdout)["DATABASE_URL"] == told["DATABASE_URL"]
    assert first.poll() is None
    first.terminate()
    first.wait(20)


def test_addresses_are_gone_with_the_servers(embedded, environment):
    code = "from sam.embedded import addresses; print(addresses())"

    while_running = embedded(*python(code))
    afterwards = embedded("exec", "--", sys.executable, "-c", code, **_named())

    assert while_running.stdout.startswith("{'SAM_SECRET_KEY'")
    assert afterwards.stdout == "None\n"


def _named():
    return {"DATABASE_URL": "postgres://there/sam", "REDIS_URL": "redis://there"}


def test_killed_supervisor_leaves_nothing_that_hinders(begin, embedded, var):
    process = begin(*python(WAIT))
    process.stdout.readline()
    children = running_under(process)

    process.kill()

    assert embedded(*python("raise SystemExit(5)")).returncode == 5
    assert wait_for_end(children) == []


def test_number_of_a_dead_server_may_belong_to_another_process(embedded, var):
    embedded(*python(""))
    alive = psutil.Process().pid
    (var / "postgres" / "postmaster.pid").write_text(f"{alive}\n{var}/postgres\n")

    assert embedded(*python("raise SystemExit(5)")).returncode == 5


def test_secrets_are_for_the_owner_alone(embedded, var):
    embedded(*python(""))

    secrets = [*var.glob("*password"), var / "secret-key", var / "redis.conf"]

    assert len(secrets) == 5
    assert {path.stat().st_mode & 0o777 for path in secrets} == {0o600}
    assert var.stat().st_mode & 0o777 == 0o700
