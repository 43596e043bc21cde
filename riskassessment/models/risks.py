import uuid

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplans.models import Measure
from organisation.models import UnitBoundQuerySet, UnitPermission
from riskassessment.models.rounds import Answer

ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class RiskQuerySet(UnitBoundQuerySet):
    unit_path = "answer__round__unit"

    def visible_to(self, user):
        return self.reached_by(user, UnitPermission.VIEW_ROUNDS)

    def handled_by(self, user):
        return self.reached_by(user, UnitPermission.HANDLE_ROUNDS)


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["score"])
class Risk(models.Model):
    """A risk that the answer no brought to light, weighed by likelihood and consequence."""

    class Likelihood(models.IntegerChoices):
        VERY_LOW = 1, _("Very unlikely")
        LOW = 2, _("Unlikely")
        MEDIUM = 3, _("Possible")
        HIGH = 4, _("Likely")
        VERY_HIGH = 5, _("Very likely")

    class Consequence(models.IntegerChoices):
        VERY_SMALL = 1, _("Negligible")
        SMALL = 2, _("Minor trouble")
        MEDIUM = 3, _("Short sick leave")
        LARGE = 4, _("Long sick leave")
        VERY_LARGE = 5, _("Lasting harm or death")

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
        constraints = [
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, 5), consequence__range=(1, 5)),
                name="risk_within_matrix",
            )
        ]

    def __str__(self):
        return self.description

    @property
    def level(self):
        """Low, medium or high: bands of the 5 × 5 matrix; high is serious in law's words."""
        if self.score >= 10:
            return "high"
        return "medium" if self.score >= 5 else "low"
