"""The columns that a list of measures can have, on the page and in a spreadsheet."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actionplans.models import Measure


@dataclass(frozen=True)
class Column:
    """`value(measure)` is what a spreadsheet has: a text, a number or a date, whole."""

    name: str
    label: Any
    value: Callable[[Measure], Any]
    # May have names of persons.
    is_personal: bool = False

    @property
    def is_plain(self):
        """Whether its values say what they are where columns have no headings."""
        return self.name in DEFAULT


def _written(name, label=""):
    """What stands in the field, in words where it is chosen."""
    field = Measure._meta.get_field(name)

    def value(measure):
        written = getattr(measure, name)
        if field.choices:
            return str(getattr(measure, f"get_{name}_display")())
        return "" if written is None else written

    return Column(name, label or field.verbose_name, value)


def _responsible(measure):
    return measure.responsible_in_words or str(measure.responsible)


def _created(measure):
    return timezone.localdate(measure.created_at)


COLUMNS = {
    column.name: column
    for column in [
        _written("number", _("Number")),
        _written("focus_area", _("Focus area")),
        _written("goal", _("What it shall lead to")),
        Column("source", _("Belongs to"), lambda each: str(each.plan.source or "")),
        Column("unit", _("Unit"), lambda each: str(each.unit)),
        Column("responsible", _("Responsible"), _responsible, is_personal=True),
        _written("report_to", _("Reported to")),
        Column("due", _("When"), lambda each: each.when_in_words),
        _written("due_on", _("Last day")),
        _written("status", _("Status")),
        _written("control", _("Kind of measure")),
        _written("origin", _("What led to it")),
        _written("cost", _("Cost")),
        _written("funding", _("Funding")),
        _written("expected_effect", _("Expected effect")),
        _written("hours", _("Hours of work")),
        _written("effect_due_on", _("Effect can be judged on")),
        Column("created_at", _("Added"), _created),
    ]
}
DEFAULT = ["source", "unit", "responsible", "due", "status"]


def columns_of(names):
    """The columns with these names, in the order that columns have; else the usual."""
    chosen = [name for name in COLUMNS if name in names] or DEFAULT
    return [COLUMNS[name] for name in chosen]
