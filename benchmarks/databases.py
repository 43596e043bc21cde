"""Databases of our own beside the one that DATABASE_URL names, gone afterwards."""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

# A queue that no worker but ours listens to.
QUEUE = "/15"


@contextmanager
def empty_database(name):
    """Yields the environment in which Django finds it, and a folder for its files."""
    named = os.environ["DATABASE_URL"]
    with psycopg.connect(named, autocommit=True) as connection:
        _drop(connection, name)
        connection.execute(_statement("CREATE DATABASE {}", name))
        try:
            with tempfile.TemporaryDirectory(prefix="sam-bench-") as files:
                yield os.environ | {
                    "DATABASE_URL": _at(named, f"/{name}"),
                    "REDIS_URL": _at(os.environ["REDIS_URL"], QUEUE),
                    "SAM_FILES": files,
                    "SAM_LOG_LEVEL": "WARNING",
                }
        finally:
            _drop(connection, name)


def manage(environment, *words):
    """Run one of Django's commands; returns the seconds that it took."""
    began = time.perf_counter()
    command = [sys.executable, "manage.py", *map(str, words)]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def run_file(environment, path):
    """Run a file of statements in one transaction; returns the seconds that it took."""
    began = time.perf_counter()
    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        connection.execute(path.read_text())
    return time.perf_counter() - began


def vacuum(environment):
    """What the database does by itself within minutes, and the first pages would miss."""
    with psycopg.connect(environment["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE, SKIP_DATABASE_STATS)")


def _at(url, path):
    return urlsplit(url)._replace(path=path).geturl()


def _drop(connection, name):
    connection.execute(_statement("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))


def _statement(text, name):
    return sql.SQL(text).format(sql.Identifier(name))
