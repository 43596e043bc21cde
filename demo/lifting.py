"""Matters that workplaces have lifted, and how far each has come on its way up and back."""

import tomllib
from datetime import time, timedelta
from random import Random

from actionplans.models import Escalation, EscalationTransition
from demo.dating import dated_as_told
from demo.measures import Measures
from demo.register import EFFECT, Fate, Register
from demo.tree import DATA
from riskassessment.models import Risk
from sam.dates import moment

_DATA = tomllib.loads((DATA / "lifted.toml").read_text())
_WORDS = _DATA["words"]
Status, Decision = Escalation.Status, Escalation.Decision
Aspect, Theme = Risk.Aspect, Escalation.Theme
_ASPECTS = {Theme.PREMISES: Aspect.PHYSICAL, Theme.VIOLENCE: Aspect.SOCIAL}
_MORNING = time(10)
# A risk is known, and what can be done in the workplace tried, so long before.
_TRIED = timedelta(days=40)
_RECEIVED_AFTER = timedelta(days=4)
_ACTED_AFTER = timedelta(days=8)
# After an answer the measure takes so long, and without one it is expected then.
_CARRIED_OUT = timedelta(days=170)
_EXPECTED = timedelta(days=240)


def lift_all(tree, people, *, until):
    lifting = _Lifting(tree, people, until)
    for row in _DATA["matters"]:
        on = row.get("on") or until - timedelta(days=row["ago"])
        if on <= until:
            lifting.tell(row, on)
    lifting.write()


class _Lifting:
    """Collects the steps of each matter, and writes them in a few statements."""

    def __init__(self, tree, people, until):
        self._tree, self._people, self._until = tree, people, until
        self._measures = Measures("lifted", until=until)
        self._register = Register(Random("lifted"), self._measures)
        self._steps, self._transitions, self._links = [], [], []

    def tell(self, row, on):
        workplace = self._tree.workplace(row["unit"])
        days = [on, *(on + timedelta(days=after) for after in row["after"])]
        answered_on = days[-1] if "answer" in row else None
        risk, measure = self._risk(row, workplace, on, answered_on)
        steps = self._way(row, workplace, days, measure)
        links = Risk.escalations.through
        self._links += [links(risk=risk, escalation=step) for step in steps]
        if "returned" in row:
            self._give_back(row, steps[-1], days[-1])
        elif answered_on and answered_on <= self._until:
            self._answer(row, workplace, steps, answered_on)

    def _risk(self, row, workplace, on, answered_on):
        """One that is in the register, or a new one with the measure that waits."""
        unit = workplace.unit
        if described := row.get("existing_risk"):
            risk = Risk.objects.get(unit=unit, description=described)
            return risk, risk.measures.get()
        by, began = self._people.managers[unit.pk], on - _TRIED
        plan = self._measures.plan_for(unit, began)
        risk = self._register.bring_up(
            unit,
            {"aspect": _ASPECTS.get(row["theme"], Aspect.ORGANISATIONAL), **row},
            on=began,
            by=by,
            action_plan=plan,
        )
        tried = self._try_first(row, risk, plan, by=by, on=began)
        due_on = answered_on + _CARRIED_OUT if answered_on else on + _EXPECTED
        measure = self._register.add_measure(
            *(risk, plan, row["measure"]),
            by=by,
            on=on,
            due_on=due_on,
            cost=row.get("cost"),
            report_to="Arbetsplatsträffen",
            follows=tried,
        )
        if "done" in row and due_on <= self._until:
            self._carry_out(row, risk, measure, by=by)
        elif answered_on and answered_on <= self._until and row.get("done"):
            self._measures.start(measure, on=answered_on)
        return risk, measure

    def _try_first(self, row, risk, plan, *, by, on):
        """What the workplace could do itself, and that it did not help enough."""
        if "first_measure" not in row:
            return None
        done_on = on + timedelta(days=10)
        measure = self._register.add_measure(
            *(risk, plan, row["first_measure"]),
            by=by,
            on=on,
            due_on=done_on,
            report_to="Arbetsplatsträffen",
        )
        judged_on = on + _TRIED
        self._measures.finish(measure, on=done_on, effect_due_on=judged_on)
        note = _WORDS["not_enough"]
        self._measures.judge(measure, on=judged_on, note=note, is_sufficient=False)
        return measure

    def _carry_out(self, row, risk, measure, *, by):
        judged_on = measure.due_on + EFFECT
        self._measures.finish(
            measure,
            on=measure.due_on,
            effect_due_on=judged_on,
            note=row["done"],
            tells=row.get("tells", ""),
        )
        if judged_on <= self._until:
            self._measures.judge(measure, on=judged_on)
            granted = row["decision"] == Decision.GRANTED
            fate = Fate.CLOSED if granted else Fate.LOWERED
            self._register.follow_up(risk, measure, by=by, fate=fate)

    def _way(self, row, workplace, days, measure):
        """The steps that have been taken until now."""
        steps, sender = [], workplace.unit
        for number, (where, on) in enumerate(zip(row["way"], days, strict=False)):
            if on > self._until:
                break
            reason = self._reason(row, number)
            if steps:
                self._move(steps[-1], Status.PASSED_ON, on, reason)
            step = self._send(row, workplace, sender, where, on, reason, measure)
            if steps:
                step.previous, step.chain = steps[-1], steps[-1].chain
            self._receive(step, min(on + _RECEIVED_AFTER, days[number + 1]))
            steps.append(step)
            sender = step.to_unit or sender
        return steps

    def _reason(self, row, number):
        if number == 0:
            return row["reason"]
        own = row.get("reasons", [])
        name = "department" if number == 1 else "administration"
        return own[number - 1] if own else _WORDS[name]

    def _send(self, row, workplace, sender, where, on, reason, measure):
        receiver = self._receiver(workplace, where)
        step = Escalation(
            origin_unit=workplace.unit,
            from_unit=sender,
            measure=measure,
            reason=reason,
            sent_by=self._people.managers[sender.pk],
            sent_on=on,
            created_at=moment(on, _MORNING),
            **receiver,
            **{name: row[name] for name in ("matter", "theme", "lacks", "wanted")},
        )
        self._steps.append(step)
        return step

    def _receiver(self, workplace, where):
        if where in ("department", "administration"):
            return {"to_unit": getattr(workplace, where)}
        if where in self._tree.committees:
            return {"committee": self._tree.committees[where]}
        return {"to_unit": self._tree.workplace(where).unit}

    def _receive(self, step, on):
        if on <= self._until:
            self._move(step, Status.ACCEPTED, on)

    def _answering(self, step):
        """Who receives it; what a committee decides is written down by who sent it there."""
        return self._people.managers[(step.to_unit or step.from_unit).pk]

    def _answer(self, row, workplace, steps, on):
        by = self._answering(steps[-1])
        for step in steps:
            self._move(step, Status.ANSWERED, on, row["answer"], by=by)
            step.decision, step.answer = row["decision"], row["answer"]
            step.answered_on, step.answered_by = on, by
            step.paragraph = row.get("paragraph", "")
            step.registry_number = row.get("registry_number", "")
        acted_on = on + _ACTED_AFTER
        if acted_on <= self._until:
            by = self._people.managers[workplace.unit.pk]
            note = row.get("acted", _WORDS["acted"])
            self._move(steps[0], Status.ANSWERED, acted_on, note, by=by)

    def _give_back(self, row, step, on):
        if on <= self._until:
            self._move(step, Status.RETURNED, on, row["returned"])

    def _move(self, step, status, on, note="", *, by=None):
        self._transitions.append(
            EscalationTransition(
                escalation=step,
                from_status=step.status,
                to_status=status,
                by=by or self._answering(step),
                at=moment(on, _MORNING),
                note=note,
            )
        )
        step.status = status

    def write(self):
        self._measures.write()
        self._register.write()
        self._register.write_what_followed()
        with dated_as_told(Escalation, EscalationTransition):
            Escalation.objects.bulk_create(self._steps)
            EscalationTransition.objects.bulk_create(self._transitions)
        Risk.escalations.through.objects.bulk_create(self._links)
