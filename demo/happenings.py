"""What happened when and where in the demo municipality, and when it was closed.

Each committee and year draws from a random source of its own with a fixed seed, so that
the same things happen at every loading, in just the numbers that `figures` states.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from demo.dating import local
from demo.figures import INCIDENTS
from demo.situations import Situations, Story
from demo.tree import Workplace
from incidents.models import Incident

Kind = Incident.Kind
# How the injuries of a municipality are divided, roughly.
_INJURIES = {
    Kind.ACCIDENT: 84,
    Kind.COMMUTING_ACCIDENT: 7,
    Kind.OCCUPATIONAL_DISEASE: 9,
}
# Days from report to closing: at least, most often and at most.
_QUICKEST, _USUAL, _SLOWEST = 8, 40, 150
# Reported later in the year than this, it is closed in the next.
_LAST_TO_CLOSE = (11, 20)
# Of what one year leaves open, nearly all is closed in the next, the rest the year after.
_CLOSED_NEXT_YEAR = 0.95


@dataclass
class Happening:
    workplace: Workplace
    kind: str
    reported_at: datetime
    occurred_at: datetime
    story: Story
    closed_at: datetime | None = None


def past(tree, *, scale):
    """All that is closed by now of the years in `figures`, the oldest first."""
    situations = Situations()
    happenings = []
    for committee in tree.committees:
        happenings += _of_committee(
            tree.answering_to(committee), committee, scale, situations
        )
    return sorted(happenings, key=lambda happening: happening.reported_at)


def _of_committee(workplaces, committee, scale, situations):
    """The years in turn: what one leaves open, the next closes."""
    happenings, left = [], []
    for year, figures in INCIDENTS.items():
        random = Random(f"{committee} {year}")
        targets = figures[committee]
        new = [
            happen(random, workplaces, kind, _moment_in(random, year), situations)
            for kind in _kinds(random, targets, scale)
        ]
        left = _close(random, year, left, new, targets.closed * scale)
        happenings += new
    for happening in left:
        happening.closed_at = _closing(random, happening, year + 1)
    return happenings


def _kinds(random, targets, scale):
    injuries = random.choices(
        list(_INJURIES), list(_INJURIES.values()), k=targets.injuries * scale
    )
    near_misses = [Kind.NEAR_MISS] * (targets.near_misses * scale)
    observations = [Kind.RISK_OBSERVATION] * (targets.risk_observations * scale)
    return [*injuries, *near_misses, *observations]


def happen(random, workplaces, kind, reported_at, situations):
    weights = [workplace.weight for workplace in workplaces]
    workplace = random.choices(workplaces, weights)[0]
    occurred_at = _before(random, reported_at)
    story = situations.tell(
        random, kind=kind, workplace=workplace.kind, month=occurred_at.month
    )
    return Happening(workplace, kind, reported_at, occurred_at, story)


def _close(random, year, left, new, number):
    """Close just so many in the year, the older before the newer; returns what is left.

    What was left from the year before the last is closed first of all.
    """
    old = [happening for happening in left if happening.reported_at.year < year - 1]
    recent = [happening for happening in left if happening not in old]
    random.shuffle(recent)
    kept = round(len(recent) * (1 - _CLOSED_NEXT_YEAR))
    first = [*old, *recent[kept:]]
    eligible = [
        happening
        for happening in new
        if (happening.reported_at.month, happening.reported_at.day) <= _LAST_TO_CLOSE
    ]
    eligible.sort(
        key=lambda each: each.reported_at + timedelta(days=random.uniform(0, 120))
    )
    closed = [*first, *eligible[: number - len(first)]]
    for happening in closed:
        happening.closed_at = _closing(random, happening, year)
    return [
        happening for happening in [*recent[:kept], *new] if not happening.closed_at
    ]


def _closing(random, happening, year):
    """A moment in the year, as soon after the report as it usually takes."""
    reported = happening.reported_at.date()
    if reported.year == year:
        last = min((date(year, 12, 30) - reported).days, _SLOWEST)
        wait = random.triangular(_QUICKEST, last, min(_USUAL, last))
        day = reported + timedelta(days=int(wait))
    else:
        day = date(year, 1, 8) + timedelta(days=int(random.triangular(0, 150, 25)))
    return local(day, time(random.randint(8, 16), random.randint(0, 59)))


def _moment_in(random, year):
    """Any time of the year, but seldom at the weekend or in the summer."""
    while True:
        day = date(year, 1, 3) + timedelta(days=random.randrange(359))
        chance = 0.2 if day.weekday() > 4 else 0.4 if day.month == 7 else 1
        if random.random() < chance:
            return local(day, time(random.randint(7, 17), random.randint(0, 59)))


def _before(random, reported_at):
    """Reported the same day or some days later, within the same year."""
    delay = random.choices([0, 1, 3], [7, 3, 1])[0]
    day = max(reported_at.date() - timedelta(days=delay), date(reported_at.year, 1, 2))
    if day == reported_at.date():
        return reported_at - timedelta(minutes=random.randint(10, 55))
    return local(day, time(random.randint(6, 21), random.choice(range(0, 60, 5))))
