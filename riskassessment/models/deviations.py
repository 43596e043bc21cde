from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from riskassessment.models.answers import Answer
from riskassessment.models.frozen import FrozenWithRound
from riskassessment.models.risks import Risk


class DeviationQuerySet(models.QuerySet):
    @transaction.atomic
    def state(self, answer, *, by, reason, concerns, until, **assessment):
        """Say why the rota deviates, for whom and until when, and weigh the risk of it.

        `assessment` is as `RiskQuerySet.assess` takes it, and raises the same.
        """
        Risk.objects.assess(answer, by=by, **assessment)
        said = {"reason": reason, "concerns": concerns, "until": until}
        return self.update_or_create(answer=answer, defaults={**said, "by": by})[0]


class Deviation(models.Model):
    """Why a rota deviates from what is healthy, for whom, and the last day of it.

    The law on working hours allows exceptions for a time and for reasons; an answer of
    healthy scheduling that shows a risk has none without them.
    """

    answer = models.OneToOneField(
        Answer, models.CASCADE, related_name="deviation", primary_key=True
    )
    reason = models.TextField(_("why"), max_length=2_000)
    concerns = models.CharField(_("for whom"), max_length=500)
    until = models.DateField(_("until when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    objects = DeviationQuerySet.as_manager()

    class Meta:
        verbose_name = _("deviation")
        verbose_name_plural = _("deviations")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason="") & ~models.Q(concerns=""),
                name="deviation_says_why_and_for_whom",
            )
        ]
        triggers = [
            FrozenWithRound(
                round="(SELECT round_id FROM riskassessment_answer"
                " WHERE id = COALESCE(NEW.answer_id, OLD.answer_id))"
            )
        ]

    def __str__(self):
        return self.reason
