"""How far a risk has come, from that it was found to that its measures were followed up."""

from datetime import date
from typing import NamedTuple

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from actionplans.models import Measure
from organisation.models import User
from sam.dates import zone


class Step(NamedTuple):
    """What was done, when and by whom; nothing of it while it is not done."""

    label: str
    on: date | None = None
    by: User | None = None


def steps_of(risk, ratings, measures):
    """Found, assessed, measure decided and followed up; `ratings` the oldest first.

    Of a measure it is told who answers for it.
    """
    return [
        _found(risk, ratings),
        _weighed(ratings),
        _decided(measures),
        _followed_up(measures),
    ]


def _found(risk, ratings):
    if answer := risk.answer:
        return Step(_("Found"), _day(answer.answered_at), answer.answered_by)
    first = ratings[0]
    return Step(_("Found"), _day(risk.created_at), first.by)


def _weighed(ratings):
    last = ratings[-1]
    return Step(_("Assessed"), _day(last.at), last.by)


def _decided(measures):
    wanted = [each for each in measures if each.status != Measure.Status.CANCELLED]
    if not wanted:
        return Step(_("Measure"))
    first = min(wanted, key=lambda each: each.created_at)
    return Step(_("Measure"), _day(first.created_at), first.responsible)


def _followed_up(measures):
    """When the effect of every measure that stands is judged: the last of those days."""
    wanted = [each for each in measures if each.status != Measure.Status.CANCELLED]
    if not wanted or not all(each.effect_judged_on for each in wanted):
        return Step(_("Follow-up"))
    last = max(wanted, key=lambda each: each.effect_judged_on)
    return Step(_("Follow-up"), last.effect_judged_on, last.responsible)


def _day(moment):
    return localdate(moment, zone())
