from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from actionplans.models import ActionPlan
from reports.models.reports import Report


class CommitteeDecision(models.Model):
    """What a committee decided when it was informed; what is to be done is a measure."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="decisions")
    decision = models.TextField(_("decision"), max_length=5_000)
    decided_on = models.DateField(_("day of the meeting"))
    paragraph = models.CharField(
        _("paragraph of the minutes"), max_length=20, blank=True
    )
    # Of the unit that carries it out.
    action_plan = models.OneToOneField(
        ActionPlan, models.PROTECT, related_name="committee_decision"
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField(_("noted"), auto_now_add=True)

    # What `str` reads beyond itself; see actionplans.models.plans.
    TITLE_NEEDS = ("report__committee", "report__reporting_year")

    class Meta:
        ordering = ["-decided_on", "-pk"]
        verbose_name = _("decision of a committee")
        verbose_name_plural = _("decisions of committees")

    def __str__(self):
        return (
            f"{self.report}, § {self.paragraph}" if self.paragraph else f"{self.report}"
        )

    def get_absolute_url(self):
        return self.report.get_absolute_url()
