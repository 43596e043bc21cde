"""Risks of the past: found, weighed, answered by measures, weighed anew and closed."""

from datetime import time, timedelta
from enum import StrEnum
from random import Random

import pgtrigger

from actionplans.models import Measure, RiskMatrix
from demo.dating import dated_as_told
from demo.programme import PLAN
from demo.statistics import analyse
from riskassessment.models import Rating, Risk, RiskMove, RiskTransition
from sam.dates import moment

Status = Risk.Status
_WHEN = time(15)
_BATCH = 1000
_WORDS = PLAN["words"]
# The measure is judged so long after it is carried out.
EFFECT = timedelta(days=45)
# So many measures do not help enough, and another one follows within so many days.
_FAILED, _NEXT_DAYS = 0.06, 60


class Fate(StrEnum):
    """What becomes of a risk when its measure is judged."""

    # Waits to be weighed anew.
    LEFT = "left"
    # Weighed anew and still there.
    LOWERED = "lowered"
    # Weighed higher before the measure was done, and lower after it.
    WORSENED = "worsened"
    CLOSED = "closed"


_FATES = {Fate.LEFT: 4, Fate.LOWERED: 10, Fate.WORSENED: 6, Fate.CLOSED: 80}


class Register:
    """Collects risks with what became of them, and writes them in a few statements."""

    def __init__(self, random, measures):
        self._random, self._measures = random, measures
        self._matrix = RiskMatrix.objects.current()
        self._risks, self._ratings, self._links = [], [], []
        self._transitions, self._moves = [], []
        # Of its own, so that whether a measure helps changes nothing else.
        self._fates = Random("fates")
        # (measure, the one that was decided when it had not helped)
        self._following = []
        # {risk: how it stands after what followed}, which signed rounds do not say.
        self._afterwards = {}

    def bring_up(self, unit, row, *, on, by, **source):
        rating = Rating.of(self._matrix, row["likelihood"], row["consequence"])
        risk = Risk(
            unit=unit,
            description=row["risk"],
            aspect=row["aspect"],
            existing_measures=row.get("existing", ""),
            rated_on=on,
            created_at=moment(on, _WHEN),
            **source,
            **rating,
        )
        self._risks.append(risk)
        self._keep_rating(risk, rating, on=on, by=by, existing=risk.existing_measures)
        return risk

    def decide(self, risk, plan, words, *, by, on):
        """A measure against the risk, within the time that the level allows."""
        most = risk.level.within_days or 90
        due_on = on + timedelta(days=self._random.randint(most // 2, min(most, 90)))
        return self.add_measure(risk, plan, words, by=by, on=on, due_on=due_on)

    def add_measure(self, risk, plan, words, **what):
        measure = self._measures.add(plan, words, **what)
        self._links.append(Risk.measures.through(risk=risk, measure=measure))
        return measure

    def carry_out(self, measure, *, until, fate=None):
        """The measure on its day, and its effect, as far as the days go.

        Some do not help, unless the risk's fate is said, and another follows. Gives the
        one that has helped, or none yet.
        """
        judged_on = measure.due_on + EFFECT
        if measure.due_on <= until:
            self._measures.finish(measure, on=measure.due_on, effect_due_on=judged_on)
        if judged_on > until:
            return None
        if fate is None and self._fates.random() < _FAILED:
            return self._try_again(measure, on=judged_on, until=until)
        self._measures.judge(measure, on=judged_on)
        return measure

    def _try_again(self, measure, *, on, until):
        note = self._fates.choice(_WORDS["failed"])
        self._measures.judge(measure, on=on, note=note, is_sufficient=False)
        words = self._fates.choice(_WORDS["instead"])
        following = self._measures.add(
            measure.plan,
            words,
            by=measure.responsible,
            on=on,
            due_on=on + timedelta(days=_NEXT_DAYS),
            follows=measure,
        )
        self._following.append((measure, following))
        return self.carry_out(following, until=until, fate=Fate.LEFT)

    def follow_up(self, risk, measure, *, by, fate=None):
        """After a measure that is judged; the fate is drawn unless it is said."""
        fate = fate or self._random.choices(list(_FATES), _FATES.values())[0]
        if fate == Fate.LEFT:
            return
        if fate == Fate.WORSENED:
            self._worsen(risk, on=risk.rated_on + timedelta(days=10), by=by)
        self._lower(risk, on=measure.effect_judged_on, by=by)
        if fate == Fate.CLOSED:
            self._close(risk, on=measure.effect_judged_on, by=by)

    def _worsen(self, risk, *, on, by):
        higher = min(5, risk.likelihood + 1), risk.consequence
        self._rate(risk, *higher, _WORDS["rated_higher"], on=on, by=by)

    def _lower(self, risk, *, on, by):
        lower = max(1, risk.likelihood - 2), max(1, risk.consequence - 1)
        self._rate(risk, *lower, _WORDS["rated_lower"], on=on, by=by)

    def _rate(self, risk, likelihood, consequence, reasons, *, on, by):
        rating = Rating.of(self._matrix, likelihood, consequence)
        reason = self._random.choice(reasons)
        self._keep_rating(risk, rating, on=on, by=by, reason=reason)
        self._stands(risk, rated_on=on, **rating)

    def _keep_rating(self, risk, rating, *, on, by, reason="", existing=""):
        columns = {name: each for name, each in rating.items() if name != "weight"}
        self._ratings.append(
            Rating(
                risk=risk,
                reason=reason,
                existing_measures=existing,
                by=by,
                at=moment(on, _WHEN),
                **columns,
            )
        )

    def _close(self, risk, *, on, by):
        self._transitions.append(
            RiskTransition(
                risk=risk,
                from_status=Status.OPEN,
                to_status=Status.CLOSED,
                by=by,
                at=moment(on, _WHEN),
                note=self._random.choice(_WORDS["gone"]),
            )
        )
        self._stands(risk, status=Status.CLOSED)

    def move(self, risk, to, reason, *, on, by):
        self._moves.append(
            RiskMove(
                risk=risk,
                from_unit=risk.unit,
                to_unit=to,
                reason=reason,
                by=by,
                at=moment(on, _WHEN),
            )
        )
        self._stands(risk, unit=to)

    def _stands(self, risk, **how):
        self._afterwards.setdefault(risk, {}).update(how)

    def write(self):
        """The risks as they were found, with their measures: so they are signed."""
        with dated_as_told(Risk, Rating):
            Risk.objects.bulk_create(self._risks, _BATCH)
            Rating.objects.bulk_create(self._ratings, _BATCH)
        Risk.measures.through.objects.bulk_create(self._links, _BATCH)
        analyse(Risk, Rating, Risk.measures.through, Measure)

    def write_what_followed(self):
        """Before the rounds are frozen, for it is written over what `write` wrote."""
        for risk, how in self._afterwards.items():
            for name, value in how.items():
                setattr(risk, name, value)
        names = {name for how in self._afterwards.values() for name in how}
        # It did not change today: what it was before is in its ratings.
        with pgtrigger.ignore("riskassessment.Risk:update_update"), dated_as_told(Risk):
            Risk.objects.bulk_create(
                self._afterwards,
                _BATCH,
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=sorted(names),
            )
        self._link_following()
        with dated_as_told(RiskTransition, RiskMove):
            RiskTransition.objects.bulk_create(self._transitions, _BATCH)
            RiskMove.objects.bulk_create(self._moves, _BATCH)

    def _link_following(self):
        """To the same risk; after the rounds are signed, which knew nothing of them."""
        risks = {link.measure: link.risk for link in self._links}
        for before, following in self._following:
            risks[following] = risks[before]
        Risk.measures.through.objects.bulk_create(
            [
                Risk.measures.through(risk=risks[following], measure=following)
                for _before, following in self._following
            ],
            _BATCH,
        )
