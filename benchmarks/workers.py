"""Real Celery workers, and the memory that they keep."""

import sys
import threading
from contextlib import contextmanager, suppress

import psutil

from sam.embedded.processes import Process, dying_with_us

_MEGABYTE = 1024 * 1024
_STEP = 0.1


@contextmanager
def worker(environment, *, processes):
    """A worker as `make demo` and docker-compose.yml start it."""
    words = ["-A", "sam", "--quiet", "worker", "--loglevel", "ERROR"]
    words += ["--without-gossip", "--without-mingle", "--concurrency", str(processes)]
    command = [sys.executable, "-m", "celery", *words]
    environment = environment | {"PYTHONWARNINGS": "ignore:You're running the worker"}
    process = Process("worker", command, env=environment, prefix=dying_with_us())
    process.start()
    try:
        yield process
    finally:
        process.stop()


class Memory:
    """The most resident memory of any process that does the work, while it is watched.

    A child that has grown is replaced by a new one, so looking afterwards would miss it.
    """

    def __init__(self, process):
        self._worker = psutil.Process(process.pid)
        self._stopped = threading.Event()
        self._watching = threading.Thread(target=self._watch)
        self.most = 0

    def __enter__(self):
        self._watching.start()
        return self

    def __exit__(self, *_exception):
        self._stopped.set()
        self._watching.join()

    def _watch(self):
        while not self._stopped.wait(_STEP):
            for child in self._worker.children():
                with suppress(psutil.NoSuchProcess):
                    self.most = max(self.most, child.memory_info().rss / _MEGABYTE)
