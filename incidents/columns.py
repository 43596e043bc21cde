"""The columns that a list of incidents can have, on the page and in a spreadsheet."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents import kinds
from incidents.models import Details, Incident


@dataclass(frozen=True)
class Column:
    """`value(incident, country)` gives text or a date; `fields` are what it reads."""

    name: str
    label: Any
    value: Callable[[Incident, str], Any]
    fields: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    # The field that the list can be in the order of.
    sort: str = ""
    # Of a person, and so never in a file.
    is_person: bool = False

    @property
    def is_plain(self):
        """Whether its values say what they are where columns have no headings."""
        return self.name in DEFAULT


def _severity(incident, country):
    return str(Incident.Severity(incident.severity).label)


def _employed_unit(incident, country):
    return str(incident.employed_unit or incident.unit)


def _absence(incident, country):
    return str(Details.Absence(incident.absence).label) if incident.absence else ""


def _closed(incident, country):
    return incident.closed_at and timezone.localdate(incident.closed_at)


COLUMNS = {
    column.name: column
    for column in [
        Column("kind", _("Kind"), kinds.label_of, ("kind", "is_violence", "severity")),
        Column("severity", _("Severity"), _severity, ("severity",)),
        Column("unit", _("Unit"), lambda incident, country: str(incident.unit)),
        Column(
            "employed_unit",
            _("Employed at"),
            _employed_unit,
            ("employed_unit__name",),
            ("employed_unit",),
        ),
        Column(
            "occurred_on",
            _("Day"),
            lambda incident, country: incident.occurred_on,
            sort="occurred_on",
        ),
        Column(
            "reported_at",
            _("Reported"),
            lambda incident, country: timezone.localdate(incident.reported_at),
            sort="reported_at",
        ),
        Column("status", _("Status"), lambda incident, country: str(incident.phase)),
        Column(
            "responsible",
            _("Responsible"),
            lambda incident, country: str(incident.responsible or ""),
            ("responsible__name",),
            ("responsible",),
            is_person=True,
        ),
        Column(
            "cause",
            _("Cause"),
            lambda incident, country: str(incident.cause or ""),
            ("cause__labels",),
            ("cause",),
        ),
        Column("absence", _("Absence"), _absence),
        Column("closed_at", _("Closed"), _closed, ("closed_at",)),
    ]
}
# By the day that it was reported or happened; the first is how the list opens.
SORTS = ["-reported_at", "reported_at", "-occurred_on", "occurred_on"]
DEFAULT = ["kind", "unit", "occurred_on", "status"]


def columns_of(names):
    """The columns with these names, in the order that columns have."""
    return [column for name, column in COLUMNS.items() if name in names]


def with_columns(incidents, columns):
    """The incidents with what the columns show, and no more."""
    fields = {field for column in columns for field in column.fields}
    related = {path for column in columns for path in column.related}
    incidents = incidents.for_list().select_related("unit", *related)
    if COLUMNS["absence"] in columns:
        incidents = incidents.annotate(absence=F("details__absence"))
    return incidents.only(*_ALWAYS, *fields)


_ALWAYS = ("number", "kind", "status", "occurred_on", "reported_at", "unit__name")
