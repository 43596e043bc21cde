"""Measure the nights that remind of 100,000 measures in 2,000 units, with one worker."""

from benchmarks.asking import Django
from benchmarks.databases import empty_database, manage, vacuum
from benchmarks.table import Line

UNITS = 2_000
# The same with a tenth of it shows whether the time grows with what there is to tell alone.
FEW = UNITS // 10
MOST_SECONDS, MOST_RATIO = 60, 1.3


def figures():
    few, many = _nights(FEW), _nights(UNITS)
    yield Line.HEADING
    for name, night in zip(["first night", "ordinary night"], many, strict=True):
        (noting, note_queries), (seconds, queries), emails, reminders = night
        yield Line(f"{name}: all", seconds, "s", at_most=MOST_SECONDS)
        yield Line(f"{name}: finding whom to tell what", noting, "s")
        yield Line(f"{name}: reminders", reminders)
        yield Line(f"{name}: e-mails", emails)
        yield Line(f"{name}: queries to find whom to tell", note_queries)
        yield Line(f"{name}: queries of an e-mail", (queries - note_queries) / emails)
    ratio = _seconds_for_each(many[0]) / _seconds_for_each(few[0])
    what = "first night, an e-mail: times as with a tenth of the units"
    yield Line(what, ratio, "×", at_most=MOST_RATIO)


def _nights(units):
    with empty_database("sam_bench_reminders") as environment:
        manage(environment, "migrate")
        with Django(environment) as django:
            django.ask("prepare nights", units)
            vacuum(environment)
            return [django.ask("night", number) for number in range(2)]


def _seconds_for_each(night):
    _noted, (seconds, _queries), emails, _reminders = night
    return seconds / emails
