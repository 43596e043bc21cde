"""From a figure to what it was made of, for those who may see that."""

import pytest

from incidents.models import Details, Incident
from organisation import roles
from organisation.models import Role
from reports.following import table_of
from reports.models import Figure, Report, ReportingYear, ReportTemplate, Section
from reports.shipped import load_metrics
from reports.snapshots import approve
from tests.factories import IncidentFactory, UnitFactory, UserFactory
from tests.reports import factories
from tests.reports.conftest import at
from tests.reports.factories import figures_replaced

pytestmark = pytest.mark.usefixtures("in_english")


def table_url(report, code="sick-leave-table"):
    return f"{report.get_absolute_url()}tables/{code}/"


def as_read_by(user, report):
    return Report.objects.as_read_by(user).get(pk=report.pk)


def figure_url(report, row, column, code="sick-leave-table"):
    return f"{table_url(report, code)}{row}/{column}/"


@pytest.fixture
def reader(preschool, primary):
    """Reads the reports of all committees, and is no HR."""
    user = UserFactory(name="Reader")
    roles.appoint(user, Role.READER, primary)
    return user


@pytest.fixture
def page(as_user, parse):
    def open_page(user, url):
        response = as_user(user).get(url)
        assert response.status_code == 200
        return parse(response)

    return open_page


def facts(page):
    return {
        term.get_text(strip=True): term.find_next_sibling("dd").get_text(
            " ", strip=True
        )
        for term in page.select("dl.summary dt")
    }


def approved(report, hr):
    report.submit(by=hr)
    approve(report, by=hr)
    return Report.objects.get(pk=report.pk)


# From the report and the table


def test_each_figure_of_the_report_leads_to_its_page(report, hr, page, as_user):
    found = page(hr, report.get_absolute_url())

    links = found.select("#sick-leave-table a, table a")
    addresses = [a["href"] for a in links if "/tables/sick-leave-table/" in a["href"]]
    assert figure_url(report, 1, 1) in addresses
    assert {as_user(hr).get(each).status_code for each in addresses[:3]} == {200}


def test_table_has_a_link_for_each_figure_that_is_known(report, hr, page):
    found = page(hr, table_url(report))

    row = found.find("th", string="Total sjukfrånvaro").parent
    assert [a["href"] for a in row.select("td a")] == [
        figure_url(report, 1, column) for column in (1, 2, 3)
    ]
    assert found.select_one("svg.chart")


def test_unknown_figures_have_no_link(report, schools, hr, page):
    figures_replaced(schools, years=(2023,))

    row = page(hr, table_url(report)).find("th", string="Total sjukfrånvaro").parent
    assert [td.get_text(strip=True) for td in row("td")] == ["7.0", "–", "–"]
    assert len(row.select("a")) == 1


def test_table_and_figure_are_nothing_to_those_who_may_not_see_the_report(
    report, head_teacher, as_user
):
    client = as_user(head_teacher)

    assert client.get(table_url(report)).status_code == 404
    assert client.get(figure_url(report, 1, 1)).status_code == 404


@pytest.mark.parametrize(
    "place", ["sick-leave-text/", "nothing/", "sick-leave-table/4/1/"]
)
def test_what_is_no_table_or_no_figure_is_not_found(report, hr, as_user, place):
    # The fourth row is a heading.
    assert as_user(hr).get(table_url(report, place)[:-1]).status_code == 404


@pytest.mark.parametrize("place", [(99, 1), (1, 99), (0, 1), (1, 0)])
def test_a_place_outside_the_table_is_not_found(report, hr, as_user, place):
    assert as_user(hr).get(figure_url(report, *place)).status_code == 404


# What it is


def test_share_tells_how_it_comes_out_with_its_amounts(report, hr, page):
    found = facts(page(hr, figure_url(report, 1, 1)))

    assert found["How it comes out"] == (
        "(Sick leave day 1–14 (hours) (720) + Sick leave from day 15 (hours) (960)),"
        " divided by Scheduled hours (24,000), times 100"
    )
    assert found["Committees"] == "Grundskolenämnden"
    assert found["Period"] == "Jan. 1, 2023–Dec. 31, 2023"
    assert found["What it is"].startswith("Hours of sick leave as a share")


def test_figure_of_women_is_made_of_their_amounts_alone(report, hr, page):
    found = facts(page(hr, figure_url(report, 2, 1)))

    assert "(360)" in found["How it comes out"]


def test_formula_says_what_is_missing(report, schools, hr, page):
    Figure.objects.filter(committee=schools, quantity="scheduled_hours").delete()

    found = facts(page(hr, figure_url(report, 1, 1)))

    assert found["How it comes out"] == "Not known: Scheduled hours is missing."


def test_difference_leads_to_the_two_figures_it_is_between(report, hr, page):
    found = page(hr, figure_url(report, 1, 3))

    assert facts(found)["How it comes out"].endswith("= 0.0")
    links = [a["href"] for a in found.select("dl.summary a")]
    assert links == [figure_url(report, 1, 1), figure_url(report, 1, 2)]


def test_figure_of_the_municipality_names_its_committees(summary, hr, page):
    found = facts(page(hr, figure_url(summary, 1, 1)))

    assert found["Committees"] == "Förskolenämnden, Grundskolenämnden"


# What it was made of


def names_of_records(found):
    return [a.get_text(strip=True) for a in found.select("#rows tbody a")]


def test_records_behind_a_number_are_those_that_are_counted(report, primary, hr, page):
    counted = Incident.objects.get(unit=primary, reported_at__year=2023)
    IncidentFactory(unit=primary, reported_at=at(2023, 6, 1), kind="near_miss")

    found = page(hr, figure_url(report, 1, 1, "incidents-table"))

    assert found.h1.get_text(strip=True).endswith(": 1")
    assert names_of_records(found) == [str(counted)]


def test_records_are_only_those_that_the_reader_may_see_and_the_rest_are_told_of(
    report, reader, primary, page
):
    found = page(reader, figure_url(report, 1, 1, "incidents-table"))

    assert names_of_records(found) == []
    assert "1 record is counted that you have no access to." in found.get_text()


def test_records_of_other_committees_are_not_behind_the_figure(
    report, preschool, hr, page
):
    moment = at(2023, 5, 3)
    IncidentFactory(
        unit=preschool, kind="accident", reported_at=moment, occurred_on=moment
    )

    found = page(hr, figure_url(report, 1, 1, "incidents-table"))

    assert len(names_of_records(found)) == 1


def test_records_come_in_pages(report, primary, hr, page):
    moment = at(2023, 7, 3)
    for _each in range(55):
        IncidentFactory(
            unit=primary, kind="accident", reported_at=moment, occurred_on=moment
        )

    first = page(hr, figure_url(report, 1, 1, "incidents-table"))

    assert len(names_of_records(first)) == 50
    following = first.select_one(".page-links a[href*=after]")
    assert len(names_of_records(page(hr, _joined(report, following)))) == 6


def _joined(report, link):
    return figure_url(report, 1, 1, "incidents-table") + link["href"].partition("/")[0]


def test_rows_of_the_import_say_where_each_value_comes_from(report, hr, page):
    found = page(hr, f"{figure_url(report, 1, 1)}?of=scheduled_hours")

    heads = [th.get_text(strip=True) for th in found.select("#rows thead th")]
    cells = found.select("#rows tbody tr")[0]
    assert heads[:7] == ["Committee", "Month", "Sex", "Age", "Value", "File", "Row"]
    assert cells.th.get_text(strip=True) == "Grundskolenämnden"
    assert [td.get_text(strip=True) for td in cells("td")][4:6] == ["hr.xlsx", "2"]
    assert len(found.select("#rows tbody tr")) == 24


def test_of_a_share_both_parts_can_be_chosen(report, hr, page):
    found = page(hr, figure_url(report, 1, 1))

    assert [a["href"] for a in found.select(".chips a")] == [
        "?of=sick_hours_short#rows",
        "?of=sick_hours_long#rows",
        "?of=scheduled_hours#rows",
    ]


def test_rows_of_few_people_are_shown_to_hr_alone(report, schools, reader, hr, page):
    figures_replaced(schools, employees=4)
    # Eight together, of whom four are women: the whole is shown, its parts are not.
    url = figure_url(report, 1, 1)

    assert not page(reader, url).select("#rows tbody tr")
    assert "Only the HR department of the whole municipality" in str(page(reader, url))
    assert len(page(hr, url).select("#rows tbody tr")) == 24


def test_rows_of_many_people_are_shown_to_readers_too(report, reader, page):
    assert len(page(reader, figure_url(report, 1, 1)).select("#rows tbody tr")) == 24


def test_rows_of_many_are_closed_where_they_would_give_away_few(
    preschool, primary, schools, reader, hr, page
):
    """The men of one committee are hidden with the few women of another."""
    third = factories.committee("Kulturnämnden")
    UnitFactory(parent=primary.parent, committee=third)
    for committee, women, men in [
        (preschool.committee, 40, 30),
        (third, 3, 30),
        (schools, 30, 15),
    ]:
        for sex, people in (("women", women), ("men", men)):
            factories.figures(committee, years=(2023,), sexes=[sex], employees=people)
    year = factories.year_with_table(
        rows=[{"metric_id": "sick_leave", "sex": sex} for sex in ("", "women", "men")],
        columns=[{"kind": "figure"}],
    )
    assert factories.shown(year, schools) == ["7.0", "*", "*"]
    url = figure_url(year.reports.get(committee=schools), 1, 1, "table")

    assert not page(reader, url).select("#rows tbody tr")
    assert len(page(hr, url).select("#rows tbody tr")) == 24


def test_what_is_suppressed_is_followed_by_hr_of_the_municipality_alone(
    report, schools, reader, hr, as_user, monkeypatch
):
    found = table_of(as_read_by(reader, report), "sick-leave-table")
    found.shown["rows"][0]["figures"][0] = "*"
    monkeypatch.setattr("reports.views.following.following.table_of", lambda *_: found)

    assert as_user(reader).get(figure_url(report, 1, 1)).status_code == 403
    assert as_user(reader).get(figure_url(report, 1, 2)).status_code == 200
    assert as_user(hr).get(figure_url(report, 1, 1)).status_code == 200


def test_suppressed_figure_is_a_link_for_hr_alone(
    report, reader, hr, page, monkeypatch
):
    found = table_of(as_read_by(reader, report), "sick-leave-table")
    found.shown["rows"][0]["figures"][0] = "*"
    monkeypatch.setattr("reports.views.following.following.table_of", lambda *_: found)

    def links(user):
        row = page(user, table_url(report)).find("th", string="Total sjukfrånvaro")
        return [a.get_text(strip=True) for a in row.parent.select("a")]

    assert links(reader) == ["7.0", "0.0"]
    assert links(hr) == ["*", "7.0", "0.0"]


# Of an approved report


def test_approved_figure_stays_and_says_what_the_records_give_today(
    report, schools, hr, page
):
    frozen = approved(report, hr)
    figures_replaced(schools, years=(2022,))
    factories.figures(schools, years=(2023,), sick_hours_long=60)

    found = page(hr, figure_url(frozen, 1, 1))

    assert found.h1.get_text(strip=True).endswith(": 7.0")
    assert (
        "The records of today give 9.0"
        in found.select_one(
            "main .stack.ds-alert, main .ds-alert:not(.message)"
        ).get_text()
    )


def test_table_of_an_approved_report_lists_what_has_changed_since(
    report, schools, hr, page
):
    frozen = approved(report, hr)

    assert not page(hr, table_url(frozen)).select("main .ds-alert:not(.message)")

    figures_replaced(schools, years=(2022,))
    factories.figures(schools, years=(2023,), sick_hours_long=60)

    alert = (
        page(hr, table_url(frozen))
        .select_one("main .stack.ds-alert, main .ds-alert:not(.message)")
        .get_text(" ", strip=True)
    )
    assert "Total sjukfrånvaro, R12 2023-12: 7.0 in the report, 9.0 today" in alert


# Cost


@pytest.mark.parametrize(
    ("row", "code"), [(1, "sick-leave-table"), (1, "incidents-table")]
)
def test_pages_cost_the_same_for_many_records(
    report, primary, hr, as_user, queries, row, code
):
    client = as_user(hr)
    urls = [table_url(report, code), figure_url(report, row, 1, code)]
    client.get(urls[1])
    few = [queries(lambda url=url: client.get(url)) for url in urls]

    moment = at(2023, 7, 3)
    for _each in range(5):
        IncidentFactory(
            unit=primary, kind="accident", reported_at=moment, occurred_on=moment
        )

    assert [queries(lambda url=url: client.get(url)) for url in urls] == few
    assert max(few) <= 13


# Of incidents by two things at once


@pytest.fixture
def crossed(preschool, primary, schools):
    """The schools' report with a table of kinds by month and one of sex by workplace."""
    load_metrics()
    template = ReportTemplate.objects.create(
        code="crossed",
        version=1,
        name="Crossed",
        title="Crossed",
        file_name="crossed",
        smallest_group=0,
        status="draft",
    )
    for order, (down, across) in enumerate([("kind", "month"), ("unit", "sex")]):
        Section.objects.create(
            template=template,
            order=order,
            code=f"{down}-by-{across}",
            kind=Section.Kind.CROSS_TABLE,
            title="Incidents",
            down=down,
            across=across,
        )
    template.publish()
    for month in (1, 1, 2):
        moment = at(2023, month, 5)
        made = IncidentFactory(
            unit=primary, kind="accident", reported_at=moment, occurred_on=moment
        )
        if month == 2:
            Details.objects.create(incident=made, sex="woman")
    year = ReportingYear.objects.open(2024, template)
    return year.reports.get(committee=schools)


@pytest.mark.parametrize(
    ("code", "row", "column", "number"),
    [
        ("kind-by-month", 1, 1, 2),
        ("kind-by-month", 1, 2, 1),
        ("kind-by-month", 1, 13, 3),
        ("kind-by-month", 2, 1, 2),
        ("unit-by-sex", 1, 1, 1),
        ("unit-by-sex", 1, 2, 2),
        ("unit-by-sex", 1, 3, 3),
    ],
)
def test_number_of_incidents_by_two_things_leads_to_them(
    crossed, hr, page, code, row, column, number
):
    found = page(hr, figure_url(crossed, row, column, code))

    assert found.h1.get_text(strip=True).endswith(f": {number}")
    assert len(names_of_records(found)) == number


def test_who_only_reported_what_happened_is_not_told_by_whom_it_was(
    crossed, reader, page
):
    Incident.objects.update(reported_by=reader)

    of_kind = page(reader, figure_url(crossed, 1, 1, "kind-by-month"))
    of_sex = page(reader, figure_url(crossed, 1, 1, "unit-by-sex"))

    assert len(names_of_records(of_kind)) == 2
    assert names_of_records(of_sex) == []
    assert "1 record is counted that you have no access to." in of_sex.get_text()


def test_number_is_found_again_when_the_order_of_its_table_has_changed(
    crossed, primary, hr, page
):
    frozen = approved(crossed, hr)
    other = UnitFactory(parent=primary.parent, committee=primary.committee)
    moment = at(2023, 3, 5)
    for _each in range(5):
        IncidentFactory(unit=other, reported_at=moment, occurred_on=moment)

    found = page(hr, figure_url(frozen, 1, 2, "unit-by-sex"))

    assert len(names_of_records(found)) == 2
    assert not found.select("main .ds-alert:not(.message)")
