import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisation.models import Unit, UnitBoundQuerySet, UnitPermission


def _new_token():
    return secrets.token_urlsafe(16)


class ReportingLinkQuerySet(UnitBoundQuerySet):
    def handled_by(self, user):
        return self.reached_by(user, UnitPermission.HANDLE_INCIDENTS)

    def open(self):
        return self.filter(revoked_at=None, unit__closed_on=None)


class ReportingLink(models.Model):
    """Opens the report form without logging in: on a poster at a unit, or for one person.

    Whoever has it can report, and read nothing.
    """

    unit = models.ForeignKey(
        Unit,
        models.CASCADE,
        verbose_name=_("workplace"),
        related_name="reporting_links",
    )
    # Whose reports come by it, for somebody without a log-in; else anyone's.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("person"),
        related_name="reporting_links",
        null=True,
        blank=True,
    )
    token = models.CharField(
        max_length=40, unique=True, default=_new_token, editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = ReportingLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("reporting link")
        verbose_name_plural = _("reporting links")

    def __str__(self):
        return f"{self.unit}"

    def get_absolute_url(self):
        return reverse("public:report", args=[self.token])

    def revoke(self):
        """The poster stops working; what came by it stays."""
        if not self.revoked_at:
            self.revoked_at = timezone.now()
            self.save(update_fields=["revoked_at"])
