"""Incidents of some years for research, without names and without what points to anybody.

Days are months, numbers are counted anew, and workplaces of few people go by the unit above.
"""

from datetime import date

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from incidents import kinds
from incidents.exporting import CHUNK, Cells
from incidents.models import Details, Incident
from organisation.models import Municipality, Unit, User
from organisation.small_groups import told_in
from sam.dates import moment

_TEXTS = ("description", "immediate_action", "findings")


class Sheet:
    """What an export for research holds, as rows of a file."""

    def __init__(self, export):
        self.export = export
        self.country = Municipality.objects.country()
        first, after = export.first_year, export.last_year + 1
        visible = Incident.objects.visible_to(export.user)
        self.incidents = visible.filter(
            reported_at__gte=moment(date(first, 1, 1)),
            reported_at__lt=moment(date(after, 1, 1)),
        )
        self.texts = _TEXTS if export.has_texts else ()

    def number(self):
        return self.incidents.order_by().count()

    def write(self, file):
        with Workbook(file, {"constant_memory": True}) as book:
            sheet = book.add_worksheet(_("Incidents"))
            sheet.freeze_panes(1, 0)
            cells = Cells(sheet, book)
            cells.write_heading(self._heading())
            for row, incident in enumerate(self._rows(), start=1):
                cells.write(row, [row, *self._values(incident)])

    def _rows(self):
        # By nothing that tells which came first on a day.
        rows = self.incidents.select_related("cause", "details").order_by("pk")
        self.places = places()
        return rows.iterator(chunk_size=CHUNK)

    def _heading(self):
        names = [Incident._meta.get_field(name).verbose_name for name in self.texts]
        return [
            _("Row"),
            _("Month"),
            _("Unit"),
            _("Kind"),
            _("Threats or violence"),
            _("Severity"),
            _("Cause"),
            _("Absence"),
            _("Status"),
            _("Days to open"),
            _("Days to close"),
            *(str(name) for name in names),
        ]

    def _values(self, incident):
        details = getattr(incident, "details", None)
        absence = details.absence if details else ""
        return [
            f"{timezone.localdate(incident.reported_at):%Y-%m}",
            self.places.get(incident.unit_id, ""),
            str(kinds.label_of(incident, self.country)),
            _("Yes") if incident.is_violence else _("No"),
            str(Incident.Severity(incident.severity).label),
            str(incident.cause or ""),
            str(Details.Absence(absence).label) if absence else "",
            str(Incident.Status(incident.status).label),
            _days(incident, "known_at"),
            _days(incident, "closed_at"),
            *(getattr(incident, name) for name in self.texts),
        ]


def places():
    """{unit's id: the name by which its incidents are told}; none for what is left over
    at the top with too few people."""
    at_work = User.objects.filter(is_active=True).exclude(unit=None).order_by()
    people = dict(at_work.values_list("unit").annotate(Count("pk")))
    units = list(Unit.objects.all())
    names = {unit.pk: unit.name for unit in units}
    return {unit: names[place] for unit, place in told_in(units, people).items()}


def _days(incident, field):
    at = getattr(incident, field)
    return (at - incident.reported_at).days if at else None
