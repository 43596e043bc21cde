"""A year's figures as a file: who gets it, and what stands in it."""

import csv
from io import StringIO

import pytest
from django.core.cache import cache

from organisation.models import Municipality
from reports.models import Report, ReportingYear
from reports.open_data import COLUMNS, as_csv
from reports.snapshots import approve
from tests.reports.factories import figures_replaced

pytestmark = pytest.mark.usefixtures("in_english")


def rows(response):
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text), delimiter=";"))


def inside(year):
    return f"{year.get_absolute_url()}figures.csv"


def outside(year):
    return f"/open/{year.pk}/figures.csv"


@pytest.fixture(autouse=True)
def _nobody_has_asked():
    cache.clear()


@pytest.fixture
def opened(year):
    ReportingYear.objects.update(is_open_data=True)
    return year


@pytest.fixture
def approved(report, hr):
    report.submit(by=hr)
    approve(report, by=hr)
    return Report.objects.get(pk=report.pk)


def of(found, metric, sex="", period="2023-12-31"):
    """The rows of a metric of all ages in the period that ends so."""
    return [
        row
        for row in found
        if (row["metric"], row["sex"], row["period_to"]) == (metric, sex, period)
    ]


def test_each_figure_of_a_period_is_a_row(approved, schools, hr, as_user):
    found = rows(as_user(hr).get(inside(approved.reporting_year)))

    (row,) = [
        each
        for each in of(found, "sick_leave_long", "women")
        if each["committee"] == schools.name
    ]
    assert row == {
        "municipality": Municipality.objects.get().name,
        "committee": "Grundskolenämnden",
        "year": "2024",
        "part": "",
        "table": "Sjukfrånvaro",
        "row": "Lång sjukfrånvaro (15- dagar): Kvinnor",
        "column": "R12 2023-12",
        "sex": "women",
        "age": "",
        "metric": "sick_leave_long",
        "unit": "percent",
        "period_from": "2023-01-01",
        "period_to": "2023-12-31",
        "value": "4,0",
        "note": "",
        "definition": "Sick leave from the 15th day of each case.",
    }
    assert len(of(found, "sick_leave", period="2022-12-31")) == 3


def test_file_is_one_that_excel_in_swedish_opens(approved, hr, as_user):
    response = as_user(hr).get(inside(approved.reporting_year))

    assert response.content.startswith(b"\xef\xbb\xbf" + b"municipality;committee;")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == (
        'attachment; filename="arbetsmiljorapport-2024.csv"'
    )


def test_differences_are_left_to_whoever_counts(approved, hr, as_user):
    found = rows(as_user(hr).get(inside(approved.reporting_year)))

    assert "Difference" not in {row["column"] for row in found}


def test_what_is_not_approved_says_so(year, hr, as_user):
    found = rows(as_user(hr).get(inside(year)))

    assert {row["note"] for row in found} == {"preliminary"}


def test_unknown_figure_is_empty_and_says_so(year, schools, hr, as_user):
    figures_replaced(schools, years=(2023,))

    found = rows(as_user(hr).get(inside(year)))

    unknown = [row for row in found if row["note"] == "unknown"]
    assert {row["value"] for row in unknown} == {""}
    assert unknown


def test_suppressed_figure_is_hidden_in_the_file_too(approved):
    content = approved.approved_snapshot.content
    table = next(each for each in content["sections"] if each.get("columns"))
    row = next(each for each in table["rows"] if not each["is_heading"])
    row["figures"][0] = "*"

    text = as_csv([content]).decode("utf-8-sig")

    first = next(csv.DictReader(StringIO(text), delimiter=";"))
    assert (first["value"], first["note"]) == ("", "suppressed")
    assert "*" not in text


def test_text_that_a_spreadsheet_would_run_is_text(approved):
    content = approved.approved_snapshot.content | {"municipality": "=1+1"}

    text = as_csv([content]).decode("utf-8-sig")

    assert "'=1+1" in text
    assert ";=1+1" not in text.replace("\n", ";")


def test_reader_gets_what_the_reader_sees(year, school_hr, as_user):
    found = rows(as_user(school_hr).get(inside(year)))

    assert {row["committee"] for row in found} == {"Grundskolenämnden"}


def test_file_is_nothing_to_those_who_see_no_report(year, head_teacher, as_user):
    client = as_user(head_teacher)

    assert client.get(inside(year)).status_code == 404
    assert client.get(f"{year.get_absolute_url()}figures/").status_code == 404


def test_visitor_is_sent_to_log_in(year, client):
    assert client.get(inside(year)).status_code == 302


# Open to everyone


def test_nothing_is_open_until_hr_has_opened_it(approved, client):
    year = approved.reporting_year

    assert client.get(outside(year)).status_code == 404
    assert client.get(f"/open/{year.pk}/").status_code == 404


def test_visitor_gets_the_figures_of_what_is_approved(opened, approved, client):
    found = rows(client.get(outside(opened)))

    assert {row["committee"] for row in found} == {"Grundskolenämnden"}
    assert {row["note"] for row in found} == {""}


def test_visitor_gets_no_draft(opened, client):
    assert rows(client.get(outside(opened))) == []


def test_visitor_gets_what_was_approved_whatever_has_happened_since(
    opened, approved, schools, client
):
    figures_replaced(schools, sick_hours_long=600)

    found = rows(client.get(outside(opened)))

    assert {row["value"] for row in of(found, "sick_leave")} == {"7,0"}


def test_visitor_gets_the_edition_that_holds_while_it_is_corrected(
    opened, approved, schools, hr, client
):
    approved.correct(by=hr, reason="A wrong figure")
    figures_replaced(schools, sick_hours_long=600)

    found = rows(client.get(outside(opened)))

    assert {row["value"] for row in of(found, "sick_leave")} == {"7,0"}
    assert {row["note"] for row in found} == {""}


def test_open_page_says_what_stands_in_each_column(opened, client, parse):
    page = parse(client.get(f"/open/{opened.pk}/"))

    named = [code.get_text() for code in page.select("table:first-of-type code")]
    assert named[: len(COLUMNS)] == list(COLUMNS)
    assert "sick_leave" in named
    assert page.select_one(f"a[href='{outside(opened)}']")
    assert not page.select(".crumb")


def test_file_can_be_asked_for_so_often_and_no_more(opened, client, monkeypatch):
    monkeypatch.setattr("incidents.limits._RATES", {"open_data": "2/h/key"})

    answers = [client.get(outside(opened)).status_code for _each in range(3)]

    assert answers == [200, 200, 429]


def test_public_file_costs_the_same_for_many_reports(
    opened, approved, summary, hr, client, queries
):
    few = queries(lambda: client.get(outside(opened)))

    summary.submit(by=hr)
    approve(summary, by=hr)

    assert queries(lambda: client.get(outside(opened))) == few <= 12
