"""Measure lists, statistics and exports with a million incidents."""

from contextlib import ExitStack
from pathlib import Path
from statistics import median

from benchmarks.asking import Django
from benchmarks.databases import empty_database, manage, run_file, vacuum
from benchmarks.table import AskLine, Line, late
from benchmarks.workers import Memory, worker

_LOADING = Path(__file__).parent / "million.sql"
TIMES = 20
SHORT, LONG = 10_000, 200_000
# (ask, person, which of its statements by time): the plans for docs/performance.md.
PLANS = [
    ("newest", "hr", 0),
    ("newest", "head", 0),
    ("newest", "manager", 0),
    ("from the middle", "hr", 0),
    ("by day, from the middle", "hr", 0),
    ("kind", "head", 0),
    ("rare kind", "hr", 0),
    ("a department", "hr", 0),
    ("status: open", "head", 0),
    ("status: awaiting", "hr", 0),
    ("show: overdue", "hr", 0),
    ("happened in a month", "hr", 0),
    ("severity: serious", "hr", 0),
    ("cause", "hr", 0),
    ("body part", "hr", 0),
    ("absence", "hr", 0),
    ("common word", "hr", 0),
    ("rare word", "hr", 0),
    ("common word in a department", "hr", 0),
    ("number", "hr", 0),
    ("statistics page", "hr", 0),
    ("statistics page", "hr", 1),
]


def figures():
    yield from _on_a_million(measured)


def plans():
    yield from _on_a_million(lambda django, _environment: explained(django))


def _on_a_million(asks):
    with ExitStack() as stack:
        environment = stack.enter_context(empty_database("sam_bench_million"))
        yield from _loading(environment)
        django = stack.enter_context(Django(environment))
        django.ask("prepare")
        yield from asks(django, environment)


def measured(django, environment):
    yield f"\n{AskLine.HEADING}"
    for what in ("lists", "others"):
        yield from _asks(django, what)
    yield AskLine("follow by words", {"employee": _first(django.ask("follow"))})
    yield f"\n{Line.HEADING}"
    yield from _depth(django)
    yield from _statistics(django)
    yield from _exports(django, environment)


def explained(django):
    for name, person, place in PLANS:
        yield f"\n{name}, {person}"
        yield from django.ask("plan", name, person, place)


def _loading(environment):
    manage(environment, "migrate")
    manage(environment, "load_codes")
    yield Line("load a million incidents", run_file(environment, _LOADING), "s")
    vacuum(environment)


def _asks(django, what):
    for name, persons in django.ask(what).items():
        seconds = {who: _first(django.ask("ask", name, who, TIMES)) for who in persons}
        yield AskLine(name, seconds)


def _depth(django):
    for person in AskLine.PERSONS[1:]:
        first, middle, end = (
            median(_first(django.ask("ask", name, person, TIMES)))
            for name in ("newest", "from the middle", "at the end")
        )
        what = f"list, {person}: from its {{}}, times the first page"
        yield Line(what.format("middle"), middle / first, "×", at_most=1.3)
        yield Line(what.format("end"), end / first, "×", at_most=1.3)


def _statistics(django):
    years = django.ask("years")
    for person in AskLine.PERSONS[1:]:
        both = [django.ask("statistics", person, year) for year in years]
        of_year, of_series = (1000 * late(each) for each in zip(*both, strict=True))
        yield Line(f"statistics of a year, {person}", of_year, "ms", at_most=300)
        yield Line(f"five-year series, {person}", of_series, "ms")


def _exports(django, environment):
    """Each with a worker of its own, which has grown of nothing else."""
    most = {}
    for rows in (SHORT, LONG):
        with worker(environment, processes=1) as process:
            django.ask("wait for a worker")
            with Memory(process) as memory:
                seconds, number = django.ask("export", rows)
        most[rows] = memory.most
        limit = 3 if rows == SHORT else None
        yield Line(f"export of {number} rows", seconds, "s", at_most=limit)
        yield Line(f"memory of its worker process, {number} rows", memory.most, "MB")
    what = f"memory for {LONG} rows, times that for {SHORT}"
    yield Line(what, most[LONG] / most[SHORT], "×", at_most=1.2)


def _first(pairs):
    return [pair[0] for pair in pairs]
