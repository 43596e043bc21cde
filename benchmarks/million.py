"""What a million incidents cost: statistics, long exports and the plans behind lists."""

import re
import time

from django.db import connection
from django.http import QueryDict

from benchmarks import asks
from incidents import tasks
from incidents.columns import COLUMNS
from incidents.forms.filters import StatisticsForm
from incidents.models import Export, Incident
from incidents.statistics import Figures
from organisation.models import Municipality
from sam.dates import today

_STEP = 0.05
_NOISE = re.compile(r"(actual )time=\S+ |\.00(?= )| loops=1(?=\))|::[a-z ]+(?:\[\])?")
_IDS = re.compile(r"'[{(]?[0-9a-f]{8}-[^']+'")
_LEFT_OUT = re.compile(
    "Buffers|Sort Method|Memory|Heap Blocks|Cache|Hits|Inner Unique|Worker|Batches"
    "|Planning:|Storage|Presorted|Full-sort|Pre-sorted|Index Searches|Buckets|Planned"
    r"|Memoize|->  Hash \(|->  Result"
)
_BRANCH = re.compile(r"^ +SubPlan|Scan .*on organisation_unit")
_WIDTH = 100


def years():
    """Whole ones that have passed."""
    return list(range(today().year - 9, today().year))


def statistics(person, year):
    """What the database computes for the tables of a year, and for the five-year series."""
    country = Municipality.objects.get().country
    user = asks.user_of(person)
    period = QueryDict(f"since={year}-01-01&until={year}-12-31")
    form = StatisticsForm(period, country=country, user=user)
    form.is_valid()
    began = asks.computed()
    figures = Figures(form, user=user, country=country)
    counted = asks.computed()
    figures.tables()
    return counted - began, asks.computed() - counted


def export(rows):
    """The seconds that a worker takes for the newest so many, and how many rows it wrote."""
    oldest = Incident.objects.all()[rows - 1].reported_at
    waiting = Export.objects.create(
        user=asks.user_of(asks.HR),
        query=f"reported_since={oldest:%Y-%m-%d}",
        columns=list(COLUMNS),
    )
    began = time.perf_counter()
    tasks.make_export.delay(str(waiting.pk), "sv")
    while waiting.is_under_way:
        time.sleep(_STEP)
        waiting.refresh_from_db()
    taken = time.perf_counter() - began
    if waiting.status != Export.Status.DONE:
        raise AssertionError(f"An export of {rows} rows failed.")
    return taken, waiting.total


def plan(name, person, place=0):
    """How the database goes about the page's slowest statement, or the one after it."""
    sql, params = asks.slowest_statements(name, person)[place]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {sql}", params)
        return shortened(line for (line,) in cursor.fetchall())


def shortened(lines):
    """The nodes with what they find and leave out, and the pages read in all.

    What only adds a unit's name or tells of measures to the rows found is left out.
    """
    lines = list(lines)
    buffers = next((line for line in lines if "Buffers:" in line), "").strip()
    nodes = [line for line in _pruned(lines) if not _LEFT_OUT.search(line)]
    told = [_IDS.sub("'…'", _NOISE.sub(r"\1", line)) for line in nodes]
    if buffers:
        told.append(buffers)
    return [line if len(line) <= _WIDTH else f"{line[:_WIDTH]}…" for line in told]


def _pruned(lines):
    """The lines without those branches, that is with what is further in below them."""
    branch = None
    for line in lines:
        depth = len(line) - len(line.lstrip())
        if branch is not None and depth > branch:
            continue
        branch = depth if _BRANCH.search(line) else None
        if branch is None:
            yield line
