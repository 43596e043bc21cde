"""Measures of the past: what their verbs would have written on the days themselves."""

from datetime import time, timedelta
from random import Random

from actionplans.models import (
    ActionPlan,
    Audience,
    Feedback,
    Measure,
    MeasureTransition,
)
from demo.dating import dated_as_told
from sam.dates import moment

_NOON = time(12)
_BATCH = 1000
# So many of those that are done are told of at a workplace meeting, so many days later.
_TOLD, _TOLD_AFTER = 0.93, (3, 30)
# So many of what is bought have a cost.
_WITH_COST = 0.4
_COSTS = [900, 1_800, 2_500, 4_200, 7_500, 12_000, 18_000, 35_000]
# What costs something: not what is only done differently.
_BOUGHT = ("remove", "replace", "enclose", "protect")
_REPORT_TO = {
    "": 70,
    "Arbetsplatsträffen": 18,
    "Samverkansgruppen": 8,
    "Verksamhetschefen": 4,
}
_SAID = [
    "Visade vad som är gjort och frågade vad som är kvar.",
    "Gick igenom åtgärden och varför den behövdes.",
    "Arbetslaget tycker att det har blivit bättre.",
    "",
]


class Measures:
    """Collects plans and measures, and writes them in a few statements.

    What it draws comes from a random source of its own, so that all else stays the same.
    """

    def __init__(self, seed="measures", *, until=None):
        self._random, self._until = Random(seed), until
        self._plans, self._measures, self._transitions = [], [], []
        self._feedback = []

    def plan_for(self, unit, on):
        plan = ActionPlan(unit=unit, created_at=moment(on, _NOON))
        self._plans.append(plan)
        return plan

    def add(self, plan, words, *, by, on, due_on, **columns):
        """`words` are what is to be done, to what end, and the kind of control."""
        activity, goal, control = words
        columns = columns or self._drawn(control)
        measure = Measure(
            plan=plan,
            unit=plan.unit,
            activity=activity,
            goal=goal,
            control=control,
            created_by=by,
            created_at=moment(on, _NOON),
            **{"responsible": by, "due_on": due_on} | columns,
        )
        self._measures.append(measure)
        return measure

    def _drawn(self, control):
        """What more is said of a measure here and there."""
        [report_to] = self._random.choices(list(_REPORT_TO), _REPORT_TO.values())
        has_cost = control in _BOUGHT and self._random.random() < _WITH_COST
        cost = self._random.choice(_COSTS) if has_cost else None
        return {"report_to": report_to, "cost": cost}

    def start(self, measure, *, on):
        self._move(measure, Measure.Status.STARTED, on)

    def finish(
        self, measure, *, on, effect_due_on, note="Genomfört enligt planen.", tells=""
    ):
        self._move(measure, Measure.Status.DONE, on, note)
        measure.done_on, measure.done_note = on, note
        measure.effect_due_on = effect_due_on
        if tells or self._random.random() < _TOLD:
            self._tell(measure, tells or self._random.choice(_SAID))

    def _tell(self, measure, note):
        """What was done is reported back to the employees, unless that is still to come."""
        on = measure.done_on + timedelta(days=self._random.randint(*_TOLD_AFTER))
        if self._until is None or on <= self._until:
            self._feedback.append(
                Feedback(
                    measure=measure,
                    audience=Audience.EMPLOYEES,
                    told_on=on,
                    where="Arbetsplatsträff",
                    note=note,
                    by=measure.responsible,
                    created_at=moment(on, _NOON),
                )
            )

    def judge(
        self, measure, *, on, note="Avsedd effekt har nåtts.", is_sufficient=True
    ):
        sufficient, insufficient = (
            Measure.Status.EFFECT_SUFFICIENT,
            Measure.Status.EFFECT_INSUFFICIENT,
        )
        self._move(measure, sufficient if is_sufficient else insufficient, on, note)
        measure.effect_note, measure.effect_judged_on = note, on

    def cancel(self, measure, *, on, note):
        self._move(measure, Measure.Status.CANCELLED, on, note)

    def _move(self, measure, status, on, note=""):
        self._transitions.append(
            MeasureTransition(
                measure=measure,
                from_status=measure.status,
                to_status=status,
                by=measure.responsible,
                at=moment(on, _NOON),
                note=note,
            )
        )
        measure.status = status

    def write(self):
        with dated_as_told(ActionPlan, Measure, MeasureTransition, Feedback):
            ActionPlan.objects.bulk_create(self._plans, _BATCH)
            Measure.objects.bulk_create(self._measures, _BATCH)
            MeasureTransition.objects.bulk_create(self._transitions, _BATCH)
            Feedback.objects.bulk_create(self._feedback, _BATCH)
        self._plans, self._measures, self._transitions = [], [], []
        self._feedback = []
