"""Several test processes beside each other, as `make test` starts them.

Each has a database of its own from pytest-django, and a numbered one in Redis from here.
"""

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


# Long tests that have nothing in common with others of their file.
_BY_THEMSELVES = ("tests/browser/test_every_page.py", "tests/test_access.py")


class Spreading(LoadFileScheduling):
    """A file's tests run in one process, one after the other, with two exceptions."""

    def _split_scope(self, nodeid):
        if nodeid.startswith("tests/demo/"):
            return "the demo municipality, which takes long to load"
        if nodeid.startswith(_BY_THEMSELVES):
            return nodeid
        return super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config, log):
    return Spreading(config, log) if config.getvalue("dist") == "loadfile" else None
