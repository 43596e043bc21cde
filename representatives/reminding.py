"""Reminders of requests that wait for an answer, counted from the representative's day."""

from datetime import timedelta
from typing import NamedTuple

from representatives import notifying
from representatives.models import RepRequest
from sam.dates import today
from sam.nightly import by_itself


class Step(NamedTuple):
    name: str
    # From how many days after the answer's last day, which is day 0.
    from_day: int
    tells_above: bool = False
    tells_representative: bool = False

    @property
    def is_late(self):
        return self.from_day > 0


# The latest that has begun is told, once: a night that was missed loses none.
STEPS = [
    Step("soon", -3),
    Step("late", 1, tells_above=True, tells_representative=True),
    Step("very_late", 8, tells_above=True, tells_representative=True),
]


def remind_all():
    requests = RepRequest.objects.unanswered().select_related("unit", "representative")
    farthest = today() - timedelta(days=STEPS[0].from_day)
    for request in requests.filter(answer_due_on__lte=farthest):
        with by_itself(request):
            notifying.request_reminder(request, step_of(request))


def step_of(request):
    day = (today() - request.answer_due_on).days
    return [step for step in STEPS if step.from_day <= day][-1]
