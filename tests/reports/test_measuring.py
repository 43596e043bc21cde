"""Counts, sums, shares and the differences between them."""

from datetime import date
from decimal import Decimal

import pytest

from incidents.models import Incident
from organisation import history
from reports.contents import YearContents
from reports.measuring import measure
from reports.metrics import difference, rounded
from reports.models import Metric
from reports.shipped import METRICS
from tests.reports import factories
from tests.reports.conftest import at


def measured(year):
    periods = [year.period, year.comparison_period]
    ids = [committee.pk for committee in year.committees()]
    return measure(periods, ids, quantities=["injuries", "near_misses", "closed"])


def counted(year, committee):
    return measured(year)[year.period][committee.pk].of()


def metric(code):
    return Metric(code=code, **METRICS[code])


def rows_of(year, report, code):
    sections = YearContents(year).of(report)["sections"]
    section = next(section for section in sections if section["code"] == code)
    return [(row["label"], row["figures"]) for row in section["rows"]]


def table(year, report, code):
    """{label: figures}; of labels that stand in several groups, the last."""
    return dict(rows_of(year, report, code))


# Rounding


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        ("7.65", 1, "7.7"),
        ("7.649", 1, "7.6"),
        ("0.05", 1, "0.1"),
        ("-0.04", 1, "0.0"),
        ("2.5", 0, "3"),
    ],
)
def test_figures_are_rounded_half_up(value, decimals, shown):
    assert str(rounded(Decimal(value), decimals)) == shown


def test_difference_is_between_figures_as_shown():
    short = metric("sick_leave_short")

    def percent(hours):
        amounts = {"sick_hours_short": hours, "scheduled_hours": 100_000}
        return short.figure(amounts)

    now, before = percent(3_249), percent(3_751)

    assert (now, before) == (Decimal("3.2"), Decimal("3.8"))
    assert difference(now, before) == Decimal("-0.6")


def test_parts_that_do_not_add_up_are_not_corrected():
    amounts = {
        "sick_hours_short": 3_155,
        "sick_hours_long": 4_560,
        "scheduled_hours": 100_000,
    }

    shown = [
        str(metric(code).figure(amounts))
        for code in ("sick_leave_short", "sick_leave_long", "sick_leave")
    ]

    assert shown == ["3.2", "4.6", "7.7"]


def test_share_of_nothing_is_unknown():
    amounts = {"sick_hours_short": 0, "sick_hours_long": 0, "scheduled_hours": 0}

    assert metric("sick_leave").figure(amounts) is None


def test_turnover_is_per_employee_and_year():
    amounts = {"external_leavers": 11, "employees": 100}

    assert metric("staff_turnover").figure(amounts) == Decimal("11.0")


# Records


def test_injuries_are_counted_by_kind(year, primary, schools):
    before = counted(year, schools)["injuries"]
    for kind in Incident.Kind:
        factories.incident(unit=primary, kind=kind, reported_at=at(2023, 6, 1))

    after = counted(year, schools)

    assert after["injuries"] - before == len(Incident.Kind.injuries)
    assert after["near_misses"] == 1


@pytest.mark.parametrize(
    ("moment", "belongs"),
    [
        (at(2023, 1, 1, 0, 0), True),
        (at(2022, 12, 31, 23, 59), False),
        (at(2023, 12, 31, 23, 59), True),
        (at(2024, 1, 1, 0, 0), False),
    ],
)
def test_day_of_the_report_is_the_municipality_s(
    moment, belongs, year, primary, schools
):
    factories.incident(unit=primary, kind="near_miss", reported_at=moment)

    assert counted(year, schools)["near_misses"] == belongs


def test_closed_counts_in_the_year_of_closing(year, primary, schools):
    for reported, closed in [
        (at(2022, 11, 1), at(2023, 2, 1)),
        (at(2023, 11, 1), at(2024, 2, 1)),
    ]:
        factories.incident(
            unit=primary, closed=True, reported_at=reported, closed_at=closed
        )

    assert counted(year, schools)["closed"] == 1


def test_reorganisation_in_mid_year_moves_only_what_comes_after(
    year, primary, schools, preschools
):
    history.reorganise(primary, on=date(2023, 7, 1), committee=preschools)
    for day in (date(2023, 6, 30), date(2023, 7, 1)):
        factories.incident(
            unit=primary,
            kind="near_miss",
            occurred_on=day,
            reported_at=at(2023, 9, 1),
        )

    found = [counted(year, each)["near_misses"] for each in (schools, preschools)]

    assert found == [1, 1]


def test_summary_is_the_sum_of_its_parts(year, summary, preschool, primary):
    for unit, number in [(preschool, 2), (primary, 3)]:
        for _each in range(number):
            factories.incident(unit=unit, kind="near_miss", reported_at=at(2023, 5, 1))

    parts = [
        table(year, report, "incidents-table")["Antal rapporterade tillbud"][0]
        for report in year.reports.filter(level="committee")
    ]

    whole = table(year, summary, "incidents-table")["Antal rapporterade tillbud"]
    assert sorted(parts) == ["2", "3"]
    assert whole == ["5"]


def test_share_of_the_whole_is_no_mean_of_shares(year, summary, preschools, schools):
    factories.figures_replaced(preschools, scheduled_hours=9000, sick_hours_short=900)
    factories.figures_replaced(schools, scheduled_hours=1000, sick_hours_short=0)

    label, figures = rows_of(year, summary, "sick-leave-table")[4]
    assert (label, figures[0]) == ("Totalt", "9.0")


def test_women_and_men_are_told_apart(year, report, schools):
    schools.figures.all().delete()
    factories.figures(schools, sexes=["women"], sick_hours_long=57)
    factories.figures(schools, sexes=["men"], sick_hours_long=20)

    rows = rows_of(year, report, "sick-leave-table")[:3]

    assert [figures[0] for _label, figures in rows] == ["6.9", "8.7", "5.0"]


def test_table_compares_where_the_template_says(year, report, summary):
    contents = YearContents(year)

    def headings(of):
        sections = contents.of(of)["sections"]
        return {
            each["code"]: [column["heading"] for column in each.get("columns", [])]
            for each in sections
        }

    assert headings(report)["incidents-table"] == [
        "Föregående år",
        "Året innan",
        "Skillnad",
    ]
    assert headings(summary)["incidents-table"] == ["Föregående år"]
    assert headings(summary)["sick-leave-table"] == [
        "R12 2023-12",
        "R12 2022-12",
        "Skillnad",
    ]


# What is missing


def test_month_without_figures_makes_the_figure_unknown(year, report, summary, schools):
    schools.figures.filter(month=date(2023, 4, 1), quantity="overtime_hours").delete()

    for each in (report, summary):
        rows = table(year, each, "extra-hours-table")
        assert rows["Övertidstimmar"] == ["", rows["Övertidstimmar"][1], ""]
        assert rows["Mertid/fyllnadstid"][0] != ""


def test_summary_names_who_has_not_delivered(year, summary, schools):
    schools.figures.filter(month=date(2023, 4, 1)).delete()

    reasons = [each["reason"] for each in YearContents(year).of(summary)["missing"]]

    assert len(reasons) == 3
    assert all("Grundskolenämnden" in reason for reason in reasons)
    assert not any("Förskolenämnden" in reason for reason in reasons)


def test_year_without_records_has_no_counts(preschool, primary):
    year = factories.reporting_year(2031)
    report = year.reports.first()

    content = YearContents(year).of(report)

    assert len(content["missing"]) == 4
    rows = content["sections"][4]["rows"]
    assert {figure for row in rows for figure in row["figures"]} == {""}


def test_committee_from_mid_year_needs_only_its_own_months(
    preschool, primary, preschools, schools, education
):
    new = factories.committee("new")
    factories.unit(parent=education, committee=new, since=date(2023, 7, 1))
    for committee in (preschools, schools):
        factories.figures(committee)
    factories.figures(new, only=factories.months(2023)[6:])
    factories.incident(unit=primary, reported_at=at(2023, 5, 1))
    year = factories.reporting_year()

    report = year.reports.get(committee=new)
    content = YearContents(year).of(report)

    assert content["missing"] == []
    rows = table(year, report, "sick-leave-table")
    assert rows["Total sjukfrånvaro"] == ["7.0", "", ""]
    summary = year.reports.get(level="municipality")
    assert table(year, summary, "sick-leave-table")["Total sjukfrånvaro"] == [
        "7.0",
        "7.0",
        "0.0",
    ]


def test_heads_are_the_mean_of_the_months_in_which_the_committee_sat(
    preschool, preschools, education
):
    new = factories.committee("new")
    factories.unit(parent=education, committee=new, since=date(2023, 7, 1))
    factories.figures(preschools)
    factories.figures(new, only=factories.months(2023)[6:], employees=50)
    columns = [{"kind": "figure"}]

    year = factories.year_with_table(rows=[{"metric_id": "employees"}], columns=columns)

    assert factories.shown(year, new) == ["100"]
    assert factories.shown(year, preschools) == ["20"]
    # Half a year of a hundred, and a whole one of twenty.
    assert factories.shown(year) == ["70"]


def test_heads_of_committees_that_follow_each_other_are_not_added(
    preschool, preschools
):
    new = factories.committee("new")
    history.reorganise(preschool, on=date(2023, 7, 1), committee=new)
    factories.figures(preschools, only=factories.months(2023)[:6])
    factories.figures(new, only=factories.months(2023)[6:])
    columns = [{"kind": "figure"}]

    year = factories.year_with_table(rows=[{"metric_id": "employees"}], columns=columns)

    assert factories.shown(year) == ["20"]


def test_turnover_of_a_committee_from_mid_year_is_counted_up_to_a_whole_one(
    preschool, education
):
    new = factories.committee("new")
    factories.unit(parent=education, committee=new, since=date(2023, 7, 1))
    factories.figures(new, only=factories.months(2023)[6:], employees=50)

    year = factories.year_with_table(
        rows=[{"metric_id": "staff_turnover"}], columns=[{"kind": "figure"}]
    )

    assert factories.shown(year, new) == ["24.0"]


def test_all_reports_are_measured_in_two_queries(year, django_assert_num_queries):
    periods = [year.period, year.comparison_period]
    ids = [committee.pk for committee in year.committees()]
    quantities = ["injuries", "near_misses", "sick_hours_short", "scheduled_hours"]

    with django_assert_num_queries(2):
        measure(periods, ids, quantities=quantities)
