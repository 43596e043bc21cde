"""Several test processes beside each other, as `make test` starts them.

Each has a database of its own from pytest-django, and a numbered one in Redis from here.
"""

import gc
import os
from urllib.parse import urlsplit

from django.conf import settings
from xdist.scheduler import LoadFileScheduling

PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "")


def _take_own_redis():
    """Before anything connects; a worker that a test starts reads the environment."""
    number = int(PROCESS.removeprefix("gw")) + 1
    own = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{number}").geturl()
    os.environ["REDIS_URL"] = own
    settings.REDIS_URL = settings.CELERY_BROKER_URL = own
    settings.CACHES["default"]["LOCATION"] = own


if PROCESS:
    _take_own_redis()


# Whole minutes, which must not be what the other processes wait for at the end.
_FIRST = (
    "tests/demo/",
    "tests/reports/test_producing.py",
    "tests/browser/test_every_page.py",
    "tests/test_access.py",
    "tests/organisation/test_protected_everywhere.py",
    "tests/browser/",
    "tests/embedded/",
    "tests/reports/test_documents.py",
    "tests/actionplans/test_reminding_killed.py",
)
# Long tests that have nothing in common with others of their file.
_BY_THEMSELVES = (
    "tests/browser/test_every_page.py",
    "tests/organisation/test_protected_everywhere.py",
    "tests/test_access.py",
)


class Spreading(LoadFileScheduling):
    """A file's tests run in one process, one after the other, with two exceptions."""

    def _split_scope(self, nodeid):
        if nodeid.startswith("tests/demo/"):
            return "the demo municipality, which takes long to load"
        if nodeid.startswith(_BY_THEMSELVES):
            return nodeid
        return super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config, log):
    if config.getvalue("dist") != "loadfile":
        return None
    # In the order of the collection, not those first that are many.
    config.option.loadscopereorder = False
    return Spreading(config, log)


def pytest_collection_modifyitems(items):
    if PROCESS:
        items.sort(key=lambda item: _turn(item.nodeid))


def _turn(nodeid):
    turns = (turn for turn, start in enumerate(_FIRST) if nodeid.startswith(start))
    return next(turns, len(_FIRST))


def pytest_collection_finish():
    """What is loaded by now stays; to look through it for garbage again and again is in vain."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
