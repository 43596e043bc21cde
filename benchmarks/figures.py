"""What the ten reports' figures cost, against the same from one statement by hand."""

import time
from datetime import datetime
from datetime import time as clock
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from reports.contents import YearContents
from reports.measuring import Together, measure
from reports.metrics import Sex
from reports.models import ReportingYear
from reports.shipped import QUANTITIES

_COUNTED = ["injuries", "near_misses", "closed"]
_STATEMENT = (Path(__file__).parent / "figures.sql").read_text()


def seconds(year, way):
    """How long it takes to collect the year's figures that way."""
    reporting_year = ReportingYear.objects.select_related("template").get(pk=year)
    prepared = WAYS[way](reporting_year)
    began = time.perf_counter()
    prepared()
    return time.perf_counter() - began


def figures(year, way):
    """The figures in order, to be compared: they must be equal."""
    found = WAYS[way](ReportingYear.objects.get(pk=year))()
    return sorted(
        [*map(str, place), *map(float, amounts)] for place, amounts in found.items()
    )


def by_hand(reporting_year):
    """{(committee, quantity, sex): (now, before)}; the committee of the whole is None."""
    now, before = reporting_year.period, reporting_year.comparison_period
    parameters = {
        "now": now,
        "before": before,
        "begins": _midnight(now.lower),
        "ends": _midnight(now.upper),
        "began": _midnight(before.lower),
        "ended": _midnight(before.upper),
    }

    def ask():
        with connection.cursor() as cursor:
            cursor.execute(_STATEMENT, parameters)
            return {tuple(row[:3]): tuple(row[3:]) for row in cursor.fetchall()}

    return ask


def measured(reporting_year):
    """The same by way of the program."""
    committees = [committee.pk for committee in reporting_year.committees()]
    periods = [reporting_year.period, reporting_year.comparison_period]
    quantities = [*_COUNTED, *QUANTITIES]

    def ask():
        both = measure(periods, committees, quantities=quantities)
        now, before = (
            {**parts, None: Together(parts.values())} for parts in both.values()
        )
        return {
            (committee, code, sex): (amount, before[committee].of(sex)[code])
            for committee, amounts in now.items()
            for sex in ["", *Sex]
            for code, amount in amounts.of(sex).items()
            if (code in _COUNTED) == (not sex)
        }

    return ask


def content(reporting_year):
    """All that the reports say: figures, texts, questions with their answers."""
    reports = list(reporting_year.reports.select_related("committee"))

    def ask():
        contents = YearContents(reporting_year)
        return [contents.of(report) for report in reports]

    return ask


WAYS = {"by hand": by_hand, "measured": measured, "content": content}


def _midnight(day):
    return datetime.combine(day, clock.min, tzinfo=ZoneInfo(settings.TIME_ZONE))
