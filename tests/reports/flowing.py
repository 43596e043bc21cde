"""A municipality whose workplaces and administrations have parts in the annual report."""

from reports.models import (
    Question,
    Report,
    ReportingYear,
    ReportLevel,
    ReportTemplate,
    Section,
)

ALL_LEVELS = [
    ReportLevel.UNIT,
    ReportLevel.ADMINISTRATION,
    ReportLevel.COMMITTEE,
    ReportLevel.MUNICIPALITY,
]


def template(
    *,
    code="follow-up",
    cadence="year_before",
    collects=ALL_LEVELS[:2],
    questions=2,
    judged=1,
    smallest_group=5,
):
    """With one text, one block of questions and one of requirements, at every level."""
    made = ReportTemplate.objects.create(
        code=code,
        version=1,
        name=code.title(),
        title="Follow-up",
        file_name=code,
        status=ReportTemplate.Status.DRAFT,
        cadence=cadence,
        collects=list(collects),
        smallest_group=smallest_group,
    )
    levels = [
        level
        for level in ALL_LEVELS
        if level not in ALL_LEVELS[:2] or level in collects
    ]
    _section(made, 1, "text", Section.Kind.NARRATIVE, levels)
    asked = _section(made, 2, "questions", Section.Kind.QUESTION_BLOCK, levels)
    assessed = _section(made, 3, "judged", Section.Kind.SELF_ASSESSMENT, levels)
    for section, number in [(asked, questions), (assessed, judged)]:
        for place in range(number):
            code = f"{section.code}-{place}"
            Question.objects.create(
                section=section, order=place, code=code, text=f"About {code}?"
            )
    made.publish()
    return made


def _section(made, order, code, kind, levels):
    return Section.objects.create(
        template=made,
        order=order,
        code=code,
        number=str(order),
        title=code.title(),
        kind=kind,
        levels=levels,
    )


def open_year(made=None, *, year=2024, **settings):
    return ReportingYear.objects.open(year, made or template(), **settings)


def question(report, code="questions-0"):
    return Question.objects.get(
        section__template=report.reporting_year.template, code=code
    )


def answer(report, value, *, by, code="questions-0", submit=True, score=None):
    """Answer one question, and submit the report."""
    report.answer(question(report, code), value, by=by, score=score)
    if submit:
        report.submit(by=by)


def part_of(year, unit):
    return year.reports.get(unit=unit, level=ReportLevel.UNIT)


def committee_of(year, committee):
    return year.reports.get(committee=committee, level=ReportLevel.COMMITTEE)


def put(report, status):
    """A state that a test is not about how to reach."""
    Report.objects.filter(pk=report.pk).update(status=status)
    report.refresh_from_db()
