"""How requirements are judged from 1 to 5: by each group for itself, above as a mean."""

from decimal import Decimal

from reports.contents.parts import is_within
from reports.metrics import rounded
from reports.models import Answer, Report, ReportingYear, ReportLevel

SCORES = range(1, 6)
_LOWEST_FIRST = list(ReportLevel)


def mean_of(scores):
    """With one decimal; empty of nothing."""
    return str(rounded(Decimal(sum(scores)) / len(scores), 1)) if scores else ""


class YearBefore:
    """How the same requirements were judged in the year before, in what was handed in.

    They are the same when the template and the question have the same code.
    """

    def __init__(self, reporting_year):
        before = ReportingYear.objects.filter(
            year=reporting_year.year - 1,
            part=reporting_year.part,
            template__code=reporting_year.template.code,
        )
        judged = Answer.objects.filter(
            report__reporting_year__in=before, score__isnull=False
        ).exclude(report__status__in=Report.WRITTEN_IN)
        self._judged = list(judged.select_related("report__unit", "question"))

    def of(self, report, question):
        """The place's own score, else the mean of those below it; empty without any."""
        judged = [each for each in self._judged if each.question.code == question.code]
        own = [each.score for each in judged if _is_same_place(each.report, report)]
        if own:
            return str(own[0])
        below = [
            each
            for each in judged
            if _height(each.report) < _height(report) and is_within(each.report, report)
        ]
        lowest = min((_height(each.report) for each in below), default=None)
        return mean_of([each.score for each in below if _height(each.report) == lowest])


def _is_same_place(before, report):
    if before.level != report.level or before.unit_id != report.unit_id:
        return False
    # A workplace may have come to another committee.
    is_unit = report.level == ReportLevel.UNIT
    return is_unit or before.committee_id == report.committee_id


def _height(report):
    return _LOWEST_FIRST.index(report.level)
