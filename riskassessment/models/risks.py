import uuid

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from actionplans.models import Measure
from actionplans.scale import LOWEST_SCORE, Consequence, Level, Likelihood
from organisation.models import UnitBoundQuerySet, UnitPermission
from riskassessment.models.frozen import FrozenWithRound
from riskassessment.models.rounds import Answer
from sam.workflow import MOVED_ON, InvalidTransition

ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class RiskQuerySet(UnitBoundQuerySet):
    unit_path = "answer__round__unit"

    def visible_to(self, user):
        return self.standing().reached_by(user, UnitPermission.VIEW_ROUNDS)

    def handled_by(self, user):
        return self.standing().reached_by(user, UnitPermission.HANDLE_ROUNDS)

    def standing(self):
        """Risks whose answer is still no."""
        return self.filter(answer__value=Answer.Value.NO)

    def of_level(self, level):
        above = [low for low in LOWEST_SCORE.values() if low > LOWEST_SCORE[level]]
        risks = self.filter(score__gte=LOWEST_SCORE[level])
        return risks.filter(score__lt=min(above)) if above else risks

    def counted_by_cell(self):
        """How many there are in each cell of the matrix: {(likelihood, consequence): n}."""
        cells = self.order_by().values_list("likelihood", "consequence")
        return {
            (likelihood, consequence): number
            for likelihood, consequence, number in cells.annotate(Count("pk"))
        }

    @transaction.atomic
    def assess(self, answer, **what):
        """Describe and weigh the risk that the answer no brought to light, or do so anew."""
        answer.round.hold(*answer.round.Status.walked)
        answer.refresh_from_db()
        if not answer.is_no:
            raise InvalidTransition(MOVED_ON)
        risk, _created = self.update_or_create(answer=answer, defaults=what)
        # The database works out the score.
        risk.refresh_from_db()
        return risk


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["score"]
)
class Risk(models.Model):
    """A risk that the answer no brought to light, weighed by likelihood and consequence."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.OneToOneField(Answer, models.CASCADE, related_name="risk")
    description = models.CharField(_("the risk"), max_length=500)
    likelihood = models.PositiveSmallIntegerField(
        _("likelihood"), choices=Likelihood, validators=ONE_TO_FIVE
    )
    consequence = models.PositiveSmallIntegerField(
        _("consequence"), choices=Consequence, validators=ONE_TO_FIVE
    )
    score = models.GeneratedField(
        expression=F("likelihood") * F("consequence"),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    measures = models.ManyToManyField(Measure, related_name="risks", blank=True)

    objects = RiskQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "pk"]
        verbose_name = _("risk")
        verbose_name_plural = _("risks")
        indexes = [models.Index(fields=["-score", "-id"], name="risk_worst_first")]
        constraints = [
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, 5), consequence__range=(1, 5)),
                name="risk_within_matrix",
            )
        ]
        triggers = [
            FrozenWithRound(
                round="(SELECT round_id FROM riskassessment_answer"
                " WHERE id = COALESCE(NEW.answer_id, OLD.answer_id))"
            )
        ]

    def __str__(self):
        return self.description

    @property
    def unit(self):
        return self.answer.round.unit

    @property
    def level(self):
        return Level.of(self.score)

    @transaction.atomic
    def add_measure(self, *, by, **what):
        """Decide a measure against the risk; also after the round is signed."""
        plan = self.answer.round.plan_of_measures()
        measure = plan.add_measure(by=by, **what)
        self.measures.add(measure)
        return measure
