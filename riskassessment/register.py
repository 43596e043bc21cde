"""What the register says of risks: how many stand where, what became of one, as a file."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from attachments.spreadsheets import workbook
from organisation.models import User
from riskassessment.models import Rating

CHUNK = 2_000


class Mark(NamedTuple):
    """How many risks stand in a cell, and how an address names the cell."""

    number: int
    place: str


def grid(matrix, risks):
    """The matrix with the number of risks in each cell that has any."""
    marks = {
        (likelihood, consequence): Mark(number, f"{likelihood}-{consequence}")
        for (likelihood, consequence), number in risks.counted_by_cell(matrix).items()
    }
    return matrix.grid(marks)


class Event(NamedTuple):
    """Something that was done with a risk."""

    at: datetime
    by: User
    act: str
    note: str
    rating: Rating | None = None


def history(risk, ratings):
    """All that was done with it, the newest first; the first rating put it there."""
    weighed = [
        Event(
            each.at,
            each.by,
            _("Weighed anew") if place else _("Put in the register"),
            each.reason,
            each,
        )
        for place, each in enumerate(ratings)
    ]
    moved = [
        Event(each.at, each.by, _("Moved"), f"{each}: {each.reason}")
        for each in risk.moves.select_related("from_unit", "to_unit", "by")
    ]
    turned = [
        Event(each.at, each.by, str(each.act), each.note)
        for each in risk.transitions.select_related("by")
    ]
    return sorted([*weighed, *moved, *turned], key=lambda each: each.at, reverse=True)


def before_and_now(risk, ratings):
    """The matrix that it was weighed by last, with where it stood and where it stands."""
    marks = {}
    earlier = ratings[-2:-1]
    if earlier and earlier[0].matrix_id == risk.matrix_id:
        marks[earlier[0].cell] = _("Before")
    stayed = risk.cell in marks
    marks[risk.cell] = _("Before and now") if stayed else _("Now")
    return risk.matrix.grid(marks)


def as_file(risks):
    """The risks as a spreadsheet, however many, in a little memory."""
    return workbook(_("Risks"), _rows(risks))


def _rows(risks):
    yield [
        _("Risk"),
        _("Unit"),
        _("Level"),
        _("Likelihood"),
        _("Consequence"),
        _("Serious"),
        _("Side of the work environment"),
        _("What is already done against it"),
        _("Came from"),
        _("Status"),
        _("Weighed on"),
        _("Measures carried out by"),
        _("Measures"),
        _("Measures left to do"),
    ]
    rows = risks.with_source().select_related("unit", "matrix").with_numbers()
    for risk in rows.iterator(chunk_size=CHUNK):
        yield [
            risk.description,
            str(risk.unit),
            risk.level.label,
            risk.likelihood_label,
            risk.consequence_label,
            _("Yes") if risk.is_serious else _("No"),
            risk.get_aspect_display(),
            risk.existing_measures,
            risk.source_kind,
            risk.get_status_display(),
            risk.rated_on,
            risk.latest_due_on,
            risk.number_of_measures,
            risk.number_left,
        ]
