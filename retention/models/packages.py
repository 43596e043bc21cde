"""What is handed to the e-archive."""

import uuid
from enum import nonmember

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisation.models import Unit
from sam.keeping import kinds
from sam.workflow import MOVED_ON, InvalidTransition


class PackageQuerySet(models.QuerySet):
    def under_way(self):
        return self.filter(status__in=Package.Status.under_way)


class Package(models.Model):
    """Records of a kind, a unit and a period as one file for the e-archive."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

        under_way = nonmember(("waiting", "running"))

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.SlugField(_("kind of record"), max_length=40)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=_("unit"),
        related_name="+",
        null=True,
        blank=True,
    )
    # Closed on these days.
    first_on = models.DateField(_("closed from"))
    last_on = models.DateField(_("to the end of"))
    status = models.CharField(max_length=20, choices=Status, default=Status.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="packages", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    fetched_at = models.DateTimeField(_("fetched"), null=True, blank=True)
    # What the e-archive has answered.
    received_on = models.DateField(_("received on"), null=True, blank=True)
    receipt = models.CharField(
        _("the archive's own number"), max_length=100, blank=True
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )

    objects = PackageQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("package for the e-archive")
        verbose_name_plural = _("packages for the e-archive")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=models.F("first_on")),
                name="package_ends_after_it_begins",
                violation_error_message=_("The last day comes before the first."),
            ),
            models.CheckConstraint(
                condition=Q(received_on=None)
                | Q(status="done", confirmed_by__isnull=False) & ~Q(receipt=""),
                name="package_received_is_made",
            ),
        ]

    def __str__(self):
        return str(self.of_kind.label) if self.of_kind else self.kind

    def get_absolute_url(self):
        return reverse("retention:archive_detail", args=[self.pk])

    @property
    def of_kind(self):
        return kinds().get(self.kind)

    @property
    def is_under_way(self):
        return self.status in self.Status.under_way

    def confirm(self, *, by, received_on, receipt):
        """The archive has it: from now on the rule may let the program's own go."""
        rows = Package.objects.filter(
            pk=self.pk, status=self.Status.DONE, received_on=None
        )
        said = {"received_on": received_on, "receipt": receipt, "confirmed_by": by}
        if not rows.update(**said):
            raise InvalidTransition(MOVED_ON)
        self.refresh_from_db()


class Packaged(models.Model):
    """One record of a package."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="records")
    kind = models.SlugField(max_length=40)
    record_key = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "record_key", "package"], name="packaged_once"
            )
        ]

    def __str__(self):
        return self.record_key
