"""Who has read an incident, and who may see persons in it for a stated reason."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident

# So long an access with a reason lasts.
LASTS = timedelta(hours=24)


class Reading(models.Model):
    """Somebody has opened an incident: the read log that the law on secrecy asks for."""

    class What(models.TextChoices):
        PAGE = "page", _("The page")
        PERSONS = "persons", _("The page with the name of the person affected")
        LOG = "log", _("The log")
        DOCUMENT = "document", _("A document")

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="readings")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    what = models.CharField(max_length=20, choices=What, default=What.PAGE)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["incident", "-at"], name="reading_of_incident"),
            # For the data protection officer: all, and those of one person.
            models.Index(fields=["-at", "-id"], name="reading_newest"),
            models.Index(fields=["by", "-at", "-id"], name="reading_by_newest"),
        ]

    def __str__(self):
        return f"{self.incident}: {self.get_what_display()}"


class EmergencyAccessQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(opened_at__gt=timezone.now() - LASTS)


class EmergencyAccess(models.Model):
    """“Breaking the glass”: HR sees who was affected for a day, and says why."""

    incident = models.ForeignKey(
        Incident, models.CASCADE, related_name="emergency_accesses"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"), max_length=1_000)
    opened_at = models.DateTimeField(default=timezone.now)

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="emergency_access_newest")
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="emergency_access_has_reason"
            )
        ]

    def __str__(self):
        return f"{self.incident}: {self.opened_at}"
