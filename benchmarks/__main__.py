"""Measure SAM on the demo municipality, on ten times as much and on a million incidents."""

import argparse
import signal
from contextlib import ExitStack
from statistics import median

from benchmarks import annual, importing, large, mypage, reminders, walks, year
from benchmarks.asking import Django, ask_in_turn
from benchmarks.databases import empty_database, manage, vacuum
from benchmarks.table import AskLine, Line, PageLine
from benchmarks.workers import Memory, worker

REPORTS = 10
# What is measured in place of the demo and ten times as much.
PARTS = {
    "quick": "little of everything, on twice the demo",
    "million": "lists, statistics and exports with a million incidents",
    "rounds": "a long round and the coverage of 2,000 workplaces",
    "mypage": "the start page of a manager of 400 units, with 100,000 measures",
    "reminders": "the nights that remind of 100,000 measures in 2,000 units",
    "organisation": "the import of 30,000 people and 2,000 units",
    "year": "the annual wheel, the matrix and the gaps of 2,000 workplaces",
    "reports": "all documents of a year, of 30 committees too",
    "plans": "how the database finds them",
}


def main():
    # Asked to stop, we stop what we started, as with Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    part = parser.add_mutually_exclusive_group()
    for name, help in PARTS.items():
        part.add_argument(f"--{name}", action="store_true", help=help)
    missed = 0
    for line in _chosen(parser.parse_args()):
        print(line, flush=True)
        missed += isinstance(line, Line | PageLine | AskLine) and not line.holds
    print(f"\n{missed} missed" if missed else "\nAll targets are met.")


def _chosen(given):
    if given.plans:
        yield from large.plans()
    elif given.million:
        yield from large.figures()
    elif given.rounds:
        yield from walks.figures()
    elif given.mypage:
        yield from mypage.figures()
    elif given.reminders:
        yield from reminders.figures()
    elif given.organisation:
        yield from importing.figures()
    elif given.year:
        yield from year.figures()
    elif given.reports:
        yield from annual.figures()
    elif given.quick:
        yield from _measured(scale=2, times=3, rounds=1)
    else:
        yield from _measured(scale=10, times=21, rounds=5)


def _measured(scale, times, rounds):
    with ExitStack() as stack:
        demo = stack.enter_context(empty_database("sam_bench"))
        large = stack.enter_context(empty_database("sam_bench_large"))
        yield Line.HEADING
        yield from _loading(demo, large, scale)
        on_demo = stack.enter_context(Django(demo))
        on_large = stack.enter_context(Django(large))
        yield from _figures(on_demo, on_large, scale, times)
        yield from _documents(on_demo, demo, rounds)
        yield f"\n{PageLine.HEADING}"
        yield from _pages(on_demo, on_large, times)


def _loading(demo, large, scale):
    yield Line("migrate an empty database", manage(demo, "migrate"), "s", at_most=20)
    yield Line("load the demo", manage(demo, "load_demo"), "s")
    manage(large, "migrate")
    seconds = manage(large, "load_demo", "--scale", scale)
    yield Line(f"load {scale} times as much", seconds, "s")
    vacuum(demo)
    vacuum(large)


def _figures(on_demo, on_large, scale, times):
    for name, django in {"demo": on_demo, f"{scale} times as much": on_large}.items():
        year = django.ask("prepare year", 0)
        ways = ["by hand", "measured", "content"]
        by_hand, measured, content = map(
            median,
            ask_in_turn(times, [(django, "seconds", year, way) for way in ways]),
        )
        found = [django.ask("figures", year, way) for way in ways[:2]]
        if found[0] != found[1]:
            raise AssertionError(f"{name}: the statement by hand finds other figures.")
        what = f"ten reports' figures, {name}"
        yield Line(f"{what}: by hand", by_hand * 1000, "ms")
        yield Line(f"{what}: as the program does", measured * 1000, "ms")
        yield Line(f"{what}: times by hand", measured / by_hand, "×", at_most=2)
        yield Line(f"{what}: and all texts", content * 1000, "ms")


def _documents(on_demo, environment, rounds):
    year = on_demo.ask("prepare year", 0)
    for processes in (2, 1):
        with worker(environment, processes=processes) as process:
            on_demo.ask("wait for a worker")
            with Memory(process) as memory:
                seconds = on_demo.ask("produce", year)
                name = f"{processes} worker process{'es' * (processes > 1)}"
                yield Line(f"all documents of the year, {name}", seconds, "s")
                for _ in range(1, rounds if processes == 1 else 1):
                    on_demo.ask("produce", year)
        if processes == 1:
            what = f"memory of the process over {rounds * REPORTS} reports"
            yield Line(what, memory.most, "MB", at_most=300)
    shares = [on_demo.ask("share", job) for job in on_demo.ask("jobs", year)]
    whole, typesetting = map(sum, zip(*shares, strict=True))
    share = 100 * typesetting / whole
    yield Line("WeasyPrint's share of what a worker does", share, "%", at_least=90)


def _pages(on_demo, on_large, times):
    for page, person in on_demo.ask("pages"):
        both = [django.ask("numbers", page, person) for django in (on_demo, on_large)]
        seconds = ask_in_turn(
            times, [(django, "page", page, person) for django in (on_demo, on_large)]
        )
        numbers = {name: max(each[name] for each in both) for name in both[0]}
        yield PageLine(page, person, *seconds, numbers)


if __name__ == "__main__":
    main()
