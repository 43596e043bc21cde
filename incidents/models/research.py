"""What was handed over for research: to whom, of which years, and who approved it."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class ResearchExport(models.Model):
    """A row of the log; the file itself is not kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="research_exports"
    )
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    # A university or an institute, which has no account here.
    partner = models.CharField(_("external partner"), max_length=200)
    purpose = models.CharField(_("what it is for"), max_length=500)
    has_texts = models.BooleanField(_("with free text"), default=False)
    approved_by = models.CharField(_("approved by"), max_length=200, blank=True)
    case_number = models.CharField(_("case number"), max_length=50, blank=True)
    number = models.PositiveIntegerField(_("incidents"), default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "pk"]
        verbose_name = _("export for research")
        verbose_name_plural = _("exports for research")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")),
                name="research_years_in_order",
                violation_error_message=_("The last year comes before the first."),
            ),
            models.CheckConstraint(
                condition=Q(has_texts=False)
                | (~Q(approved_by="") & ~Q(case_number="")),
                name="research_texts_are_approved",
                violation_error_message=_(
                    "Free text is handed over only when somebody has approved it. Say "
                    "who, and the case number."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.partner} {self.years}"

    @property
    def years(self):
        if self.first_year == self.last_year:
            return str(self.first_year)
        return f"{self.first_year}\N{EN DASH}{self.last_year}"
