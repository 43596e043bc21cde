"""What was reported at a workplace in a month and what came of it, for all who work there.

It hangs on walls: it names no person, and tells nothing by which one can be pointed out.
"""

from collections import defaultdict

from django.db.models import Count, Q
from django.template.defaultfilters import date as format_date
from django.utils.translation import gettext as _

from actionplans.models import Measure
from incidents import kinds
from incidents.counting import by_month, counted
from incidents.models import Incident
from incidents.statistics import ALL, Counts, kind_rows, months_on
from organisation.models import Unit, UnitPermission
from organisation.permissions import granted_units
from sam.dates import moment
from ui import charts

Kind = Incident.Kind
# What is about one person by its nature is counted, and not told of by itself.
TOLD_OF = (Kind.NEAR_MISS, Kind.ACCIDENT, Kind.RISK_OBSERVATION, Kind.IMPROVEMENT)
# Among fewer, the day tells who it was.
FEW_PEOPLE = 10
# What two sheets of paper hold.
MOST = 30
MONTHS_SHOWN = 13


def may_read(user, unit):
    """Those who work in the unit or below it, and those who may see its incidents."""
    if user.unit and unit.pk in user.unit.lineage:
        return True
    granted = granted_units(user, UnitPermission.VIEW_INCIDENTS)
    return granted.reaches(unit, UnitPermission.VIEW_INCIDENTS)


class Month:
    """The page for one unit, those below it included."""

    def __init__(self, unit, first, *, country):
        self.unit, self.first, self.country = unit, first, country
        people = _people_in(unit)
        self.units = list(people)
        self.few = {pk for pk, number in people.items() if number < FEW_PEOPLE}
        self.previous, self.next = months_on(first, -1), months_on(first, 1)
        self.shows_days = sum(people.values()) >= FEW_PEOPLE
        self.counts = self._counted()

    def _reported(self, first, after):
        """A manager reads the page too, and counts more there than in their own list."""
        return Incident.objects.filter(
            unit__in=self.units,
            reported_at__gte=moment(first),
            reported_at__lt=moment(after),
        ).exclude(manager_part=Incident.ManagerPart.INVOLVED)

    def _counted(self):
        first = months_on(self.first, 1 - MONTHS_SHOWN)
        found = counted(
            self._reported(first, self.next), {"time": by_month(by_report=True)}
        )
        return Counts(found["time"], None)

    def figures(self):
        """(label, this month, the same month last year) for each group of kinds."""
        year_before = self.first.replace(year=self.first.year - 1)
        for label, members, is_part in kind_rows(self.country):
            if not is_part:
                yield (
                    label,
                    self.counts.number(members, {self.first}),
                    self.counts.number(members, {year_before}),
                )

    def chart(self):
        months = [
            months_on(self.first, 1 - back) for back in range(MONTHS_SHOWN, 0, -1)
        ]
        numbers = [self.counts.number(ALL, {month}) for month in months]
        labels = [format_date(month, "M") for month in months]
        series = [(_("Reported"), numbers)]
        return charts.columns(_("Reported each month"), labels, series, decimals=0)

    def told(self):
        """Each of the latest incidents with what may be said of it."""
        incidents = (
            self._reported(self.first, self.next)
            .filter(kind__in=TOLD_OF, manager_part="")
            .select_related("cause", "unit")
            .with_measures()
            .order_by("-reported_at", "-pk")[:MOST]
        )
        incidents = list(incidents)
        measures = _measures({each.action_plan_id for each in incidents} - {None})
        for incident in incidents:
            yield {
                "kind": kinds.label_of(incident, self.country),
                "day": incident.occurred_on if self.shows_days else None,
                "unit": incident.unit if self._names(incident.unit_id) else None,
                "cause": incident.cause,
                "status": plain_status(incident),
                "measures": measures.get(incident.action_plan_id, []),
                "summary": incident.summary,
            }

    def _names(self, unit_id):
        """A small workplace beside the day would point somebody out."""
        return len(self.units) > 1 and unit_id not in self.few

    def number(self):
        return self.counts.number(ALL, {self.first})


def plain_status(incident):
    """Where it stands, for those who do not work with it."""
    if incident.status == Incident.Status.REPORTED:
        return _("Received. The investigation has not begun.")
    if incident.status == Incident.Status.INVESTIGATING:
        return _("Being investigated.")
    if incident.status == Incident.Status.CLOSED:
        return _("Done. What was to be done is done.")
    if incident.has_open_measures:
        return _("Measures are going on.")
    if incident.has_unjudged_measures:
        return _("The measures are carried out. It is followed up whether they help.")
    return _("The measures are carried out, and it is about to be closed.")


def _measures(plans):
    """{plan: [(kind of measure, state, number)]}: what was written of them is not told."""
    found = defaultdict(list)
    counts = (
        Measure.objects.filter(plan__in=plans)
        .order_by("control", "status")
        .values_list("plan", "control", "status")
        .annotate(Count("pk"))
    )
    for plan, control, status, number in counts:
        kind = Measure.Control(control).label if control else _("Measure")
        found[plan].append((kind, Measure.Status(status).label, number))
    return found


def _people_in(unit):
    """How many work in the unit and in each below it, by their ids."""
    at_work = Count("employees", filter=Q(employees__is_active=True))
    units = Unit.objects.within([unit.pk]).order_by()
    return dict(units.values_list("pk").annotate(at_work=at_work))
