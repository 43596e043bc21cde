"""Measure the import of an organisation of 30,000 people and 2,000 units, and of what is
other in it the month after."""

from benchmarks.asking import Django
from benchmarks.databases import empty_database, manage, vacuum
from benchmarks.table import Line

UNITS, PEOPLE = 2_000, 30_000
MOST_SECONDS, MOST_GROWTH = 60, 1.5
_IN_WORDS = {"read": "reading the file", "check": "dry run", "carry out": "real run"}


def figures():
    yield Line.HEADING
    few = _run(UNITS // 10, PEOPLE // 10, ["first"])
    many = _run(UNITS, PEOPLE, ["first", "month after"])
    for name, steps in many.items():
        for step, (seconds, megabytes, number) in steps.items():
            what = f"{name}: {_IN_WORDS[step]}"
            target = None if step == "read" else MOST_SECONDS
            yield Line(what, seconds, "s", at_most=target)
            yield Line(f"{what}: memory of the process", megabytes, "MB")
            yield Line(f"{what}: differences", number)
    largest = max(megabytes for _s, megabytes, _n in many["first"].values())
    small = max(megabytes for _s, megabytes, _n in few["first"].values())
    what = "memory: times as with a tenth of the people"
    yield Line(what, largest / small, "×", at_most=MOST_GROWTH)


def _run(units, people, names):
    with empty_database("sam_bench_import") as environment:
        manage(environment, "migrate")
        told = {}
        for number, name in enumerate(names):
            # A worker of its own each time, as if it had just been started.
            with Django(environment) as django:
                django.ask("prepare import", units, people, number)
                vacuum(environment)
                told[name] = {step: django.ask("import", step) for step in _IN_WORDS}
        return told
