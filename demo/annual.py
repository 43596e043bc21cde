"""The yearly reports: those of one year written, approved and presented, the newest begun."""

import tomllib
from datetime import date

from demo.figures import complete_years
from demo.tree import DATA
from reports import snapshots
from reports.loading import load_all
from reports.measuring import Together, measure
from reports.metrics import Sex, difference
from reports.models import (
    Answer,
    Metric,
    Quantity,
    Question,
    ReportingYear,
    ReportLevel,
    ReportTemplate,
    Section,
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


def report_years(tree, people, *, until):
    load_all()
    template = ReportTemplate.objects.newest("huddinge")
    written = ReportingYear.objects.open(_WRITTEN, template)
    _write(written, tree, by=people.hr)
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
