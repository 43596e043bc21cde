"""The rounds of the demo's manager and safety representative, one in each state."""

from datetime import time, timedelta

from demo.programme import PLAN

_HERE = PLAN["demo_workplace"]
_EVERYTHING = ["skola-forskola", "hot-och-vald", "kemiska-risker"]


def walk_at_demo_workplace(walks, workplace, until):
    def plan(days_ago, *codes, **what):
        return walks.plan(workplace, until - timedelta(days=days_ago), codes, **what)

    _close_last_autumns(walks, plan(400, *_EVERYTHING))
    _sign_last_springs(walks, plan(230, "osa"))
    cancelled = plan(60, "kok")
    walks.cancel(cancelled, on=cancelled.on, reason=_HERE["cancelled"])
    _hand_over(walks, plan(4, "hot-och-vald"))
    own = PLAN["own"]["questions"]
    ongoing = plan(1, "skola-forskola", "osa", own=own)
    walks.begin(ongoing, share=0.4, found=_HERE["ongoing"])
    to_come = plan(
        *(-16, "kemiska-risker"),
        starts_at=time(13),
        place=_HERE["place"],
        message=_HERE["message"],
    )
    walks.invite_expert(to_come)
    _bring_up_without_round(walks, ongoing, until)


def _close_last_autumns(walks, walk):
    """What is found now can be compared with what was found then."""
    walks.begin(walk, found=_HERE["last_autumn"])
    walks.submit(walk)
    walks.sign(walk, on=walk.on + timedelta(days=6))
    note = PLAN["words"]["closed"]
    walks.close(walk, on=walk.on + timedelta(days=40), note=note)


def _sign_last_springs(walks, walk):
    """Signed without agreement, and waiting for the manager to close it."""
    walks.begin(walk, found=_HERE["last_spring"])
    walks.submit(walk)
    disagrees = _HERE["disagrees"]
    walks.sign(walk, on=walk.on + timedelta(days=9), disagrees=disagrees)


def _hand_over(walks, walk):
    walks.begin(walk, found=_HERE["in_review"])
    walks.submit(walk)
    risky = next(answer for answer in walk.answers if answer.shows_risk)
    risky.review_comment = _HERE["review_comment"]
    # Someone who was asked and did not come.
    walk.participants[0].was_present = False


def _bring_up_without_round(walks, walk, until):
    """Risks that somebody put into the register by themselves, each with its own plan."""
    unit, by, register = walk.round.unit, walk.manager, walks.register
    for row in _HERE["risks"]:
        on = until - timedelta(days=row["ago"])
        plan = walks.measures.plan_for(unit, on)
        risk = register.bring_up(unit, row, on=on, by=by, action_plan=plan)
        register.decide(risk, plan, row["measure"], by=by, on=on)
