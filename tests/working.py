"""A real Celery worker process on the test's own database."""

import os
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
from celery import current_app
from django.db import connection


@pytest.fixture
def environment(transactional_db, settings):
    """What another process needs to work on the test's database and files."""
    address = urlsplit(os.environ["DATABASE_URL"])
    database = address._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return {
        **os.environ,
        "DATABASE_URL": database,
        "SAM_FILES": str(settings.MEDIA_ROOT),
        "SAM_SECURE": "false",
    }


@pytest.fixture
def start_worker(environment):
    """Starts a real worker process with one child; it is stopped after the test."""
    words = [sys.executable, "-W", "ignore", "-m", "celery", "-A", "sam", "--quiet"]
    words += ["worker", "--concurrency", "1", "--loglevel", "WARNING"]
    started = []
    # What tests before left in the queue is not this one's.
    current_app.control.purge()

    def start():
        started.append(subprocess.Popen(words, env=environment))

    start.started = started
    yield start
    for process in started:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture
def worker(start_worker):
    start_worker()
    assert until(lambda: current_app.control.ping(timeout=1))


def until(holds, *, seconds=60):
    """Whether it comes to hold within the time."""
    deadline = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return held
