"""Which workplaces have gone through which documents in a year: done, late or not due."""

from calendar import monthrange
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from governing.models import GoneThrough, GoverningDocument
from organisation.models import Level, Unit, UnitPermission
from sam.dates import today


class State(StrEnum):
    DONE = "done"
    LATE = "late"
    NOT_DUE = "not_due"
    NOT_ASKED = "not_asked"

    @property
    def label(self):
        return {
            "done": _("Done"),
            "late": _("Late"),
            "not_due": _("Not yet due"),
            "not_asked": _("Does not hold here"),
        }[self.value]

    @property
    def tone(self):
        return {"done": "success", "late": "danger"}.get(self.value, "neutral")


class Cell(NamedTuple):
    document: GoverningDocument
    state: State
    held_on: date | None = None
    gone_through: object = None


class Total(NamedTuple):
    """So many of the workplaces where the document holds."""

    document: GoverningDocument
    done: int
    all: int


class Matrix:
    """Of one year, for the workplaces whose year the person sees.

    The number of queries is the same for any number of workplaces and documents.
    """

    def __init__(self, year, *, user, top=None, theme=""):
        self.year = year
        units = Unit.objects.existing().filter(level=Level.UNIT)
        units = units.permitting(user, UnitPermission.VIEW_YEAR)
        self.units = units.within([top.pk]) if top else units
        self.documents = list(self._documents(theme))

    def _documents(self, theme):
        """Those to be gone through that were in force some day of the year."""
        last = min(date(self.year, 12, 31), max(today(), date(self.year, 1, 1)))
        documents = GoverningDocument.objects.in_force(last)
        documents = documents.filter(is_gone_through=True).annotate(
            workplaces_number=_number(
                self.units.filter(lineage__contains=[OuterRef("unit")])
            ),
            done_number=_number(self._done()),
        )
        if theme:
            documents = documents.filter(themes__contains=[theme])
        return documents.filter(workplaces_number__gt=0).order_by("title", "pk")

    def _done(self):
        """Workplaces that have gone through the outer document."""
        done = GoneThrough.objects.in_year(self.year).filter(
            unit=OuterRef("pk"), document_version__document=OuterRef(OuterRef("pk"))
        )
        return self.units.filter(Exists(done), lineage__contains=[OuterRef("unit")])

    def rows(self, units):
        """(unit, cells) for these of the units."""
        found = GoneThrough.objects.in_year(self.year).filter(unit__in=list(units))
        found = found.order_by("held_on", "pk")
        held = {
            (unit, document): (pk, day)
            for unit, document, pk, day in found.values_list(
                "unit", "document_version__document", "pk", "held_on"
            )
        }
        return [
            (unit, [self._cell(unit, document, held) for document in self.documents])
            for unit in units
        ]

    def totals(self):
        """For each document: of how many workplaces how many have gone through it."""
        return [
            Total(each, each.done_number, each.workplaces_number)
            for each in self.documents
        ]

    def _cell(self, unit, document, held):
        if found := held.get((unit.pk, document.pk)):
            return Cell(document, State.DONE, found[1], found[0])
        if not document.holds_for(unit):
            return Cell(document, State.NOT_ASKED)
        late = due_on(document, self.year) < today()
        return Cell(document, State.LATE if late else State.NOT_DUE)


def _number(rows):
    counted = rows.order_by().annotate(one=Value(1)).values("one")
    counted = counted.annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def due_on(document, year):
    """The last day of the year's round."""
    return last_day(year, document.gone_through_by)


def last_day(year, month):
    return date(year, month, monthrange(year, month)[1])
