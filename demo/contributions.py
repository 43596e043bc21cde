"""A follow-up in which every workplace takes part: most have submitted, some are late."""

import tomllib
from datetime import timedelta
from random import Random

from demo.tree import DATA
from reports.models import (
    Answer,
    Narrative,
    Question,
    Report,
    ReportingYear,
    ReportLevel,
    ReportTemplate,
    ReportTransition,
    Section,
)

_TEMPLATE = "kommun-delar"
_TEXTS = tomllib.loads((DATA / "contributions.toml").read_text())["texts"]
_STATUS = Report.Status
# Of a hundred workplaces; to approve them waits for the level above.
_STATES = {_STATUS.SUBMITTED: 80, _STATUS.RETURNED: 3, _STATUS.DRAFT: 17}
_VALUES = {"yes": 78, "partly": 15, "no": 5, "not_applicable": 2}
_SCORES = {5: 22, 4: 45, 3: 24, 2: 7, 1: 2}
_RETURNED = "Skriv vad ni gör åt det som inte fungerar."


def follow_up(tree, people, year, *, until):
    """The workplaces' parts of a year; what lies above them waits for the administrations."""
    template = ReportTemplate.objects.newest(_TEMPLATE)
    opened = ReportingYear.objects.open(year, template)
    opened.units_due_on = until - timedelta(days=12)
    opened.administrations_due_on = until + timedelta(days=10)
    opened.committees_due_on = until + timedelta(days=30)
    opened.municipality_due_on = until + timedelta(days=50)
    opened.save()
    _Writing(opened, people).write()


class _Writing:
    """Collects what the workplaces have written, and writes it in a few statements."""

    def __init__(self, opened, people):
        self._random, self._people = Random("contributions"), people
        sections = opened.template.sections.for_level(ReportLevel.UNIT)
        self._texts = list(sections.filter(kind=Section.Kind.NARRATIVE))
        self._questions = Question.objects.filter(section__in=sections).select_related(
            "section"
        )
        self._reports = opened.reports.filter(level=ReportLevel.UNIT).order_by(
            "unit__code"
        )

    def write(self):
        written = [self._one(report) for report in self._reports]
        for rows in zip(*written, strict=True):
            made = [row for each in rows for row in each]
            if made:
                type(made[0]).objects.bulk_create(made)

    def _one(self, report):
        """Its texts, answers and moves."""
        manager = self._people.managers.get(report.unit_id) or self._people.hr
        status = self._drawn(_STATES)
        if status == _STATUS.DRAFT and self._random.random() < 0.5:
            return [], [], []
        Report.objects.filter(pk=report.pk).update(status=status)
        return (
            [self._text(report, section, manager) for section in self._texts],
            [self._answer(report, question, manager) for question in self._questions],
            self._moves(report, status, manager),
        )

    def _text(self, report, section, manager):
        text = self._random.choice(_TEXTS.get(section.code, [""]))
        return Narrative(
            report=report, section=section, text=text, written_by=manager, version=1
        )

    def _answer(self, report, question, manager):
        is_judged = question.section.kind == Section.Kind.SELF_ASSESSMENT
        drawn = self._drawn(_SCORES if is_judged else _VALUES)
        said = {"score": drawn} if is_judged else {"value": drawn}
        return Answer(report=report, question=question, answered_by=manager, **said)

    def _moves(self, report, status, manager):
        if status == _STATUS.DRAFT:
            return []
        submitted = ReportTransition(
            report=report,
            from_status=_STATUS.DRAFT,
            to_status=_STATUS.SUBMITTED,
            by=manager,
        )
        if status != _STATUS.RETURNED:
            return [submitted]
        returned = ReportTransition(
            report=report,
            from_status=_STATUS.SUBMITTED,
            to_status=_STATUS.RETURNED,
            by=self._people.hr,
            note=_RETURNED,
        )
        return [submitted, returned]

    def _drawn(self, shares):
        [drawn] = self._random.choices(list(shares), shares.values())
        return drawn
