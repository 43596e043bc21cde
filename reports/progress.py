"""How far the reports of a year have come, and who is late with what."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from organisation.models import Level, Unit
from reports.models import Report, ReportLevel, levels_of
from reports.models.reports import OF_UNITS
from reports.models.templates import PRINTED_LEVELS


@dataclass
class Step:
    """One level: how many of its reports there are, are submitted, and are late; and of
    how many the committee is informed."""

    level: str
    due_on: object
    total: int
    submitted: int
    late: int
    informed: int

    @property
    def label(self):
        return ReportLevel(self.level).label

    @property
    def informs(self):
        """Whether its reports come to a meeting of their own."""
        return self.level in PRINTED_LEVELS


class Progress:
    """Of a year, as far as the person sees its reports; in one administration if named."""

    def __init__(self, year, user, *, administration=None):
        self.year = year
        reports = Report.objects.visible_to(user).filter(reporting_year=year)
        reports = reports.exclude(level=ReportLevel.COMBINED).filter(
            Q(unit__closed_on=None) | ~Q(status__in=Report.WRITTEN_IN)
        )
        if administration:
            reports = reports.filter(unit__lineage__contains=[administration])
        self.reports = reports

    @property
    def steps(self):
        """From the workplaces upwards; without those that the person sees none of."""
        counted = self._counted()
        return [
            Step(level, self.year.due_on(level), *counted[level])
            for level in levels_of(self.year.template)
            if level in counted
        ]

    def _counted(self):
        late = self.reports.late()
        rows = self.reports.order_by().values_list("level")
        rows = rows.annotate(
            total=Count("pk"),
            submitted=Count("pk", filter=~Q(status__in=Report.WRITTEN_IN)),
            late=Count("pk", filter=Q(pk__in=late.values("pk"))),
            informed=Count("pk", filter=Q(presented_on__isnull=False)),
        )
        return {level: numbers for level, *numbers in rows}

    def listed(self, show):
        """The reports of one kind: late, to come, or submitted."""
        match show:
            case "late":
                found = self.reports.late()
            case "submitted":
                found = self.reports.exclude(status__in=Report.WRITTEN_IN)
            case _:
                found = self.reports.filter(status__in=Report.WRITTEN_IN)
        return found.with_day().with_places()


def administrations_of(year, user):
    """Those with workplaces whose reports the person sees."""
    reports = Report.objects.visible_to(user).filter(
        reporting_year=year,
        level__in=OF_UNITS,
        unit__lineage__contains=[OuterRef("pk")],
    )
    units = Unit.objects.existing().filter(level=Level.ADMINISTRATION)
    return units.filter(Exists(reports))
