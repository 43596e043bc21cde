"""Incidents of the past: what their verbs would have written on the days themselves."""

from datetime import time, timedelta
from random import Random
from uuid import UUID

from demo.dating import dated_as_told, local
from demo.measures import Measures
from incidents.models import Code, Incident, IncidentTransition

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
        self._causes = {
            code.code: code for code in Code.objects.filter(list=Code.List.DEVIATION)
        }
        self._incidents, self._transitions = [], []

    def _report(self, happening):
        unit, story = happening.workplace.unit, happening.story
        reporter = self.random.choice(self._people.employees[unit.pk])
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

    def _investigate(self, incident, *, on):
        self._move(incident, Status.INVESTIGATING, local(on, _MORNING))

    def _conclude(self, incident, story, *, on):
        incident.findings = story.finding
        incident.cause = self._causes[story.cause]
        is_serious = not self.random.randrange(_SERIOUS)
        incident.severity = (
            Incident.Severity.SERIOUS if is_serious else Incident.Severity.NOT_SERIOUS
        )
        incident.investigated_on = on
        incident.action_plan = self.measures.plan_for(incident.unit, on)
        self._move(incident, Status.MEASURES, local(on, _MORNING))

    def _close(self, incident, *, at):
        incident.feedback_on = at.date()
        incident.feedback_how = self.random.choice(_TOLD)
        incident.closed_at = at
        self._move(incident, Status.CLOSED, at, incident.feedback_how)

    def tell(self, happening, *, until):
        """From the report on, through measures and their effect, as far as it has come.

        The steps follow each other at fixed shares of the time from report to closing.
        """
        reported = happening.reported_at.date()
        days = (happening.closes_at.date() - reported).days
        incident = self._report(happening)
        if (began := reported + timedelta(days=max(1, round(days * 0.08)))) > until:
            return
        self._investigate(incident, on=began)
        if (concluded := reported + timedelta(days=max(2, round(days * 0.2)))) > until:
            return
        self._conclude(incident, happening.story, on=concluded)
        for words in happening.story.measures:
            self._act(incident, happening, words, on=concluded, until=until)
        if happening.closes_at.date() < until:
            self._close(incident, at=happening.closes_at)

    def _act(self, incident, happening, words, *, on, until):
        reported, closes = happening.reported_at.date(), happening.closes_at.date()
        steps = {
            step: reported + timedelta(days=round((closes - reported).days * share))
            for step, share in {
                "due": 0.5,
                "start": 0.3,
                "done": happening.done_at_share,
                "effect": 0.75,
                "judge": 0.85,
            }.items()
        }
        measure = self.measures.add(
            incident.action_plan,
            words,
            by=incident.responsible,
            on=on,
            due_on=steps["due"],
        )
        if steps["start"] <= until:
            self.measures.start(measure, on=steps["start"])
        if steps["done"] <= until:
            self.measures.finish(
                measure, on=steps["done"], effect_due_on=steps["effect"]
            )
        if steps["judge"] < until:
            self.measures.judge(measure, on=steps["judge"])

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
        Incident.objects.bulk_create(self._incidents, _BATCH)
        with dated_as_told(IncidentTransition):
            IncidentTransition.objects.bulk_create(self._transitions, _BATCH)
        self._incidents, self._transitions = [], []
