import pytest
from django.urls import reverse

from reports.contents import YearContents
from reports.models import (
    CoverReport,
    Metric,
    Narrative,
    ReportingYear,
    ReportTemplate,
    Section,
)
from reports.shipped import load_metrics
from tests.reports import factories
from tests.reports.conftest import at
from ui.prose import blocks

pytestmark = pytest.mark.usefixtures("in_english")

Kind = Section.Kind


@pytest.fixture
def year(preschool, primary):
    """2024's reports with an indicator table, a cover report and a text."""
    for committee in (preschool.committee, primary.committee):
        factories.figures(committee)
    factories.incident(unit=primary, reported_at=at(2023, 5, 2))
    load_metrics()
    template = ReportTemplate.objects.create(
        code="written",
        version=1,
        name="Written",
        title="Written",
        file_name="written",
        status="draft",
    )
    kinds = [Kind.INDICATOR_TABLE, Kind.COVER_REPORT, Kind.NARRATIVE]
    for order, kind in enumerate(kinds, start=1):
        section = Section.objects.create(
            template=template,
            order=order,
            number=str(order),
            code=kind.replace("_", "-"),
            kind=kind,
            title=kind.label,
        )
        if kind == Kind.INDICATOR_TABLE:
            section.rows.create(order=1, label="Health")
            for place, code in enumerate(["sick_leave", "accidents"], start=2):
                metric = Metric.objects.get(code=code)
                section.rows.create(order=place, label=metric.label, metric=metric)
            section.rows.create(order=4, label="Staff")
    template.publish()
    return ReportingYear.objects.open(2024, template)


@pytest.fixture
def indicators(year):
    """{label: row} of the rows with a text of their own."""
    rows = year.template.sections.get(kind=Kind.INDICATOR_TABLE).rows
    return {row.label: row for row in rows.filter(metric=None)}


def of_row(report, row):
    return reverse("reports:section_row", args=[report.pk, "indicator-table", row.pk])


def of(report, code):
    return reverse("reports:section", args=[report.pk, code])


def section_of(report, kind):
    content = YearContents(report.reporting_year, only=report).of(report)
    return next(each for each in content["sections"] if each["kind"] == kind)


# The analysis of an indicator


def test_each_indicator_has_a_text_of_its_own(as_user, hr, report, indicators):
    client = as_user(hr)
    for label, row in indicators.items():
        text = f"About {label}"
        response = client.post(of_row(report, row), {"text": text, "version": "0"})
        assert response.url == f"{report.get_absolute_url()}#indicator-table"

    rows = section_of(report, Kind.INDICATOR_TABLE)["rows"]
    assert [row["text"] for row in rows if row["is_heading"]] == [
        "About Health",
        "About Staff",
    ]


def test_page_shows_each_analysis_in_its_row_with_a_link_to_write(
    as_user, hr, report, indicators, parse
):
    health = indicators["Health"]
    section = health.section
    report.write(section, "Fewer are ill.", by=hr, row=health)

    page = parse(as_user(hr).get(report.get_absolute_url()))

    analyses = page.select("tr.analysis")
    assert [each.p.text.strip() for each in analyses] == [
        "Fewer are ill.",
        "Nothing is written here yet.",
    ]
    assert analyses[0].a["href"] == of_row(report, health)
    assert analyses[0].a.text == "Write: Health"


def test_page_of_an_indicator_is_headed_by_it_and_shows_its_figures(
    as_user, hr, report, indicators, parse
):
    page = parse(as_user(hr).get(of_row(report, indicators["Health"])))

    assert page.h1.text == "Health"
    assert "Sick leave" in page.select_one("aside table").text


def test_two_who_write_about_one_indicator_lose_nothing(
    as_user, hr, report, indicators, parse
):
    row = indicators["Health"]
    report.write(row.section, "Theirs", by=hr, row=row)

    response = as_user(hr).post(of_row(report, row), {"text": "Mine", "version": "0"})

    assert response.status_code == 422
    assert parse(response).select_one("[name=text]").text.strip() == "Mine"
    assert "Theirs" in parse(response).select_one(".conflict").text
    assert Narrative.objects.get(row=row).text == "Theirs"


def test_texts_of_different_indicators_are_no_conflict(as_user, hr, report, indicators):
    health, staff = indicators.values()
    report.write(health.section, "Theirs", by=hr, row=health)

    response = as_user(hr).post(of_row(report, staff), {"text": "Mine", "version": "0"})

    assert response.status_code == 302


def test_only_indicators_have_a_text_in_their_row(as_user, hr, report, indicators):
    metric = indicators["Health"].section.rows.get(metric="sick_leave")
    other = reverse("reports:section_row", args=[report.pk, "narrative", metric.pk])

    client = as_user(hr)

    assert client.get(of_row(report, metric)).status_code == 404
    assert client.get(of(report, "indicator-table")).status_code == 404
    assert client.get(other).status_code == 404


def test_who_may_only_read_writes_about_no_indicator(
    as_user, head_of_administration, report, indicators, teacher
):
    url = of_row(report, indicators["Health"])

    assert as_user(teacher).get(url).status_code == 404


# The cover report

COVER = {
    "summary": "Sick leave falls.",
    "proposal": "The committee takes note of the report.",
    "body-1": "The working committee",
    "on-1": "2024-05-02",
    "body-3": "The committee",
    "on-3": "2024-05-20",
    "paragraph-3": "§ 47",
    "version": "0",
}


def test_cover_report_is_written_with_its_route(as_user, hr, report):
    response = as_user(hr).post(of(report, "cover-report"), COVER)

    assert response.url == f"{report.get_absolute_url()}#cover-report"
    assert CoverReport.objects.get().written_by == hr
    found = section_of(report, Kind.COVER_REPORT)
    assert found["summary"] == "Sick leave falls."
    assert found["proposal"] == "The committee takes note of the report."
    assert found["route"] == [
        {"body": "The working committee", "on": "2024-05-02", "paragraph": ""},
        {"body": "The committee", "on": "2024-05-20", "paragraph": "47"},
    ]


def test_cover_report_is_shown_on_the_page(as_user, hr, report, parse):
    client = as_user(hr)
    client.post(of(report, "cover-report"), COVER)

    part = parse(client.get(report.get_absolute_url())).select(".report-part")[1]

    assert "Sick leave falls." in part.text
    rows = [
        [cell.text for cell in row.select("th, td")] for row in part.select("tbody tr")
    ]
    assert rows == [
        ["The working committee", "2024-05-02", ""],
        ["The committee", "2024-05-20", "47"],
    ]
    assert "Write the cover report" in part.text


def test_form_shows_what_is_written(as_user, hr, report, parse):
    client = as_user(hr)
    client.post(of(report, "cover-report"), COVER)

    page = parse(client.get(of(report, "cover-report")))

    assert page.select_one("[name=body-2]")["value"] == "The committee"
    assert page.select_one("[name=paragraph-2]")["value"] == "47"
    assert page.select_one("[name=version]")["value"].split()[0] == "1"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"body-1": ""}, "Say who handles it then."),
        ({"on-1": "soon"}, "Enter a valid date."),
        ({"summary": "x" * 20_001}, "at most 20000 characters"),
    ],
)
def test_wrong_cover_report_is_refused_and_kept(
    as_user, hr, report, parse, wrong, message
):
    response = as_user(hr).post(of(report, "cover-report"), COVER | wrong)

    assert response.status_code == 422
    assert message in response.content.decode()
    kept = parse(response).select_one("[name=proposal]").text.strip()
    assert kept == COVER["proposal"]
    assert not CoverReport.objects.exists()


def test_two_who_write_the_cover_report_lose_nothing(as_user, hr, report, parse):
    report.write_cover(
        by=hr,
        summary="Theirs",
        proposal="",
        route=[{"body": "The board", "on": "", "paragraph": ""}],
    )

    response = as_user(hr).post(of(report, "cover-report"), COVER)

    assert response.status_code == 422
    conflict = parse(response).select_one(".conflict").text
    assert "Theirs" in conflict
    assert "The board" in conflict
    assert CoverReport.objects.get().summary == "Theirs"


def test_earlier_words_of_the_cover_report_are_kept(hr, report):
    report.write_cover(by=hr, summary="First")
    report.write_cover(by=hr, summary="Second", version=1)

    kept = CoverReport.objects.get().events.values_list("summary", flat=True)
    assert list(kept) == ["", "First"]


def test_nothing_is_written_into_a_cover_report_that_nobody_wrote(report):
    assert section_of(report, Kind.COVER_REPORT) | {"kind": ""} == {
        "code": "cover-report",
        "number": "2",
        "level": 1,
        "title": "Cover report to the committee",
        "kind": "",
        "summary": "",
        "proposal": "",
        "route": [],
        "registry_number": "",
    }


# Long texts, and what is pasted into them


def test_text_of_fifty_pages_is_saved_and_shown(as_user, hr, report):
    page = "A paragraph with words that fill a line or two of a page. " * 50
    text = "\n\n".join([page.strip()] * 50)
    client = as_user(hr)

    response = client.post(of(report, "narrative"), {"text": text, "version": "0"})

    assert response.status_code == 302
    assert (
        client.get(report.get_absolute_url()).content.count(b"A paragraph with")
        == 2_500
    )


def test_text_that_is_too_long_is_refused_and_kept(as_user, hr, report, parse):
    text = "x" * 200_001

    response = as_user(hr).post(of(report, "narrative"), {"text": text, "version": "0"})

    assert response.status_code == 422
    assert len(parse(response).select_one("[name=text]").text.strip()) == len(text)


def test_pasted_table_is_shown_as_a_table(as_user, hr, report, parse):
    text = "Before\n\tWomen\tMen\nShort\t3,3\t2,9\nLong\t5,3\t2,1\n\nAfter"
    report.write(year_section(report), text, by=hr)

    part = parse(as_user(hr).get(report.get_absolute_url())).select(".report-part")[2]

    rows = [
        [cell.text for cell in row.select("th, td")] for row in part.select("table tr")
    ]
    assert rows == [
        ["", "Women", "Men"],
        ["Short", "3,3", "2,9"],
        ["Long", "5,3", "2,1"],
    ]
    assert [each.text for each in part.select("table th[scope=col]")] == rows[0]
    assert [each.text for each in part.select(".report-text > p")] == [
        "Before",
        "After",
    ]


def year_section(report):
    return report.reporting_year.template.sections.get(kind=Kind.NARRATIVE)


def test_markup_in_a_pasted_table_is_text(as_user, hr, report):
    report.write(year_section(report), "a\t<script>\nb\tc", by=hr)

    page = as_user(hr).get(report.get_absolute_url()).content.decode()

    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a\tb\nc\td", [("table", [["a", "b"], ["c", "d"]])]),
        ("a\tb\nc\td\te", [("table", [["a", "b", ""], ["c", "d", "e"]])]),
        ("a\tb", [("paragraph", ["a b"])]),
        ("\tindented\n\talso", [("paragraph", ["indented", "also"])]),
        ("•\tone\n•\ttwo", [("list", ["one", "two"])]),
        ("1.\tone\n2.\ttwo", [("paragraph", ["1. one", "2. two"])]),
        (
            "a\tb\nc\td\n\ne\tf\ng\th",
            [("table", [["a", "b"], ["c", "d"]]), ("table", [["e", "f"], ["g", "h"]])],
        ),
        (
            "- point\na\tb\nc\td\nwords",
            [
                ("list", ["point"]),
                ("table", [["a", "b"], ["c", "d"]]),
                ("paragraph", ["words"]),
            ],
        ),
    ],
)
def test_lines_with_tabs_are_a_table_only_when_they_are_several(text, found):
    assert blocks(text) == found
