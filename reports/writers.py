"""Who writes which report, and who is above them."""

from organisation.models import Role, Unit
from organisation.roles import appointments_by_unit, level_above, responsible_for
from reports.models import ReportLevel
from reports.models.reports import OF_UNITS


class Writers:
    """Reads the organisation once, for who asks of many reports."""

    def __init__(self):
        self._among = appointments_by_unit()
        self._places = {}

    def of(self, report):
        """People to write it: of a unit its managers or the nearest above, of all else
        the HR department nearest to it."""
        if report.level in OF_UNITS:
            return responsible_for(report.unit, among=self._among)
        return self._hr(self._shared_lineage(report))

    def above(self, report):
        """People to be told when it is late: one level up."""
        theirs = [each.pk for each in self.of(report)]
        found = []
        if report.level == ReportLevel.UNIT:
            found = level_above(report.unit, theirs, among=self._among)
        if found or report.level == ReportLevel.MUNICIPALITY:
            return found
        lineage = self._shared_lineage(report)
        return [each for each in self._hr(lineage[:1]) if each.pk not in theirs]

    def _hr(self, lineage):
        """Those of the unit furthest down in the lineage that has any."""
        for pk in reversed(lineage):
            appointed = self._among.get(pk, [])
            if found := [each.user for each in appointed if each.role == Role.HR]:
                return found
        return []

    def _shared_lineage(self, report):
        """What is above all that the report tells of, from the root down."""
        if report.unit_id:
            return report.unit.lineage
        key = report.committee_id
        if not self._places:
            self._places = self._read_places()
        return self._places.get(key) or self._places[None]

    def _read_places(self):
        """{committee: what all its units hang below}; of none the root."""
        places = {}
        root = []
        units = Unit.objects.existing().values_list("committee", "lineage")
        for committee, lineage in units:
            root = root or lineage[:1]
            if committee and len(lineage) > 1:
                shared = places.get(committee, lineage)
                places[committee] = [
                    pk
                    for pk, other in zip(shared, lineage, strict=False)
                    if pk == other
                ]
        return places | {None: root}
