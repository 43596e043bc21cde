"""The chapters of what was lifted to the committee: asked this year, outcome of the last."""

import json
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from actionplans.models import Escalation
from reports import excel, pdf, snapshots
from reports.contents import YearContents
from reports.lifted import Lifted
from reports.loading import FOLDER
from reports.models import Snapshot
from riskassessment.models import Risk
from tests.factories import ActionPlanFactory, MeasureFactory, UnitFactory, UserFactory
from tests.reports import factories, flowing

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(year):
    """On the template that has the chapters."""
    year.reports.all().delete()
    year.delete()
    return factories.reporting_year(template="huddinge-2")


@pytest.fixture
def report(year, schools):
    return year.reports.get(committee=schools)


@pytest.fixture
def lift(primary, schools):
    """Lift a measure, by default from the primary school to its committee in 2023."""

    def lift_it(matter, on=date(2023, 3, 1), unit=primary, committee=schools, **what):
        measure = MeasureFactory(
            plan=ActionPlanFactory(unit=unit), activity=f"Measure of {matter}"
        )
        subject = {"risk": what.pop("risk")} if "risk" in what else {"measure": measure}
        return Escalation.objects.lift(
            by=UserFactory(),
            from_unit=unit,
            committee=committee,
            matter=matter,
            sent_on=on,
            **({"theme": "premises", "lacks": "money", "reason": "Dear"} | what),
            **subject,
        )

    return lift_it


def answer(step, decision="granted"):
    step.reply(
        by=UserFactory(),
        decision=decision,
        answer="So decided.",
        answered_on=step.sent_on,
        paragraph="§ 7",
    )


def finish(measure):
    by, day = UserFactory(), date(2023, 6, 1)
    measure.finish(by=by, done_on=day, effect_due_on=day)


def chapter(report, code):
    content = YearContents(report.reporting_year).of(report)
    return next(each for each in content["sections"] if each["code"] == code)


def matters(report, code):
    return [each["matter"] for each in chapter(report, code)["matters"]]


def test_last_chapter_has_what_was_lifted_in_the_period(report, lift):
    lift("This year")
    lift("The year before", on=date(2022, 12, 31))
    lift("Before that", on=date(2021, 12, 31))
    lift("After", on=date(2024, 1, 1))

    assert matters(report, "lifted") == ["This year"]
    assert matters(report, "lifted-last-year") == ["The year before"]


def test_chapters_stand_first_and_last(report):
    content = YearContents(report.reporting_year).of(report)

    codes = [each["code"] for each in content["sections"] if each["kind"] != "heading"]
    assert codes[1] == "lifted-last-year"
    assert codes[-2:] == ["lifted", "risks-text"]


def test_matter_says_what_is_asked_and_what_was_answered(report, lift):
    step = lift("Noise", wanted="Panels")
    answer(step)

    [matter] = chapter(report, "lifted")["matters"]

    assert matter == {
        "theme": "premises",
        "matter": "Noise",
        "unit": "Primary school",
        "from": "Primary school",
        "committee": "Grundskolenämnden",
        "wanted": "Panels",
        "measures": [{"activity": "Measure of Noise", "status": "planned"}],
        "status": "answered",
        "decision": "granted",
        "answer": "So decided.",
        "answered_on": "2023-03-01",
        "paragraph": "§ 7",
        "is_closed": False,
    }


def test_measures_of_a_lifted_risk_are_named(report, lift, primary):
    risk = Risk.objects.bring_up(
        unit=primary, by=UserFactory(), description="Noise", likelihood=4, consequence=4
    )
    measure = MeasureFactory(plan=ActionPlanFactory(unit=primary), activity="Panels")
    risk.measures.add(measure)
    lift("Noise", risk=risk)

    [matter] = chapter(report, "lifted")["matters"]

    assert matter["measures"] == [{"activity": "Panels", "status": "planned"}]


def test_matter_is_closed_when_answered_and_all_is_done(report, lift):
    before = date(2022, 5, 1)
    answered, done = lift("Answered", on=before), lift("Done", on=before)
    lift("Nothing", on=before)
    answer(answered)
    answer(done)
    finish(done.measure)

    found = chapter(report, "lifted-last-year")["matters"]

    assert {each["matter"]: each["is_closed"] for each in found} == {
        "Answered": False,
        "Done": True,
        "Nothing": False,
    }


def test_who_has_closed_nothing_is_named(
    year, report, lift, primary, preschool, preschools
):
    before = date(2022, 5, 1)
    done = lift("Done", on=before)
    answer(done)
    finish(done.measure)
    lift("Nothing", on=before, unit=preschool, committee=preschools)
    summary = year.reports.get(level="municipality")

    assert chapter(report, "lifted-last-year")["without_closed"] == []
    assert chapter(summary, "lifted-last-year")["without_closed"] == ["Preschool"]


def test_summary_has_the_matters_of_all_committees(
    year, report, lift, preschool, preschools
):
    lift("Noise")
    lift("Heat", unit=preschool, committee=preschools)

    assert sorted(matters(year.reports.get(level="municipality"), "lifted")) == [
        "Heat",
        "Noise",
    ]
    assert matters(report, "lifted") == ["Noise"]


def test_part_of_a_workplace_has_its_own_matters_alone(
    lift, primary, schools, education, preschool
):
    """A neighbour's matters are not its manager's to read, though the committee is one."""
    own = UnitFactory(name="Own school", parent=primary)
    neighbour = UnitFactory(name="Neighbour", parent=primary)
    lift("Ours", unit=own)
    lift("Theirs", unit=neighbour)
    lift("Ours before", unit=own, on=date(2022, 3, 1))
    lift("Theirs before", unit=neighbour, on=date(2022, 3, 1))
    year = flowing.open_year()
    of_unit = flowing.part_of(year, own)
    of_administration = year.reports.get(
        unit=education, committee=schools, level="administration"
    )
    lifted = Lifted(year)

    def named(report):
        found = lifted.asked(report), lifted.outcome(report)
        return [{each["matter"] for each in chapter["matters"]} for chapter in found]

    assert named(of_unit) == [{"Ours"}, {"Ours before"}]
    assert named(of_administration) == [
        {"Ours", "Theirs"},
        {"Ours before", "Theirs before"},
    ]


def test_matters_stand_by_theme_then_by_day(report, lift):
    lift("Other", theme="other")
    lift("Later", on=date(2023, 5, 1), theme="violence")
    lift("Earlier", theme="violence")
    lift("Tired", theme="exhaustion")

    assert matters(report, "lifted") == ["Tired", "Earlier", "Later", "Other"]


def test_matter_that_was_taken_back_is_left_out(report, lift):
    lift("Noise").withdraw(by=UserFactory(), reason="Solved")

    assert matters(report, "lifted") == []


def test_matter_lifted_to_a_unit_is_left_out(report, lift, primary, education):
    Escalation.objects.lift(
        by=UserFactory(),
        from_unit=primary,
        to_unit=education,
        measure=MeasureFactory(plan=ActionPlanFactory(unit=primary)),
        matter="Noise",
        sent_on=date(2023, 3, 1),
        theme="premises",
        lacks="money",
        reason="Dear",
    )

    assert matters(report, "lifted") == []


def test_snapshot_is_the_same_each_time(report, lift):
    lift("Noise")
    lift("Heat", on=date(2022, 5, 1))
    contents = [YearContents(report.reporting_year).of(report) for _each in range(2)]

    assert json.dumps(contents[0]) == json.dumps(contents[1])


@pytest.mark.parametrize("which", ["committee", "summary"])
def test_report_costs_at_most_twelve_queries(
    which, year, report, lift, hr, as_user, queries
):
    step = lift("Noise")
    answer(step)
    lift("Heat", on=date(2022, 5, 1))
    shown = report if which == "committee" else year.reports.get(level="municipality")
    client = as_user(hr)

    assert queries(lambda: client.get(shown.get_absolute_url())) <= 12


def test_page_shows_both_chapters(report, lift, hr, as_user, parse, in_english):
    lift("Noise", wanted="Panels")
    answer(lift("Heat", on=date(2022, 5, 1)), "refused")

    page = parse(as_user(hr).get(report.get_absolute_url()))

    asked = page.select_one("#lifted").get_text(" ", strip=True)
    outcome = page.select_one("#lifted-last-year").get_text(" ", strip=True)
    assert "Noise" in asked
    assert "Panels" in asked
    assert "Heat" in outcome
    assert "§ 7" in outcome
    assert "Still open" in outcome
    assert "Have not closed any of their matters: Primary school." in outcome


def test_page_says_that_nothing_was_lifted(report, hr, as_user, parse):
    page = parse(as_user(hr).get(report.get_absolute_url()))

    assert not page.select_one("#lifted table")
    assert "Frågor som har lyfts till nämnden" in page.select_one("#lifted").text


def test_documents_have_the_chapters(report, lift):
    lift("Noise & heat")
    content = YearContents(report.reporting_year).of(report) | {"missing": []}
    snapshot = Snapshot.objects.keep(report, content)

    html = pdf.html_of(snapshot)
    book = load_workbook(BytesIO(excel.render(snapshot)))

    assert "Noise &amp; heat" in html
    cells = [cell for sheet in book for row in sheet.values for cell in row]
    assert "Noise & heat" in cells
    assert excel.render(snapshot) == excel.render(snapshot)


def test_report_of_before_is_printed_as_it_was(schools, primary, preschool, lift):
    """A year on the first version has no such chapters, and needs none."""
    lift("Noise")
    factories.figures(schools)
    old = factories.reporting_year(2024).reports.get(committee=schools)

    content = YearContents(old.reporting_year).of(old)

    assert "lifted" not in {each["code"] for each in content["sections"]}
    snapshot = Snapshot.objects.keep(old, content | {"missing": []})
    assert "Noise" not in pdf.html_of(snapshot)


def test_approved_report_keeps_what_it_said(report, lift, hr):
    step = lift("Noise")
    snapshots.take(report, YearContents(report.reporting_year))
    report.submit(by=hr)
    snapshots.approve(report, by=hr)

    answer(step)

    content = snapshots.content_for(report)
    [matter] = next(e for e in content["sections"] if e["code"] == "lifted")["matters"]
    assert matter["status"] == "sent"


def test_second_version_has_all_that_the_first_has():
    first, second = (
        json.loads((FOLDER / f"huddinge-{version}.json").read_text())["sections"]
        for version in [1, 2]
    )

    kinds = {"lifted", "lifted_before"}
    assert [each for each in second if each["kind"] not in kinds] == first


def test_two_measures_with_the_same_words_are_two(report, lift, primary):
    risk = Risk.objects.bring_up(
        unit=primary, by=UserFactory(), description="Noise", likelihood=4, consequence=4
    )
    plan = ActionPlanFactory(unit=primary)
    risk.measures.set(
        MeasureFactory(plan=plan, activity="Buy panels") for _each in range(2)
    )
    lift("Noise", risk=risk)

    [matter] = chapter(report, "lifted")["matters"]

    assert [each["activity"] for each in matter["measures"]] == ["Buy panels"] * 2
