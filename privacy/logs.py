"""The logs of who has read or taken out what, each with its columns.

They say which record it was, never what stands in it.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models import EmergencyAccess, Export, Reading, ResearchExport
from privacy.models import KeptReading, Look
from talks.models import EarlyReading


class Log(NamedTuple):
    label: Any
    rows: Callable
    # What the row was about, and how it was read, in words.
    of: Callable
    how: Callable
    by: str = "by"
    at: str = "at"
    unit: str = ""
    is_of_oversight: bool = False


class Line(NamedTuple):
    """One row, as the page shows it."""

    pk: Any
    at: Any
    by: Any
    of: str
    how: str
    unit: Any


def lines(code, rows):
    log = LOGS[code]
    return [
        Line(
            pk=row.pk,
            at=getattr(row, log.at),
            by=getattr(row, log.by),
            of=str(log.of(row)),
            how=str(log.how(row)),
            unit=_unit(row, log.unit),
        )
        for row in rows
    ]


def _unit(row, path):
    for name in filter(None, path.split("__")):
        row = getattr(row, name)
    return row if path else ""


def _incident(row):
    return _("Incident %(number)s") % {"number": row.incident.number}


LOGS: dict[str, Log] = {
    "incidents": Log(
        gettext_lazy("Incidents that were opened"),
        lambda: (
            Reading.objects.filter(by__isnull=False)
            .select_related("by", "incident__unit")
            .only(
                *("what", "at", "by__name", "by__is_protected"),
                *("incident__number", "incident__unit__name"),
            )
        ),
        _incident,
        lambda row: row.get_what_display(),
        unit="incident__unit",
    ),
    "emergencies": Log(
        gettext_lazy("Names that were opened with a reason"),
        lambda: EmergencyAccess.objects.select_related("by", "incident__unit"),
        _incident,
        lambda row: row.reason,
        at="opened_at",
        unit="incident__unit",
    ),
    "early": Log(
        gettext_lazy("Early actions that were opened"),
        lambda: EarlyReading.objects.select_related("by", "support__unit"),
        lambda row: _("An early action"),
        lambda row: _("The page"),
        unit="support__unit",
    ),
    "exports": Log(
        gettext_lazy("Lists that were taken out"),
        lambda: Export.objects.select_related("user"),
        lambda row: _("%(number)s incidents") % {"number": row.total},
        lambda row: _("Spreadsheet"),
        by="user",
        at="created_at",
    ),
    "research": Log(
        gettext_lazy("Data taken out for research"),
        lambda: ResearchExport.objects.select_related("user"),
        lambda row: _("%(number)s incidents") % {"number": row.number},
        lambda row: f"{row.partner}: {row.purpose}",
        by="user",
        at="created_at",
    ),
    "extracts": Log(
        gettext_lazy("Extracts that were gone through"),
        lambda: KeptReading.objects.select_related("by", "request"),
        lambda row: row.request,
        lambda row: _("The page"),
    ),
    "looks": Log(
        gettext_lazy("Who has looked into these logs"),
        lambda: Look.objects.select_related("by", "person"),
        lambda row: LOGS[row.what].label if row.what in LOGS else row.what,
        lambda row: row.person or _("Everybody"),
        is_of_oversight=True,
    ),
}
