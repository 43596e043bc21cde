"""Which figures of a table are held against each other."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from reports.highlights import changed
from reports.lines import lines_of
from reports.models import Metric
from reports.shipped import load_metrics
from tests.reports import factories

OWN, COMPARED = ["2024-04-01", "2024-06-30"], ["2023-04-01", "2023-06-30"]
FIRST_QUARTER = ["2024-01-01", "2024-03-31"]
TO_DATE = ["2024-01-01", "2024-06-30"]
R12 = ["2023-07-01", "2024-06-30"]


@pytest.fixture
def line(db):
    """The line of one row, whose columns are {their period: their figure} in order."""
    load_metrics()

    def of(*columns):
        section = {
            "columns": [{"kind": "figure", "period": days} for days, _text in columns],
            "rows": [
                {
                    "metric": "sick_leave",
                    "is_heading": False,
                    "sex": "",
                    "age": "",
                    "scale": "percent",
                    "decimals": 1,
                    "better": "lower",
                    "figures": [text for _days, text in columns],
                }
            ],
        }
        metrics = Metric.objects.in_bulk(["sick_leave"], field_name="code")
        (found,) = lines_of([section], metrics, (OWN, COMPARED))
        return found

    return of


def said(line):
    return [None if each is None else str(each) for each in (line.now, line.before)]


def test_older_column_may_stand_first(line):
    found = line((COMPARED, "6.0"), (OWN, "7.0"))

    assert said(found) == ["7.0", "6.0"]
    assert found.change > 0


def test_periods_of_unequal_length_are_not_held_against_each_other(line):
    found = line((OWN, "7.0"), (TO_DATE, "6.0"), (R12, "5.0"))

    assert said(found) == ["7.0", None]
    assert changed(found) == ""


def test_period_compared_with_comes_before_a_nearer_one(line):
    assert said(line((OWN, "7.0"), (FIRST_QUARTER, "9.0"), (COMPARED, "6.0"))) == [
        "7.0",
        "6.0",
    ]


def test_without_the_period_compared_with_the_nearest_before_is_taken(line):
    older = ["2023-10-01", "2023-12-31"]

    assert said(line((older, "5.0"), (OWN, "7.0"), (FIRST_QUARTER, "9.0"))) == [
        "7.0",
        "9.0",
    ]


def test_without_the_own_period_the_newest_is_told_of(line):
    before = ["2022-07-01", "2023-06-30"]
    found = line((before, "4.0"), (R12, "5.0"))

    assert said(found) == ["5.0", "4.0"]
    assert found.period == R12


def test_trend_is_ordered_by_time(line):
    found = line((COMPARED, "6.0"), (OWN, "7.0"), (FIRST_QUARTER, "9.0"))

    assert [str(figure) for figure in found.figures] == ["7.0", "9.0", "6.0"]


def test_difference_is_the_newer_less_the_older(db):
    committee = factories.committee("Schools")
    factories.unit(committee=committee)
    factories.figures(committee, years=(2022,), sick_hours_long=40)
    factories.figures(committee, years=(2023,), sick_hours_long=60)
    year = factories.year_with_table(
        rows=[{"metric_id": "sick_leave"}],
        columns=[{"span": "compared"}, {"span": "period"}, {"kind": "difference"}],
        cadence="year_before",
    )
    assert year.period == DateRange(date(2023, 1, 1), date(2024, 1, 1))

    (row,) = factories.table_of(year, committee)["rows"]

    assert row["figures"] == ["7.0", "9.0", "2.0"]
