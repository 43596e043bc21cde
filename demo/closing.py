"""A unit that is closed: its risks are left, or have moved with those who worked there."""

from dataclasses import replace
from datetime import timedelta

from demo.programme import PLAN
from demo.register import Fate
from demo.tree import FOUNDED
from organisation import history
from organisation.models import Level

_UNIT = PLAN["closed_unit"]
# Days before the last day: the round, and the closing.
_ROUND, _CLOSED = 150, 100


def close_a_unit(tree, people, walks, *, until):
    """Found it, let it make a round, and close it; returns the workplace that it was."""
    like = tree.workplace(_UNIT["moved_to"])
    closed_on = until - timedelta(days=_CLOSED)
    unit = history.establish(
        _UNIT["code"],
        name=_UNIT["name"],
        level=Level.UNIT,
        parent=like.department,
        since=FOUNDED,
    )
    history.close(unit, on=closed_on)
    for those in (people.managers, people.representatives, people.employees):
        those[unit.pk] = those[like.unit.pk]
    closed = replace(like, unit=unit)
    walk = walks.plan(closed, until - timedelta(days=_ROUND), ["hot-och-vald"])
    walks.begin(walk, found=dict.fromkeys(_UNIT["found"], Fate.LEFT))
    walks.submit(walk)
    walks.sign(walk, on=walk.on + timedelta(days=5))
    # Due first after that.
    due_on = until + timedelta(days=30)
    words, by = _UNIT["left_measure"], walk.manager
    plan = walk.round.action_plan
    walks.measures.add(plan, words, by=by, on=walk.on, due_on=due_on)
    risk = walk.risks[0]
    because = _UNIT["moved_because"]
    walks.register.move(risk, like.unit, because, on=closed_on, by=by)
    return closed
