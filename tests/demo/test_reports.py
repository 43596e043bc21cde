import pytest

from annualcycle.models import AuthorityInspection
from demo.figures import complete_years
from reports.contents import YearContents
from reports.models import (
    Answer,
    CommitteeDecision,
    CoverReport,
    Narrative,
    Report,
    ReportingYear,
)
from sam.dates import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

# The municipality's report, as it was printed: this year, the year before, difference.
SICK_LEAVE = [
    ["7.7", "8.5", "-0.8"],
    ["8.6", "9.3", "-0.7"],
    ["5.0", "5.5", "-0.5"],
    [],
    ["3.2", "3.8", "-0.6"],
    ["3.3", "3.9", "-0.6"],
    ["2.9", "3.3", "-0.4"],
    [],
    ["4.6", "4.7", "-0.1"],
    ["5.3", "5.4", "-0.1"],
    ["2.1", "2.2", "-0.1"],
]
TURNOVER = [
    ["11.0", "11.6", "-0.6"],
    ["10.8", "11.7", "-0.9"],
    ["11.8", "11.2", "0.6"],
    ["626", "660", "-34"],
]
EXTRA_HOURS = [
    ["24054", "30281", "-6227"],
    ["29485", "36191", "-6706"],
    ["53539", "66472", "-12933"],
]
ANSWERS = {
    "reporting-followed-routine": "yes",
    "reported-back": "yes",
    "rounds-carried-out": "yes",
    "routines-followed": "partly",
    "safety-representatives-took-part": "yes",
    "measures-reported-back": "partly",
    "expert-help-used": "yes",
    "inspected": "yes",
    "allocated-in-writing": "no",
    "mandate-resources-knowledge": "yes",
    "managers-certified": "no",
}


def tables(content):
    return {
        section["code"]: [row["figures"] for row in section["rows"]]
        for section in content["sections"]
        if section["kind"] == "metric_table"
    }


@pytest.fixture
def by_committee(demo):
    """{committee's code: {table: rows}} of 2024."""
    year = ReportingYear.objects.get(year=2024)
    contents = YearContents(year)
    reports = {report.committee: report for report in year.reports.all()}
    return {
        code: tables(contents.of(reports[committee]))
        for code, committee in demo.committees.items()
    }


def test_the_summarys_tables_are_the_municipalitys(summary):
    found = tables(summary)
    # One that the municipality's report of that year did not have.
    del found["occupational-health-table"]

    assert found == {
        "incidents-table": [["990"], ["748"], ["1563"]],
        "sick-leave-table": SICK_LEAVE,
        "turnover-table": TURNOVER,
        "extra-hours-table": EXTRA_HOURS,
    }


def test_the_summarys_answers_are_the_municipalitys(summary):
    questions = [
        question
        for section in summary["sections"]
        for question in section.get("questions", [])
    ]

    assert {each["code"]: each["answer"] for each in questions} == ANSWERS
    assert all(each["answer"] == each["proposed"] for each in questions)


def test_the_committees_parts_come_to_the_whole(by_committee, summary):
    for table, row in [
        *(("incidents-table", row) for row in range(3)),
        ("turnover-table", 3),
        *(("extra-hours-table", row) for row in range(3)),
    ]:
        parts = [int(each[table][row][0]) for each in by_committee.values()]

        assert sum(parts) == int(tables(summary)[table][row][0])


def differences(by_committee, table, row):
    return {code: float(each[table][row][2]) for code, each in by_committee.items()}


def shares(by_committee, table):
    return {code: float(each[table][0][0]) for code, each in by_committee.items()}


def test_sick_leave_falls_everywhere_and_most_in_schools_and_care(by_committee):
    fall = differences(by_committee, "sick-leave-table", 0)

    assert max(fall.values()) < 0
    assert set(sorted(fall, key=fall.get)[:2]) == {"GSN", "VON"}


def test_sick_leave_is_highest_and_lowest_where_the_report_says(by_committee):
    sick_leave = shares(by_committee, "sick-leave-table")

    ranked = sorted(sick_leave, key=sick_leave.get)
    assert set(ranked[:3]) == {"KS", "GAN", "BTN"}
    assert set(ranked[-4:]) == {"FSN", "GSN", "VON", "NSN"}


def test_turnover_is_highest_and_lowest_where_the_report_says(by_committee):
    turnover = shares(by_committee, "turnover-table")
    fall = differences(by_committee, "turnover-table", 0)

    assert max(turnover, key=turnover.get) == "GAN"
    assert min(turnover, key=turnover.get) == "NSN"
    assert set(sorted(fall, key=fall.get)[:2]) == {"KS", "SN"}


def test_extra_hours_rise_in_three_committees_and_fall_most_in_care(by_committee):
    change = differences(by_committee, "extra-hours-table", 2)

    assert {code for code, more in change.items() if more > 0} == {"BTN", "NSN", "SN"}
    assert min(change, key=change.get) == "VON"


def test_every_report_of_2024_is_approved_and_every_committee_informed():
    reports = Report.objects.filter(reporting_year__year=2024).exclude(level="combined")

    assert {report.status for report in reports} == {"approved", "presented"}
    assert reports.filter(presented_on=None).get().is_summary
    assert not CoverReport.objects.filter(report__in=reports, summary="").exists()
    assert not Narrative.objects.filter(report__in=reports, text="").exists()


def test_texts_repeat_the_figures(summary):
    texts = {each["code"]: each.get("text", "") for each in summary["sections"]}

    assert (
        "7,7 procent, en minskning med 0,8 procentenheter" in texts["sick-leave-text"]
    )
    assert "85 medarbetare gick i pension, jämfört med 151" in texts["turnover-text"]


def test_the_newest_year_waits_for_hr_with_its_figures():
    newest = ReportingYear.objects.first()
    contents = YearContents(newest)

    assert newest.year == complete_years(today())[-1] + 1
    assert {report.status for report in newest.reports.all()} == {"draft"}
    assert not any(contents.of(report)["missing"] for report in newest.reports.all())
    assert not Answer.objects.filter(report__reporting_year=newest).exclude(value="")


def test_every_workplace_has_a_part_in_the_follow_up_and_most_have_submitted():
    year = ReportingYear.objects.get(template__code="kommun-delar")
    parts = year.reports.filter(level="unit")
    submitted = parts.filter(status="submitted").count()

    assert year.year == complete_years(today())[-1]
    assert 0.7 < submitted / parts.count() < 0.95
    assert parts.filter(status="returned").exists()


def test_the_follow_up_tells_what_the_workplaces_said():
    year = ReportingYear.objects.get(template__code="kommun-delar")
    summary = year.reports.get(level="municipality")

    sections = YearContents(year, only=summary).of(summary)["sections"]

    requirements = next(each for each in sections if "requirements" in each)
    first = requirements["requirements"][0]
    assert first["answered"] == year.reports.filter(status="submitted").count()
    assert 3 < float(first["score"]) < 5


def test_a_committee_has_decided_something_that_is_a_measure():
    decision = CommitteeDecision.objects.get()

    measure = decision.action_plan.measures.get()
    assert decision.report.status == "presented"
    assert measure.due_on > decision.decided_on


def test_the_authority_has_inspected_schools_and_closed_its_cases():
    inspected = AuthorityInspection.objects.filter(held_on__year=2023)

    assert {each.status for each in inspected} == {"closed"}
    assert AuthorityInspection.objects.open().count() == 1
