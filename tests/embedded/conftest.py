import os
import subprocess
import sys

import pytest

MODULE = [sys.executable, "-m", "sam.embedded"]


@pytest.fixture(scope="session")
def var(tmp_path_factory):
    """A data folder made once, since making it is what takes time."""
    return tmp_path_factory.mktemp("a folder") / "var"


@pytest.fixture
def environment(var):
    """As in a terminal where no server has been named."""
    named = ("DATABASE_URL", "REDIS_URL", "PORT", "SAM_")
    own = {
        name: value for name, value in os.environ.items() if not name.startswith(named)
    }
    return {**own, "SAM_VAR": str(var)}


@pytest.fixture
def embedded(environment):
    """Run `python -m sam.embedded` to its end."""

    def run(*words, **changes):
        return subprocess.run(
            [*MODULE, *words],
            env=environment | changes,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def begin(environment):
    """Start `python -m sam.embedded`, whose output can be read while it runs."""
    begun = []

    def start(*words, **changes):
        process = subprocess.Popen(
            [*MODULE, *words],
            env=environment | changes,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        begun.append(process)
        return process

    yield start
    for process in begun:
        process.kill()
        process.wait()
        process.stdout.close()
