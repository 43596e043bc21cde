"""Incidents of the past: what their verbs would have written on the days themselves."""

from datetime import time, timedelta
from random import Random
from uuid import UUID

from demo.dating import dated_as_told, local
from demo.measures import Measures, carry_through
from incidents.models import Cause, Incident, IncidentTransition

Status = Incident.Status
_MORNING = time(9, 30)
_BATCH = 1000
_TOLD = [
    "Arbetsplatsträff",
    "Enskilt samtal",
    "Arbetsplatsträff och enskilt samtal",
    "Mejl och samtal med berörda",
]
# One in so many is serious in the law's words.
_SERIOUS = 25


class Records:
    """Collects incidents with all that follows, and writes them in a few statements."""

    def __init__(self, people, *, seed):
        self.random = Random(seed)
        self.measures = Measures()
        self._people = people
        self._causes = {cause.code: cause for cause in Cause.objects.all()}
        self._incidents, self._transitions = [], []

    def report(self, happening, *, by=None):
        unit, story = happening.workplace.unit, happening.story
        reporter = by or self.random.choice(self._people.employees[unit.pk])
        incident = Incident(
            id=UUID(int=self.random.getrandbits(128), version=4),
            kind=happening.kind,
            is_violence=story.is_violence,
            unit=unit,
            occurred_on=happening.occurred_at.date(),
            occurred_time=happening.occurred_at.time(),
            place=story.place,
            description=story.description,
            immediate_action=story.immediate_action,
            affected=self._affected(happening.kind),
            reported_by=reporter,
            reported_at=happening.reported_at,
            responsible=self._people.managers[unit.pk],
        )
        if incident.affected == Incident.Affected.EMPLOYEE:
            others = [
                employee
                for employee in self._people.employees[unit.pk]
                if employee != reporter
            ]
            incident.affected_person = self.random.choice(others).name
        self._incidents.append(incident)
        return incident

    def _affected(self, kind):
        if kind in Incident.Kind.injuries:
            choices = [Incident.Affected.SELF, Incident.Affected.EMPLOYEE]
            return self.random.choices(choices, [3, 1])[0]
        choices = [Incident.Affected.NOBODY, Incident.Affected.SELF]
        if kind == Incident.Kind.NEAR_MISS:
            return self.random.choice([*choices, Incident.Affected.SEVERAL])
        return Incident.Affected.NOBODY

    def investigate(self, incident, *, on):
        self._move(incident, Status.INVESTIGATING, local(on, _MORNING))

    def conclude(self, incident, story, *, on):
        incident.investigation = story.finding
        incident.cause = self._causes[story.cause]
        is_serious = not self.random.randrange(_SERIOUS)
        incident.severity = (
            Incident.Severity.SERIOUS if is_serious else Incident.Severity.NOT_SERIOUS
        )
        incident.investigated_on = on
        incident.action_plan = self.measures.plan_for(incident.unit, on)
        self._move(incident, Status.MEASURES, local(on, _MORNING))

    def plan(self, incident, words, *, on, due_on):
        return self.measures.add(
            incident.action_plan, words, by=incident.responsible, on=on, due_on=due_on
        )

    def close(self, incident, *, at):
        incident.feedback_on = at.date()
        incident.feedback_how = self.random.choice(_TOLD)
        incident.closed_at = at
        self._move(incident, Status.CLOSED, at, incident.feedback_how)

    def settle(self, happening):
        """From the report to the closing, with the measures and their effect between."""
        incident = self.report(happening)
        reported, closed = happening.reported_at.date(), happening.closed_at.date()
        days = (closed - reported).days
        self.investigate(incident, on=reported + timedelta(days=1))
        concluded = reported + timedelta(days=max(2, round(days * 0.2)))
        self.conclude(incident, happening.story, on=concluded)
        for words in happening.story.measures:
            due_on = concluded + timedelta(days=round(days * 0.5))
            measure = self.plan(incident, words, on=concluded, due_on=due_on)
            carry_through(
                self.measures,
                measure,
                since=concluded,
                until=closed,
                random=self.random,
            )
        self.close(incident, at=happening.closed_at)

    def _move(self, incident, status, at, note=""):
        self._transitions.append(
            IncidentTransition(
                incident=incident,
                from_status=incident.status,
                to_status=status,
                by=incident.responsible,
                at=at,
                note=note,
            )
        )
        incident.status = status

    def write(self):
        """Numbers come from the database, in the order in which the reports came."""
        self.measures.write()
        self._incidents.sort(key=lambda incident: incident.reported_at)
        Incident.objects.bulk_create(self._incidents, _BATCH)
        with dated_as_told(IncidentTransition):
            IncidentTransition.objects.bulk_create(self._transitions, _BATCH)
