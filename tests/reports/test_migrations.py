"""Back to the version before templates were data, and forwards again, with content."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from reports.loading import load_all
from reports.models import (
    CommitteeDecision,
    Figure,
    FigureImport,
    Production,
    Quantity,
    Report,
    ReportingYear,
    ReportLevel,
    ReportTemplate,
    Snapshot,
)
from tests.factories import CommitteeFactory, UnitFactory, UserFactory
from tests.reports import factories, flowing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def back_and_forth():
    """Run what is given in between, on the version before; the database is as it was
    whatever happens."""

    def migrate(between):
        try:
            call_command("migrate", "reports", "0002", verbosity=0)
            between()
        finally:
            call_command("migrate", "reports", verbosity=0)

    return migrate


def found(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def test_what_the_version_before_had_a_place_for_goes_there_and_back(back_and_forth):
    filled_municipality()
    there = []

    back_and_forth(
        lambda: there.extend(
            [
                found("SELECT year FROM reports_reportingyear ORDER BY year"),
                found("SELECT DISTINCT kind FROM reports_section ORDER BY kind"),
                found("SELECT DISTINCT status FROM reports_report"),
                found("SELECT DISTINCT quantity FROM reports_figure ORDER BY quantity"),
                found("SELECT count(*) FROM actionplans_measure"),
            ]
        )
    )

    years, kinds, statuses, quantities, measures = there
    assert years == [(2023,), (2024,)]
    assert kinds == [("narrative",), ("question_block",)]
    assert statuses == [("approved",), ("draft",)]
    assert ("own_days",) not in quantities
    assert len(quantities) == len(factories.MONTH)
    # What is to be done is to be done whoever decided it.
    assert measures == [(1,)]
    assert set(ReportTemplate.objects.values_list("code", flat=True)) == {"follow-up"}
    committees = Report.objects.filter(level=ReportLevel.COMMITTEE)
    assert [each.editions.count() for each in committees.filter(status="approved")] == [
        1
    ]


def filled_municipality():
    """Two kinds of reports of one year, one of them of workplaces, with all that the
    version before had no place for."""
    load_all()
    committee = CommitteeFactory(name="Grundskolenämnden")
    unit = UnitFactory(name="School", parent=UnitFactory(), committee=committee)
    hr = UserFactory(name="HR")
    factories.figures(committee)
    _own_figures(committee)
    follow_up = flowing.template()
    years = [
        flowing.open_year(follow_up),
        flowing.open_year(follow_up, year=2023),
        flowing.open_year(ReportTemplate.objects.get(code="kommun-delar")),
    ]
    for year in years:
        for report in year.reports.filter(level__in=["unit", "municipality"]):
            _written(report, hr)
    for year in years[::2]:
        _decided(year.reports.get(level="committee"), unit, hr)
    Production.objects.create(reporting_year=years[2], started_by=hr)
    assert ReportingYear.objects.filter(year=2024).count() == 2


def _own_figures(committee):
    own = Quantity.objects.create(code="own_days", label="Days", is_own=True)
    source = FigureImport.objects.get()
    for quantity, age in [(own.code, ""), ("overtime_hours", "–29")]:
        Figure.objects.create(
            committee=committee,
            month=date(2021, 1, 1),
            quantity_id=quantity,
            age=age,
            value=3,
            source=source,
            row=2,
        )
    FigureImport.objects.create(file_name="f", sha256="1" * 64, status="waiting")


def _written(report, by):
    for section in report.reporting_year.template.sections.for_level(report.level):
        if section.kind == "narrative":
            narrative = report.narratives.filter(section=section).first()
            version = narrative.version if narrative else 0
            report.write(section, "Text", by=by, version=version)
        for question in section.questions.all():
            judged = section.kind == "self_assessment"
            said = {"value": ""} if judged else {"value": "yes"}
            score = 3 if judged else None
            report.answer(question, by=by, comment="Since", score=score, **said)


def _decided(report, unit, by):
    snapshot = Snapshot.objects.keep(report, {"of": str(report.pk)})
    report.submit(by=by)
    report.approve(by=by, snapshot=snapshot)
    due = {"responsible": by, "due_on": date(2027, 1, 1)}
    is_first = not CommitteeDecision.objects.exists()
    CommitteeDecision.objects.note(
        report,
        by=by,
        decision="Noted",
        decided_on=date(2024, 6, 1),
        measure={"activity": "Train managers", "unit": unit, **due} if is_first else {},
    )
