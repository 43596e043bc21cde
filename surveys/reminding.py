"""Reminders of follow-ups that are not sent, counted from their last day."""

from datetime import timedelta
from typing import NamedTuple

from mailing import outbox
from organisation.models import Role
from organisation.roles import level_above, nearest, responsible_for
from sam.dates import today
from sam.nightly import by_itself
from surveys.models import FollowUp, Survey


class Step(NamedTuple):
    name: str
    # From how many days after the last day, which is day 0.
    from_day: int
    tells_above: bool = False


# The latest that has begun is told, once: a night that was missed loses none.
STEPS = [Step("soon", -7), Step("late", 1), Step("very_late", 15, tells_above=True)]


def remind_all():
    farthest = today() - timedelta(days=STEPS[0].from_day)
    waiting = FollowUp.objects.worked_on().filter(
        survey__follow_up_due_on__lte=farthest,
        survey__follow_up_due_on__gte=today() - timedelta(days=90),
        survey__status__in=Survey.Status.closed_states,
    )
    for follow_up in waiting.select_related("unit", "survey"):
        with by_itself(follow_up):
            _remind(follow_up)


def remind_now(follow_ups):
    """Those that the head asks for, once a day."""
    for follow_up in follow_ups.select_related("unit", "survey"):
        _mail(follow_up, "follow_up_reminder", f"asked:{today().isoformat()}")


def _remind(follow_up):
    day = (today() - follow_up.survey.follow_up_due_on).days
    step = [step for step in STEPS if step.from_day <= day][-1]
    _mail(follow_up, "follow_up_reminder", step.name, tells_above=step.tells_above)


def _mail(follow_up, template, about, *, tells_above=False):
    people = responsible_for(follow_up.unit)
    if tells_above:
        people += level_above(follow_up.unit, [each.pk for each in people])
    _send(people, template, follow_up, about)


def asked_to_sign(follow_up):
    representatives = nearest([Role.SAFETY_REPRESENTATIVE], follow_up.unit)
    _send(
        representatives, "follow_up_to_sign", follow_up, f"to_sign:{follow_up.version}"
    )


def sent(follow_up):
    """Tell the head, or HR where nobody leads above."""
    mine = [each.pk for each in responsible_for(follow_up.unit)]
    people = level_above(follow_up.unit, mine) or nearest([Role.HR], follow_up.unit)
    _send(people, "follow_up_sent", follow_up, f"sent:{follow_up.edition}")


def sent_back(follow_up):
    people = responsible_for(follow_up.unit)
    _send(people, "follow_up_sent_back", follow_up, f"back:{follow_up.edition}")


def _send(people, template, follow_up, about):
    context = {"follow_up": follow_up, "path": follow_up.get_absolute_url()}
    for person in dict.fromkeys(people):
        if person.is_active:
            outbox.send(
                person, template, context, about=f"follow_up:{follow_up.pk}:{about}"
            )
