"""Incidents of the past: what their verbs would have written on the days themselves."""

from collections import defaultdict

from demo.dating import dated_as_told
from demo.measures import Measures
from incidents.models import (
    Details,
    Incident,
    IncidentTransition,
    Investigation,
    Notice,
    Remark,
)

_BATCH = 1000
# In the order in which they refer to each other.
_MODELS = [Incident, Details, Investigation, IncidentTransition, Notice, Remark]


class Records:
    """Collects incidents with all that follows, and writes them in a few statements."""

    def __init__(self, *, until):
        self.measures = Measures("records", until=until)
        self._rows = defaultdict(list)
        # Of the incident that is told of now: [(since when, status)].
        self._statuses = []

    def begin(self, incident):
        self.add(incident)
        self._statuses = [(incident.reported_at, incident.status)]

    def add(self, row):
        self._rows[type(row)].append(row)

    def move(self, incident, status, at, note=""):
        self._statuses.append((at, status))
        self._add_transition(incident, incident.status, status, at, note=note)
        incident.status = status

    def log(self, incident, event, at, **how):
        """What happened while the status stayed as it was at that moment."""
        status = [status for since, status in self._statuses if since <= at][-1]
        self._add_transition(incident, status, status, at, event=event, **how)

    def _add_transition(self, incident, before, after, at, **how):
        self.add(
            IncidentTransition(
                incident=incident,
                from_status=before,
                to_status=after,
                at=at,
                **{"by": incident.responsible} | how,
            )
        )

    def write(self):
        """Numbers come from the database, in the order in which the reports came."""
        self.measures.write()
        with dated_as_told(IncidentTransition, Remark):
            for model in _MODELS:
                model.objects.bulk_create(self._rows[model], _BATCH)
        self._rows.clear()
