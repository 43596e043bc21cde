"""Measures of the past: what their verbs would have written on the days themselves."""

from datetime import time

from actionplans.models import ActionPlan, Measure, MeasureTransition
from demo.dating import dated_as_told
from sam.dates import moment

_NOON = time(12)
_BATCH = 1000


class Measures:
    """Collects plans and measures, and writes them in a few statements."""

    def __init__(self):
        self._plans, self._measures, self._transitions = [], [], []

    def plan_for(self, unit, on):
        plan = ActionPlan(unit=unit, created_at=moment(on, _NOON))
        self._plans.append(plan)
        return plan

    def add(self, plan, words, *, by, on, due_on):
        """`words` are what is to be done, to what end, and the kind of control."""
        activity, goal, control = words
        measure = Measure(
            plan=plan,
            unit=plan.unit,
            activity=activity,
            goal=goal,
            control=control,
            responsible=by,
            created_by=by,
            created_at=moment(on, _NOON),
            due_on=due_on,
        )
        self._measures.append(measure)
        return measure

    def start(self, measure, *, on):
        self._move(measure, Measure.Status.STARTED, on)

    def finish(self, measure, *, on, effect_due_on):
        note = "Genomfört enligt planen."
        self._move(measure, Measure.Status.DONE, on, note)
        measure.done_on, measure.done_note = on, note
        measure.effect_due_on = effect_due_on

    def judge(self, measure, *, on):
        note = "Avsedd effekt har nåtts."
        self._move(measure, Measure.Status.EFFECT_SUFFICIENT, on, note)
        measure.effect_note, measure.effect_judged_on = note, on

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
        with dated_as_told(ActionPlan, Measure, MeasureTransition):
            ActionPlan.objects.bulk_create(self._plans, _BATCH)
            Measure.objects.bulk_create(self._measures, _BATCH)
            MeasureTransition.objects.bulk_create(self._transitions, _BATCH)
        self._plans, self._measures, self._transitions = [], [], []
