"""Real Celery workers, and the memory that they keep."""

import sys
from contextlib import contextmanager

import psutil

from sam.embedded.processes import Process, dying_with_us

_MEGABYTE = 1024 * 1024


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


def memory_of_children(process):
    """Resident megabytes of the largest of the processes that do the work."""
    children = psutil.Process(process.pid).children()
    return max(child.memory_info().rss for child in children) / _MEGABYTE
