"""What the review of a draft finds of figures that would tell of few people."""

import pytest

from reports import editing
from reports.completeness import review
from reports.models import Metric
from tests.reports import factories

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def draft(municipality, hr):
    factories.load_metrics()
    return editing.begin(
        by=hr, name="Ours", title="Report", file_name="report", collects=["unit"]
    )


@pytest.fixture
def add(draft, hr):
    """Adds a section; of tables with rows of (metric, sex)."""

    def add(kind, *, rows=(), **what):
        section = editing.add_section(draft, by=hr, kind=kind, title="Title", **what)
        for code, sex in rows:
            metric = Metric.objects.get(code=code)
            row = {"label": "Row", "metric": metric, "sex": sex}
            editing.add_part(draft, section, by=hr, name="rows", **row)
        return section

    return add


@pytest.fixture
def crossed(add):
    def add_crossed(down, across, counts=""):
        return add("cross_table", down=down, across=across, counts=counts)

    return add_crossed


def wrong(draft):
    return [finding.section for finding in review(draft).wrong]


def doubts(draft):
    return [finding.what for finding in review(draft).doubts]


@pytest.mark.parametrize("kind", ["metric_table", "indicator_table"])
@pytest.mark.parametrize("level", ["unit", "administration"])
def test_figures_of_committees_stand_in_no_report_of_parts_of_them(
    draft, add, kind, level
):
    levels = ["committee", level]
    table = add(kind, rows=[("injuries", "")], levels=levels)

    assert any(
        finding.section == table and "whole committee" in finding.what
        for finding in review(draft).wrong
    )


def test_figures_of_committees_stand_in_their_reports(draft, add):
    add("metric_table", rows=[("injuries", "")])

    assert wrong(draft) == []


def test_two_tables_of_the_persons_behind_the_same_incidents_are_refused(
    draft, crossed
):
    crossed("kind", "sex")
    second = crossed("cause", "body_part", "injuries")

    assert wrong(draft) == [second]


def test_kinds_of_which_one_knows_of_whom_are_of_persons_too(draft, crossed):
    crossed("unit", "kind")
    second = crossed("kind", "month")

    assert wrong(draft) == [second]


def test_tables_of_other_incidents_may_stand_beside_each_other(draft, crossed):
    crossed("cause", "sex", "near_misses")
    crossed("cause", "absence", "injuries")
    crossed("unit", "month")

    assert wrong(draft) == []


@pytest.mark.parametrize(
    ("metric", "sex", "by"),
    [("accidents", "women", "sex"), ("injuries_with_absence", "", "absence")],
)
def test_rows_that_divide_what_a_table_divides_are_refused(
    draft, add, crossed, metric, sex, by
):
    table = crossed("cause", by, "injuries")
    assert wrong(draft) == []

    add("metric_table", rows=[(metric, sex)])

    assert wrong(draft) == [table]


def test_template_that_hides_nothing_may_tell_all_twice(draft, crossed, hr):
    version = editing.stamp(draft)
    draft = editing.change(draft, draft, by=hr, version=version, smallest_group=0)
    crossed("kind", "sex")
    crossed("kind", "absence")

    assert wrong(draft) == []


def test_figures_of_nobody_knows_how_many_are_a_doubt(draft, add, preschools):
    factories.figures(preschools, sexes=[""])
    add("metric_table", rows=[("sick_leave", ""), ("overtime_hours", "women")])

    overtime = Metric.objects.get(code="overtime_hours").label
    assert [each for each in doubts(draft) if "how many people" in each] == [
        f"Nobody has delivered of how many people “{overtime}” tells, divided as in the"
        " table. Its figures are not shown until then."
    ]
