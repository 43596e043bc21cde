from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models import ActionPlan
from organisation.models import Unit, UnitBoundQuerySet, UnitPermission
from sam.dates import today
from ui.text import shortened


class OverviewDecisionQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        return self.reached_by(user, UnitPermission.VIEW_YEAR)

    @transaction.atomic
    def decide(self, *, by, unit, gauge, figure, decision, measure):
        """What is decided because of a figure; what is to be done is a measure."""
        plan = ActionPlan.objects.create(unit=unit)
        decided = self.create(
            unit=unit,
            gauge=gauge,
            figure=figure,
            decision=decision,
            decided_by=by,
            action_plan=plan,
        )
        plan.add_measure(by=by, **measure)
        return decided


class OverviewDecision(models.Model):
    """What the management decided when it saw a figure of a unit in the overview."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="+"
    )
    # A code of annualcycle.gauges, and what stood there.
    gauge = models.SlugField(_("figure"))
    figure = models.CharField(_("as it was"), max_length=100)
    decision = models.TextField(_("decision"), max_length=2_000)
    decided_on = models.DateField(_("decided on"), default=today)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    action_plan = models.OneToOneField(
        ActionPlan, models.PROTECT, related_name="overview_decision"
    )

    objects = OverviewDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-pk"]
        verbose_name = _("decision on the overview")
        verbose_name_plural = _("decisions on the overview")
        indexes = [
            models.Index(fields=["unit", "gauge"], name="overview_decision_cell")
        ]

    def __str__(self):
        return shortened(self.decision, 120)

    def get_absolute_url(self):
        return f"{reverse('annualcycle:overview')}#decision-{self.pk}"
