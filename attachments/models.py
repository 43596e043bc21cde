import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def _path(attachment, _filename):
    """Nothing of the sender's file name reaches the disk."""
    return f"attachments/{attachment.pk.hex[:2]}/{attachment.pk.hex}"


def _thumbnail_path(attachment, filename):
    return f"{_path(attachment, filename)}-small"


class Attachment(models.Model):
    """A file kept safe: written anew by the program, served only through its owner's page."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(upload_to=_path)
    # Made when a photo comes in, so that no page sends the whole one as a small one.
    thumbnail = models.FileField(upload_to=_thumbnail_path, blank=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["added_at", "pk"]
