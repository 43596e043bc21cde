"""Sentences made from the numbers by rules, and taken into a text only by its writer."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from reports import highlights
from reports.contents import YearContents
from reports.highlights import Drafting
from reports.lines import Line, most_changed, pairs
from reports.loading import FOLDER, load
from reports.models import (
    Narrative,
    ReportingYear,
    ReportTemplate,
    Section,
    Target,
)
from reports.shipped import load_metrics
from sam.dates import today
from tests.factories import MeasureFactory
from tests.reports import factories
from tests.reports.factories import figures_replaced

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def line(now, before=None, **changed):
    now, before = (None if each is None else Decimal(each) for each in (now, before))
    said = {
        "label": "Sick leave",
        "metric": "sick_leave",
        "sex": "",
        "age": "",
        "scale": "percent",
        "decimals": 1,
        "better": "lower",
        "figures": (now, before),
        "before": before,
    }
    return Line(**said | changed)


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        (
            "7.7",
            "8.5",
            "Sick leave has fallen by 0.8 percentage points, from 8.5\xa0% to 7.7\xa0%.",
        ),
        (
            "8.5",
            "7.7",
            "Sick leave has risen by 0.8 percentage points, from 7.7\xa0% to 8.5\xa0%.",
        ),
    ],
)
def test_change_of_a_share_is_told_in_percentage_points(now, before, sentence):
    assert highlights.changed(line(now, before)) == sentence


def test_change_of_hours_is_told_without_a_unit_as_the_tables_have_it():
    hours = line("24054", "30281", label="Additional hours", scale="hours", decimals=0)

    assert highlights.changed(hours) == (
        "Additional hours has fallen by 6227, from 30281 to 24054."
    )


@pytest.mark.parametrize(
    ("now", "before"),
    [("7.7", "7.7"), ("7.7", None), (None, "7.7"), ("0.0", "7.7"), ("7.7", "0.0")],
)
def test_no_change_is_told_of_what_is_unknown_nought_or_the_same(now, before):
    assert highlights.changed(line(now, before)) == ""


def test_no_change_is_told_of_numbers_so_small_that_one_more_is_a_leap():
    few = line("4", "2", scale="count", decimals=0)
    many = line("40", "20", scale="count", decimals=0)

    assert highlights.changed(few) == ""
    assert highlights.changed(many) == "Sick leave has risen by 20, from 20 to 40."


def test_numbers_are_written_as_in_the_municipalitys_language():
    with override("sv"):
        sentence = highlights.changed(line("7.7", "8.5"))

    assert "8,5\xa0%" in sentence
    assert "7,7\xa0%" in sentence


def test_largest_change_is_the_one_that_is_largest_beside_what_it_was():
    small = line("100", "99", metric="a", scale="hours")
    large = line("15", "10", metric="b", scale="hours")
    of_women = line("90", "10", metric="c", scale="hours", sex="women")

    assert most_changed([small, large, of_women], 5) == [large, small]


def test_women_and_men_are_held_against_each_other():
    women, men = line("8.6", sex="women"), line("5.0", sex="men")

    assert [highlights.gap(pair) for pair in pairs([women, men])] == [
        "Sick leave is higher among women (8.6\xa0%) than among men (5.0\xa0%)."
    ]
    assert highlights.gap((line("5.0", sex="women"), line("8.6", sex="men"))) == (
        "Sick leave is higher among men (8.6\xa0%) than among women (5.0\xa0%)."
    )


@pytest.mark.parametrize(("women", "men"), [(None, "5.0"), ("8.6", None), ("0", "5")])
def test_nothing_is_said_of_women_and_men_where_one_is_unknown_or_nought(women, men):
    assert pairs([line(women, sex="women"), line(men, sex="men")]) == []


def test_nothing_is_said_of_women_and_men_who_are_alike():
    assert highlights.gap((line("5.0", sex="women"), line("5.0", sex="men"))) == ""


@pytest.mark.parametrize(
    ("now", "better", "sentence"),
    [
        ("5.0", "lower", "Sick leave meets the target of 5.5\xa0%: it is 5.0\xa0%."),
        (
            "7.7",
            "lower",
            "Sick leave does not meet the target of 5.5\xa0%: it is 7.7\xa0%.",
        ),
        ("7.7", "higher", "Sick leave meets the target of 5.5\xa0%: it is 7.7\xa0%."),
        ("7.7", "neither", ""),
        (None, "lower", ""),
    ],
)
def test_target_is_met_or_not_by_what_is_better(now, better, sentence):
    aimed = line(now, better=better, target=Decimal("5.5"))

    assert highlights.target(aimed) == sentence


def test_no_sentence_is_made_without_a_target():
    assert highlights.target(line("7.7")) == ""


def test_those_who_answer_otherwise_than_most_are_named():
    question = {
        "text": "Have rounds been made?",
        "majority": "yes",
        "deviators": [{"committee": "Schools", "answer": "no"}],
    }
    sections = [{"questions": [question, {"text": "And?", "deviators": []}]}]

    assert list(highlights.deviations(sections)) == [
        "“Have rounds been made?” Otherwise than most answer: Schools (no)."
    ]


# In a report


def drafting(report, code="sick-leave-text"):
    contents = YearContents(report.reporting_year, only=report)
    section = next(each for each in contents.sections if each.code == code)
    return Drafting(report, contents, contents.of(report)["sections"], section)


def told(report, code="sick-leave-text"):
    return [each.text for each in drafting(report, code).highlights]


def test_chapter_says_what_its_own_table_shows(report, schools):
    figures_replaced(schools, years=(2022,), sick_hours_long=60)
    factories.figures(schools, years=(2023,))

    sentences = told(report)

    assert sentences[0] == (
        "Long sick leave has fallen by 2.0 percentage points, from 6.0\xa0% to 4.0\xa0%."
    )
    assert not any("turnover" in each.lower() for each in sentences)
    assert any(
        "turnover" in each.lower() for each in told(report, "turnover-text")
    ) is (False)


def test_committee_is_held_against_the_whole_municipality(report, preschools):
    figures_replaced(preschools, sick_hours_long=60)

    assert (
        "Sick leave is 7.0\xa0%, under the 8.0\xa0% of the whole municipality."
        in told(report)
    )


def test_committee_is_not_held_against_a_few_others(report, preschools):
    figures_replaced(preschools, sick_hours_long=60, employees=1)

    assert not any("whole municipality" in each for each in told(report))


def test_summary_is_not_held_against_itself(summary, preschools):
    figures_replaced(preschools, sick_hours_long=60)

    assert not any("whole municipality" in each for each in told(summary))


def test_target_of_the_municipality_holds_for_a_committee_without_its_own(report):
    Target.objects.create(year=2023, metric_id="sick_leave", value="5.5")

    assert "Sick leave does not meet the target of 5.5\xa0%: it is 7.0\xa0%." in told(
        report
    )


def test_unknown_figures_give_no_sentence(report, schools):
    figures_replaced(schools, years=(2022,))

    assert told(report) == []


def test_chapter_of_risks_tells_of_measures_that_are_late(report, primary):
    assert told(report, "risks-text") == []

    MeasureFactory(plan__unit=primary, due_on=today() - timedelta(days=3))

    assert [each for each in told(report, "risks-text") if "late" in each]
    assert not [each for each in told(report) if "late" in each]


def test_measures_of_others_are_not_told_of(report, preschool):
    MeasureFactory(plan__unit=preschool, due_on=today() - timedelta(days=3))

    assert told(report, "risks-text") == []


# Taken by the writer


@pytest.fixture
def url(report):
    return f"{report.get_absolute_url()}sections/sick-leave-text/"


@pytest.fixture
def changed(schools):
    figures_replaced(schools, years=(2022,), sick_hours_long=60)
    factories.figures(schools, years=(2023,))


def test_sentence_comes_back_in_the_text_and_nothing_is_saved(
    report, changed, url, hr, as_user, parse
):
    highlight = drafting(report).highlights[0]
    typed = {"text": "Typed.", "version": "0", "take": highlight.key}

    response = as_user(hr).post(url, typed)

    page = parse(response)
    assert response.status_code == 200
    assert page.select_one("textarea[name=text]").text.strip() == (
        f"Typed.\n\n{highlight.text}"
    )
    assert not page.title.text.startswith("Error")
    assert not Narrative.objects.filter(report=report).exclude(text="").exists()


def test_taking_what_is_not_offered_changes_nothing(report, url, hr, as_user, parse):
    typed = {"text": "Typed.", "version": "0", "take": "made-up"}

    page = parse(as_user(hr).post(url, typed))

    assert page.select_one("textarea[name=text]").text.strip() == "Typed."


def test_each_sentence_has_a_button_of_the_texts_form(
    report, changed, url, hr, as_user, parse
):
    page = parse(as_user(hr).get(url))

    keys = [each.key for each in drafting(report).highlights]
    buttons = page.select("button[form=writing][name=take]")
    assert [each["value"] for each in buttons] == keys
    assert page.select_one("form#writing")
    assert page.select_one("textarea[name=text]").text.strip() == ""


def test_text_that_was_handed_in_the_year_before_can_be_taken_as_a_beginning(
    report, url, hr, as_user, parse, schools
):
    template = load(FOLDER / "huddinge-1.json")
    before = ReportingYear.objects.open(2023, template).reports.get(committee=schools)
    section = template.sections.get(code="sick-leave-text")
    before.write(section, "First.\n\n- a point", by=hr)
    assert drafting(report).before is None
    before.submit(by=hr)
    key = drafting(report).before.key

    page = parse(as_user(hr).post(url, {"text": "", "version": "0", "take": key}))

    assert page.select_one("textarea[name=text]").text.strip() == "First.\n\n- a point"


def test_text_of_another_committee_is_not_offered(report, hr, preschools):
    template = load(FOLDER / "huddinge-1.json")
    before = ReportingYear.objects.open(2023, template)
    section = template.sections.get(code="sick-leave-text")
    before.reports.get(committee=preschools).write(section, "Theirs.", by=hr)

    assert drafting(report).before is None


# Of an indicator


def test_text_of_an_indicator_tells_of_its_own_rows_alone(primary, schools):
    load_metrics()
    template = ReportTemplate.objects.create(
        code="own",
        version=1,
        name="Own",
        title="Own",
        file_name="own",
        status="draft",
    )
    section = Section.objects.create(
        template=template, order=1, code="table", kind=Section.Kind.INDICATOR_TABLE
    )
    for order, (label, metric) in enumerate(
        [("Health", ""), ("", "sick_leave"), ("Staff", ""), ("", "staff_turnover")]
    ):
        section.rows.create(
            order=order, label=label or metric, metric_id=metric or None
        )
    template.publish()
    factories.figures(schools)
    Target.objects.create(year=2023, metric_id="sick_leave", value="5.5")
    Target.objects.create(year=2023, metric_id="staff_turnover", value="5.5")
    report = ReportingYear.objects.open(2024, template).reports.get(committee=schools)
    contents = YearContents(report.reporting_year, only=report)
    sections = contents.of(report)["sections"]

    def told_of(label):
        row = section.rows.get(label=label)
        (read,) = contents.sections
        drafting = Drafting(report, contents, sections, read, row=row)
        return [each.text for each in drafting.highlights]

    assert told_of("Health") == [
        "Sick leave does not meet the target of 5.5\xa0%: it is 7.0\xa0%."
    ]
    assert [each.split(" does")[0] for each in told_of("Staff")] == ["Staff turnover"]
