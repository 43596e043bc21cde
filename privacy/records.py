"""Records that a public document can be made of, found by number, unit and day."""

import re
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actionplans.models import Measure
from incidents.models import Incident
from meetings.models import Meeting
from organisation.models import Unit
from reports.models import Report
from representatives.models import RepRequest, StopWork
from riskassessment.models import ChangeAssessment, InspectionRound, Risk

# One request takes so many at most: somebody reads all of it.
MOST = 200
_RANGE = re.compile(r"^(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?$")


class Kind(NamedTuple):
    label: Any
    model: Any
    # Fields of its number and its day; empty where there is none.
    number: str
    day: str
    unit: str = "unit"

    def find(self, *, numbers=(), unit=None, first=None, last=None):
        rows = self.model.objects.all()
        if numbers and self.number:
            condition = Q(pk=None)
            for low, high in numbers:
                condition |= Q(**{f"{self.number}__range": (low, high)})
            rows = rows.filter(condition)
        if unit:
            rows = rows.filter(**{f"{self.unit}__in": Unit.objects.within([unit.pk])})
        if first:
            rows = rows.filter(**{f"{self.day}__gte": first})
        if last:
            rows = rows.filter(**{f"{self.day}__lte": last})
        return rows.select_related(self.unit).order_by(f"-{self.day}", "pk")


KINDS = {
    "incidents": Kind(_("Incidents"), Incident, "number", "occurred_on"),
    "rounds": Kind(_("Rounds"), InspectionRound, "", "planned_on"),
    "risks": Kind(_("Risks"), Risk, "", "rated_on"),
    "changes": Kind(_("Changes"), ChangeAssessment, "", "starts_on"),
    "measures": Kind(_("Measures"), Measure, "", "due_on"),
    "requests": Kind(
        _("Safety representatives' requests"), RepRequest, "number", "answer_due_on"
    ),
    "stops": Kind(_("Stops of work"), StopWork, "number", "stopped_at__date"),
    "meetings": Kind(_("Meetings"), Meeting, "", "meets_on"),
    "reports": Kind(_("Annual reports"), Report, "", "presented_on"),
}
_BY_LABEL = {kind.model._meta.label: kind for kind in KINDS.values()}


def numbers_in(text):
    """“1001, 1003-1005” as [(1001, 1001), (1003, 1005)]; ValueError for what is none."""
    found = []
    for part in filter(
        None, (each.strip() for each in re.split(r"[,;\s]\s*(?![-–])", text))
    ):
        if not (match := _RANGE.match(part)):
            raise ValueError(part)
        low, high = int(match[1]), int(match[2] or match[1])
        found.append((low, max(low, high)))
    return found


def rows_of(chosen):
    """The rows of [label, id], in their order; what is gone since is left out."""
    by_label: dict = {}
    for label, pk in chosen:
        by_label.setdefault(label, []).append(pk)
    rows = {}
    for label, pks in by_label.items():
        kind = _BY_LABEL[label]
        for row in kind.model.objects.filter(pk__in=pks).select_related(kind.unit):
            rows[label, str(row.pk)] = row
    return [rows[label, pk] for label, pk in chosen if (label, pk) in rows]
