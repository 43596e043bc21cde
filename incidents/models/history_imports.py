import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def _path(history_import, _filename):
    return f"imports/{history_import.pk.hex}"


class HistoryImport(models.Model):
    """A spreadsheet of incidents from an older system, on its way in."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked")
        IMPORTING = "importing", _("Being imported")
        DONE = "done", _("Imported")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="history_imports"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(_("file"), max_length=200)
    file = models.FileField(upload_to=_path)
    headers = models.JSONField(default=list)
    # {"columns": {field: header}, "values": {field: {what the file says: our code}}}.
    mapping = models.JSONField(default=dict)
    status = models.CharField(max_length=20, choices=Status, default=Status.UPLOADED)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    # The first refused rows: [{"row": 12, "reasons": ["…"]}]; all are in the file of them.
    problems = models.JSONField(default=list)
    refused_file = models.FileField(upload_to="imports", blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("import of history")
        verbose_name_plural = _("imports of history")

    def __str__(self):
        return self.name
