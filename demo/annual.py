"""The yearly reports: those of one year written, approved and presented, the newest begun."""

import tomllib
from datetime import date, timedelta

from demo.figures import complete_years
from demo.tree import DATA
from reports import snapshots
from reports.loading import load_all
from reports.measuring import Together, measure
from reports.metrics import Sex, difference
from reports.models import (
    Answer,
    CommitteeDecision,
    ComparisonSeries,
    CoverReport,
    Metric,
    Quantity,
    Question,
    ReportingYear,
    ReportLevel,
    ReportTemplate,
    Section,
    Target,
)

_WRITTEN = 2024
_YES, _PARTLY, _NO = Answer.Value.YES, Answer.Value.PARTLY, Answer.Value.NO
# What is not answered with a plain yes: {question: {committee: (answer, comment)}}.
_NOT_CERTIFIED = (_NO, "Nya chefer har ännu inte hunnit gå utbildningen.")
_WITHOUT_REPORT = (
    _PARTLY,
    "På centrala förvaltningen återrapporterades ronden inte till medarbetarna.",
)
_ANSWERS = {
    "routines-followed": {
        "KS": (_PARTLY, "Den fysiska ronden är genomförd, övriga ronder delvis.")
    },
    "measures-reported-back": {"FSN": _WITHOUT_REPORT, "GSN": _WITHOUT_REPORT},
    "inspected": {
        "FSN": (_YES, "En inspektion."),
        "GSN": (_YES, "Tre inspektioner."),
    },
    "allocated-in-writing": {"KS": (_NO, "Gäller enheter som bildades under hösten.")},
    "managers-certified": dict.fromkeys(
        ["KS", "SN", "KFN", "FSN", "GSN"], _NOT_CERTIFIED
    ),
}
_USUAL = {"inspected": _NO}
_PRESENTED = {
    "FSN": (date(2024, 9, 18), "§ 74"),
    "GSN": (date(2024, 9, 19), "§ 88"),
    "GAN": (date(2024, 9, 5), "§ 61"),
    "KS": (date(2024, 10, 2), "§ 19"),
    "KFN": (date(2024, 9, 10), "§ 57"),
    "NSN": (date(2024, 8, 29), "§ 43"),
    "BTN": (date(2024, 8, 28), "§ 52"),
    "SN": (date(2024, 9, 25), "§ 96"),
    "VON": (date(2024, 9, 24), "§ 81"),
}


_SUMMARY = (
    "Arbetsmiljörapporten beskriver hur det systematiska arbetsmiljöarbetet har bedrivits"
    " inom verksamheten under {committee}. Rapporten följer kommunens mall och bygger på"
    " de händelser, ronder och åtgärder som har registrerats under perioden."
)
_PROPOSAL = "Nämnden lägger rapporten till handlingarna."
_DECISION = (
    "Nämnden ger förvaltningen i uppdrag att redovisa hur lokalvården på förskolorna har"
    " förbättrats, och lägger i övrigt rapporten till handlingarna."
)


def report_years(tree, people, *, until):
    load_all()
    template = ReportTemplate.objects.newest("huddinge")
    written = ReportingYear.objects.open(_WRITTEN, template)
    _write(written, tree, by=people.hr)
    reports = written.reports.select_related("committee", "reporting_year")
    asked = reports.get(committee=tree.committees["FSN"], level=ReportLevel.COMMITTEE)
    _decide(asked, by=people.hr, until=until)
    _hold_against(complete_years(until)[-1])
    # Waits for HR: the figures are there, the texts are not.
    ReportingYear.objects.open(complete_years(until)[-1] + 1, template)


def _write(reporting_year, tree, *, by):
    """Each committee's report, then the summary of them all."""
    now, before = _measured(reporting_year).values()
    reports = {
        report.committee: report
        for report in reporting_year.reports.exclude(level=ReportLevel.COMBINED)
    }
    for code, committee in tree.committees.items():
        report = reports[committee]
        words = _words(now[committee.pk], before[committee.pk])
        _tell(report, code, words, by=by)
        _answer(report, code, by=by)
        _cover(report, code)
        _approve(report, by=by)
        presented_on, paragraph = _PRESENTED[code]
        report.note_presentation(presented_on=presented_on, paragraph=paragraph, by=by)
    _tell(
        reports[None],
        "summary",
        _words(Together(now.values()), Together(before.values())),
        by=by,
    )
    _approve(reports[None], by=by)


def _tell(report, name, words, *, by):
    texts = tomllib.loads((DATA / "narratives" / f"{name}.toml").read_text())
    sections = report.reporting_year.template.sections
    for section in sections.filter(kind=Section.Kind.NARRATIVE):
        report.write(section, texts[section.code].strip().format_map(words), by=by)


def _cover(report, code):
    """What went with the report to the committee."""
    on, paragraph = _PRESENTED[code]
    route = [
        {"body": "Samverkansgruppen", "on": on - timedelta(days=21), "paragraph": ""},
        {"body": report.committee.name, "on": on, "paragraph": paragraph},
    ]
    CoverReport.objects.create(
        report=report,
        summary=_SUMMARY.format(committee=report.committee.name),
        proposal=_PROPOSAL,
        route=[step | {"on": step["on"].isoformat()} for step in route],
    )


def _decide(report, *, by, until):
    """A committee that asked for something when it was informed."""
    on, paragraph = _PRESENTED["FSN"]
    CommitteeDecision.objects.note(
        report,
        by=by,
        decision=_DECISION,
        decided_on=on,
        paragraph=paragraph,
        measure={
            "activity": "Redovisa hur lokalvården har förbättrats på varje förskola",
            "responsible": by,
            # Each year anew, so far.
            "due_on": until + timedelta(days=90),
        },
    )


def _hold_against(year):
    """Targets, and how it is in other municipalities."""
    targets = {"sick_leave": 7, "staff_turnover": 10, "injuries": 900}
    for metric, value in targets.items():
        Target.objects.create(year=year, metric_id=metric, value=value)
    series = ComparisonSeries.objects.create(
        name="Kommunerna i länet", source="Påhittade siffror för demonstrationen."
    )
    for back, values in enumerate([("6.6", "7.4", "4.2"), ("6.7", "7.5", "4.3")]):
        for sex, value in zip(["", *Sex], values, strict=True):
            series.figures.create(
                metric_id="sick_leave",
                until=date(year - back, 12, 31),
                sex=sex,
                value=value,
            )


def _answer(report, code, *, by):
    template = report.reporting_year.template
    for question in Question.objects.filter(section__template=template):
        usual = (_USUAL.get(question.code, _YES), "")
        value, comment = _ANSWERS.get(question.code, {}).get(code, usual)
        report.answer(question, value, by=by, comment=comment)


def _approve(report, *, by):
    report.submit(by=by)
    snapshots.approve(report, by=by)


def _measured(reporting_year):
    """All that there is to tell of the year and the one before it."""
    quantities = [quantity.code for quantity in Quantity.objects.all()]
    periods = [reporting_year.period, reporting_year.comparison_period]
    ids = [committee.pk for committee in reporting_year.committees()]
    return measure(periods, ids, quantities=quantities)


def _words(now, before):
    """What the texts say of figures: {sick_leave_women}, …_before and …_change."""
    words = {}
    for metric in Metric.objects.all():
        for sex in ["", *Sex] if metric.group else [""]:
            name = f"{metric.code}_{sex}" if sex else metric.code
            figures = [metric.figure(amounts.of(sex)) for amounts in (now, before)]
            words[name], words[f"{name}_before"] = map(_shown, figures)
            words[f"{name}_change"] = _shown(abs(difference(*figures)))
    return words


def _shown(figure):
    return str(figure).replace(".", ",")
