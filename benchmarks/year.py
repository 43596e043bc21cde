"""Measure the year's work where 2,000 workplaces are asked some sixty things a year, and
where the allocation of tasks to their managers has gaps."""

from benchmarks.asking import Django
from benchmarks.databases import empty_database, manage, vacuum
from benchmarks.table import Line, late

TIMES = 20
# Counts each of its figures in a table of its own; see tests/test_queries.py.
_OVERVIEW, _QUERIES_OF_OVERVIEW = "overview", 17
# (what is asked, in words, ms that nineteen of twenty may take)
_ASKED = [
    ("wheel", "annual wheel of the municipality, 2,000 workplaces", 200),
    ("matrix", "matrix of 2,000 workplaces, the most late first", 200),
    ("goals", "list of goals", 200),
    (_OVERVIEW, "overview of 20 administrations", None),
    ("gaps of managers", "gaps: 200 of 2,000 managers without allocation", 200),
    ("gaps of units", "gaps: units in which nobody holds a task", 200),
    ("gaps of legs", "gaps: allocations with a leg not confirmed", 200),
]


def figures():
    with empty_database("sam_bench_year") as environment:
        manage(environment, "migrate")
        with Django(environment) as django:
            django.ask("prepare wheels")
            django.ask("prepare gaps")
            vacuum(environment)
            yield Line.HEADING
            for what, in_words, at_most in _ASKED:
                seconds, queries, size = django.ask("wheels", what, TIMES)
                yield Line(in_words, 1000 * late(seconds), "ms", at_most=at_most)
                most = _QUERIES_OF_OVERVIEW if what == _OVERVIEW else 12
                yield Line(f"{in_words}: queries", queries, "", at_most=most)
                yield Line(f"{in_words}: size", size / 1000, "kB")
