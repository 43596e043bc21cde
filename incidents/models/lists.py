import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedFilter(models.Model):
    """A choice of filters that a person comes back to, by a name of their own."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters"
    )
    name = models.CharField(_("name"), max_length=100)
    # The part of the list's address after the question mark.
    query = models.CharField(max_length=2_000)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="saved_filter_name",
                violation_error_message=_("You have a filter with that name already."),
            )
        ]

    def __str__(self):
        return self.name


class ChosenColumns(models.Model):
    """The columns that a person wants in the list of incidents."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="chosen_columns",
    )
    names = ArrayField(models.CharField(max_length=30))

    def __str__(self):
        return ", ".join(self.names)


class Export(models.Model):
    """That somebody took out a list as a spreadsheet, and the file if a job made it."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    query = models.CharField(max_length=2_000)
    # By name; see `incidents.columns`.
    columns = ArrayField(models.CharField(max_length=30), default=list)
    status = models.CharField(max_length=20, choices=Status, default=Status.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="exports", blank=True)
    # By which the cause of a failure is found in the logs.
    reference = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.created_at}"

    @property
    def is_under_way(self):
        return self.status in (self.Status.WAITING, self.Status.RUNNING)
