"""Measure the start page of a manager of 400 units, where 100,000 measures are kept."""

from statistics import median

from benchmarks.asking import Django
from benchmarks.databases import empty_database, manage, vacuum
from benchmarks.table import Line

TIMES = 25
# (what is asked, in words, ms that half of the times may take, queries)
_ASKED = [
    ("manager", "my page, manager of 400 units", 100, 12),
    ("hr", "my page, HR of 1,000 units", None, 12),
    ("one", "my page, manager of one unit", None, 12),
    ("calendar", "calendar of the manager of 400 units", None, 12),
]


def figures():
    with empty_database("sam_bench_mypage") as environment:
        manage(environment, "migrate")
        with Django(environment) as django:
            django.ask("prepare managers")
            vacuum(environment)
            yield Line.HEADING
            for what, in_words, most_ms, most_queries in _ASKED:
                seconds, queries, size = django.ask("manager", what, TIMES)
                taken = 1000 * median(seconds)
                yield Line(in_words, taken, "ms", at_most=most_ms)
                yield Line(f"{in_words}: queries", queries, at_most=most_queries)
                yield Line(f"{in_words}: size", size / 1000, "kB")
