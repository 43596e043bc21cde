from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class CertificateImport(models.Model):
    """A spreadsheet with certificates, on its way in: columns, dry run, taken in."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Its columns are to be named")
        CHECKED = "checked", _("Checked, not yet taken in")
        DONE = "done", _("Taken in")

    file_name = models.CharField(_("file"), max_length=255)
    # {"headings": […], "rows": [[number, […]], …]} until it is taken in.
    sheet = models.JSONField(default=dict)
    # {field: heading}
    columns = models.JSONField(default=dict)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.WAITING
    )
    taken_in = models.PositiveIntegerField(_("certificates taken in"), default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("import of certificates")
        verbose_name_plural = _("imports of certificates")

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("knowledge:import", args=[self.pk])

    @property
    def tone(self):
        return "success" if self.status == self.Status.DONE else "warning"


class RememberedColumns(models.Model):
    """What the columns of files with these headings were said to hold last time."""

    headings = models.JSONField(unique=True)
    columns = models.JSONField()

    def __str__(self):
        return ", ".join(self.headings)[:100]
