"""Measure all documents of a year: the demo's, and those of 30 committees of ten times its
size, with one, two and four workers; and a worker's memory over 200 reports."""

from contextlib import ExitStack
from statistics import median

from benchmarks.asking import Django, ask_in_turn
from benchmarks.databases import empty_database, manage, vacuum
from benchmarks.table import Line
from benchmarks.workers import Memory, worker

COMMITTEES, SCALE, TIMES, REPORTS = 30, 10, 15, 200
DEMO, LARGE = "the demo", f"{COMMITTEES} committees"
WORKERS = (1, 2, 4)


def figures():
    with ExitStack() as stack:
        demo = stack.enter_context(empty_database("sam_bench"))
        large = stack.enter_context(empty_database("sam_bench_large"))
        for environment, words in [(demo, []), (large, ["--scale", SCALE])]:
            manage(environment, "migrate")
            manage(environment, "load_demo", *words)
        on_demo = stack.enter_context(Django(demo))
        on_large = stack.enter_context(Django(large))
        of_demo = on_demo.ask("prepare year", 0)
        of_large = on_large.ask("prepare year", COMMITTEES)
        vacuum(demo)
        vacuum(large)
        yield Line.HEADING
        yield from _collected(on_demo, of_demo, DEMO)
        yield from _collected(on_large, of_large, LARGE)
        yield from _made(on_demo, demo, of_demo, DEMO)
        yield from _made(on_large, large, of_large, LARGE)
        yield from _overhead(on_demo, of_demo)
        yield from _memory(on_demo, demo, of_demo)


def _collected(django, year, name):
    """The figures, against one statement written by hand that finds the same."""
    ways = ["by hand", "measured", "content"]
    found = [django.ask("figures", year, way) for way in ways[:2]]
    if found[0] != found[1]:
        raise AssertionError(f"{name}: the statement by hand finds other figures.")
    by_hand, measured, content = map(
        median, ask_in_turn(TIMES, [(django, "seconds", year, way) for way in ways])
    )
    yield Line(f"{name}: figures by hand", by_hand * 1000, "ms")
    yield Line(f"{name}: figures as the program does", measured * 1000, "ms")
    yield Line(f"{name}: times by hand", measured / by_hand, "×", at_most=1.5)
    yield Line(f"{name}: all contents of the year", content * 1000, "ms")


def _made(django, environment, year, name):
    yield Line(f"{name}: documents", django.ask("number of documents", year))
    for processes in WORKERS:
        with worker(environment, processes=processes):
            django.ask("wait for a worker")
            seconds = django.ask("produce", year)
        plural = "s" * (processes > 1)
        yield Line(f"{name}: all documents, {processes} worker{plural}", seconds, "s")


def _overhead(django, year):
    """What a worker does beside WeasyPrint's own work on the same HTML."""
    shares = [django.ask("share", job) for job in django.ask("pdf jobs", year)]
    whole, typesetting = map(sum, zip(*shares, strict=True))
    more = 100 * (whole - typesetting) / typesetting
    yield Line("a PDF's overhead over WeasyPrint", more, "%", at_most=10)


def _memory(django, environment, year):
    """Over so many reports as the last tenth of them, against the first tenth."""
    rounds = REPORTS // 10
    with worker(environment, processes=1) as process:
        django.ask("wait for a worker")
        most = []
        for _round in range(rounds):
            with Memory(process) as memory:
                django.ask("produce", year)
            most.append(memory.most)
    tenth = max(rounds // 10, 1)
    yield Line(f"memory of a worker over {REPORTS} reports", max(most), "MB")
    growth = max(most[-tenth:]) / max(most[:tenth])
    yield Line(
        "its memory at the end, times at the beginning", growth, "×", at_most=1.1
    )
