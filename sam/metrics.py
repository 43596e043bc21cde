"""Figures for Prometheus: how long pages take, and how much waits. No persons, no units.

Imported only where SAM_METRICS asks for it.
"""

import os
import time
from contextlib import suppress

from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Count
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.core import GaugeMetricFamily
from redis.exceptions import RedisError

from mailing.models import Message
from sam import health, pulse

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
REQUESTS = Histogram(
    "sam_request_seconds",
    "How long the answer to a request took",
    ["view", "method", "status"],
    buckets=[0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
)
# Worse is more, so that an alarm says "more than nothing".
_STATES = {health.State.WELL: 0, health.State.WARNING: 1, health.State.BAD: 2}


class MetricsMiddleware:
    """Measures each request by the name of its view: an address would tell which row."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        began = time.perf_counter()
        response = self.get_response(request)
        found = request.resolver_match
        REQUESTS.labels(
            view=found.view_name if found else "unknown",
            method=request.method if request.method in METHODS else "other",
            status=response.status_code,
        ).observe(time.perf_counter() - began)
        return response


def exposition():
    """What Prometheus reads, and its content type; of all processes of the web server."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        multiprocess.MultiProcessCollector(registry)
        counted = generate_latest(registry)
    else:
        counted = generate_latest(REGISTRY)
    stock = CollectorRegistry()
    stock.register(Stock())
    return counted + generate_latest(stock), CONTENT_TYPE_LATEST


class Stock:
    """How things stand at the moment when they are asked for."""

    def collect(self):
        yield from map(_gauge, _checks())
        for of_server in (_of_queue, _of_database):
            # The check of the server says that it is away.
            with suppress(RedisError, DatabaseError, InterfaceError):
                yield from [_gauge(each) for each in of_server()]


def _gauge(figures):
    name, text, label, values = figures
    gauge = GaugeMetricFamily(f"sam_{name}", text, labels=[label] if label else [])
    for key, value in values.items():
        gauge.add_metric([key] if label else [], value)
    return gauge


def _checks():
    states = {each.name: _STATES[each.state] for each in health.whole()}
    yield "check", "0 works, 1 to be looked at, 2 does not work", "name", states


def _of_queue():
    yield "queue_jobs", "Jobs that wait", None, {"": health.queue_length()}
    silences = {each: pulse.silence(each) for each in ("worker", "clock")}
    heard = {each: silence for each, silence in silences.items() if silence is not None}
    yield "silence_seconds", "Since a part was last heard", "part", heard
    runs = pulse.runs(health.regular()).items()
    yield (
        "regular_job_failed",
        "Whether the last run failed",
        "job",
        {name: int(run.failed) for name, run in runs},
    )
    yield (
        "regular_job_run_timestamp_seconds",
        "When the last run ended",
        "job",
        {name: run.at for name, run in runs},
    )


def _of_database():
    rows = Message.objects.order_by().values_list("status").annotate(Count("pk"))
    yield "outbox_messages", "E-mails in the outbox", "status", dict(rows)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_database_size(current_database()), count(*)"
            " FROM pg_stat_activity WHERE datname = current_database()"
        )
        size, connections = cursor.fetchone()
    yield "database_bytes", "Size of the database", None, {"": size}
    yield "database_connections", "Open connections", None, {"": connections}
