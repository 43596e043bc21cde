"""What happens when and where in the demo municipality, and how long it stays open.

Each committee and year draws from a random source of its own with a fixed seed, so that
the same things happen at every loading, in just the numbers that `figures` states.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from demo.figures import INCIDENTS, complete_years
from demo.people import DEMO_WORKPLACE
from demo.situations import Situations, Story
from demo.tree import Workplace
from demo.turns import AT_DEMO_WORKPLACE, ELSEWHERE, NO_TURN, Turn
from incidents.models import Incident
from sam.dates import moment

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
_SATURDAY, _JULY = 5, 7
# Beside the counted, as shares of the injuries and of injuries and near misses together.
_VICTIMISATIONS, _IMPROVEMENTS = 0.025, 0.04
# So grave that the demo's serious accident is one of them: broken, or inside the head.
_GRAVE = {"020", "050"}


@dataclass
class Happening:
    workplace: Workplace
    kind: str
    reported_at: datetime
    occurred_at: datetime
    story: Story
    # Where on the way from report to closing its measures are done; due at one half.
    done_at_share: float
    closes_at: datetime | None = None
    turn: Turn = NO_TURN


class Chronicle:
    """All that happens from the first year in `figures` until a day, the oldest first."""

    def __init__(self, tree, *, scale, until):
        self._tree, self._scale, self._until = tree, scale, until
        self._situations = Situations()
        self._workplaces = {
            committee: tree.answering_to(committee) for committee in tree.committees
        }
        self._weights = {
            committee: [workplace.weight for workplace in workplaces]
            for committee, workplaces in self._workplaces.items()
        }

    def happenings(self):
        found = self._on_purpose()
        for committee in self._tree.committees:
            found += self._of_committee(committee)
        return sorted(found, key=lambda happening: happening.reported_at)

    def _of_committee(self, committee):
        """The years in turn: what one leaves open, the next closes."""
        happenings, left = [], []
        for year in complete_years(self._until):
            random, targets = Random(f"{committee} {year}"), INCIDENTS[year][committee]
            moments = (
                (kind, _moment_in(random, year))
                for kind in self._kinds(random, targets)
            )
            new = [self._happen(random, committee, *each) for each in moments]
            left = _close(random, year, left, new, targets.closed * self._scale)
            happenings += new
        for happening in left:
            happening.closes_at = _closing(random, happening, year + 1)
        return happenings + self._since(committee, date(year + 1, 1, 1))

    def _since(self, committee, first):
        """After the last counted year, as much as in that year for as many days."""
        random, targets = (
            Random(f"{committee} now"),
            INCIDENTS[first.year - 1][committee],
        )
        days = (self._until - first).days
        kinds = self._kinds(random, targets)
        kinds = random.choices(kinds, k=len(kinds) * days // 365)
        happenings = []
        for kind in kinds:
            at = _on(random, first + timedelta(days=random.randrange(days)))
            happening = self._happen(random, committee, kind, at)
            wait = random.triangular(_QUICKEST, _SLOWEST, _USUAL)
            happening.closes_at = at + timedelta(days=wait)
            happenings.append(happening)
        return happenings

    def _on_purpose(self):
        random = Random("demo")
        rows = [(DEMO_WORKPLACE, row) for row in AT_DEMO_WORKPLACE]
        happenings = []
        for name, (kind, days_ago, days_open, share, turn) in [
            *rows,
            *ELSEWHERE.items(),
        ]:
            workplace = self._tree.workplace(name)
            at = _on(random, self._until - timedelta(days=days_ago))
            happening = self._happen_at(random, workplace, kind, at)
            while not _suits(happening, turn):
                happening = self._happen_at(random, workplace, kind, at)
            happening.closes_at = at + timedelta(days=days_open)
            happening.done_at_share, happening.turn = share, turn
            happenings.append(happening)
        return happenings

    def _kinds(self, random, targets):
        injuries = random.choices(
            list(_INJURIES), list(_INJURIES.values()), k=targets.injuries * self._scale
        )
        counted = targets.injuries + targets.near_misses
        others = {
            Kind.NEAR_MISS: targets.near_misses,
            Kind.RISK_OBSERVATION: targets.risk_observations,
            Kind.VICTIMISATION: round(targets.injuries * _VICTIMISATIONS),
            Kind.IMPROVEMENT: round(counted * _IMPROVEMENTS),
        }
        return injuries + [
            kind for kind, number in others.items() for _ in range(number * self._scale)
        ]

    def _happen(self, random, committee, kind, reported_at):
        workplace = random.choices(
            self._workplaces[committee], self._weights[committee]
        )[0]
        return self._happen_at(random, workplace, kind, reported_at)

    def _happen_at(self, random, workplace, kind, reported_at):
        occurred_at = _before(random, reported_at)
        story = self._situations.tell(
            random, kind=kind, workplace=workplace.kind, month=occurred_at.month
        )
        share = random.uniform(0.35, 0.74)
        return Happening(workplace, kind, reported_at, occurred_at, story, share)


def _suits(happening, turn):
    """With a measure to follow, and as grave as it is to be."""
    story = happening.story
    is_grave = story.harm.injury_type in _GRAVE if story.harm else story.is_violence
    in_swedish = story.report.language == "sv"
    return bool(story.measures) and in_swedish and (is_grave or not turn.is_serious)


def _close(random, year, left, new, number):
    """Close just so many in the year, the older before the newer; returns what is left.

    What was left from the year before the last is closed first of all.
    """
    old = [happening for happening in left if happening.reported_at.year < year - 1]
    recent = [happening for happening in left if happening.reported_at.year == year - 1]
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
    for happening in [*first, *eligible[: number - len(first)]]:
        happening.closes_at = _closing(random, happening, year)
    return [each for each in [*recent[:kept], *new] if not each.closes_at]


def _closing(random, happening, year):
    """A moment in the year, as soon after the report as it usually takes."""
    reported = happening.reported_at.date()
    if reported.year == year:
        last = min((date(year, 12, 30) - reported).days, _SLOWEST)
        wait = random.triangular(_QUICKEST, last, min(_USUAL, last))
        return _on(random, reported + timedelta(days=int(wait)))
    days = int(random.triangular(0, 150, 25))
    return _on(random, date(year, 1, 8) + timedelta(days=days))


def _moment_in(random, year):
    """Any time of the year, but seldom at the weekend or in the summer."""
    while True:
        day = date(year, 1, 3) + timedelta(days=random.randrange(359))
        chance = 0.4 if day.month == _JULY else 1
        if day.weekday() >= _SATURDAY:
            chance /= 5
        if random.random() < chance:
            return _on(random, day)


def _on(random, day):
    """A time in the working day."""
    return moment(day, time(random.randint(7, 17), random.randint(0, 59)))


def _before(random, reported_at):
    """Reported the same day or some days later, within the same year."""
    delay = random.choices([0, 1, 3], [7, 3, 1])[0]
    day = max(reported_at.date() - timedelta(days=delay), date(reported_at.year, 1, 1))
    if day == reported_at.date():
        return reported_at - timedelta(minutes=random.randint(10, 55))
    return moment(day, time(random.randint(6, 21), random.choice(range(0, 60, 5))))
