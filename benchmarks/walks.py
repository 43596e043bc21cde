"""Measure a long round, an answer of it, and who has made the rounds of 2,000 workplaces."""

from benchmarks.asking import Django
from benchmarks.databases import empty_database, manage, vacuum
from benchmarks.table import Line, late

TIMES = 20
# (what is asked, in words, ms that nineteen of twenty may take)
_ASKED = [
    ("walk", "a round of 200 questions, 60 photos opens", 300),
    ("answer", "saving one answer of it, there and back", None),
    ("coverage", "who has made the rounds, 2,000 workplaces", 200),
]


def figures():
    with empty_database("sam_bench_rounds") as environment:
        manage(environment, "migrate")
        with Django(environment) as django:
            django.ask("prepare rounds")
            vacuum(environment)
            yield Line.HEADING
            yield from _measured(django)


def _measured(django):
    for what, in_words, at_most in _ASKED:
        seconds, queries, size = django.ask("round", what, TIMES)
        yield Line(in_words, 1000 * late(seconds), "ms", at_most=at_most)
        yield Line(f"{in_words}: queries", queries, "", at_most=12)
        yield Line(f"{in_words}: size", size / 1000, "kB")
