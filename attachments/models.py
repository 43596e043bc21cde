import uuid
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# How long a file waits for the form that it came with to be sent without errors.
WAITS = timedelta(days=1)
FOLDER = "attachments"


def _path(attachment, _filename):
    """Nothing of the sender's file name reaches the disk."""
    return f"{FOLDER}/{attachment.pk.hex[:2]}/{attachment.pk.hex}"


def _thumbnail_path(attachment, filename):
    return f"{_path(attachment, filename)}-small"


class AttachmentQuerySet(models.QuerySet):
    def waiting_for(self, sender):
        """What the sender sent with a form that has come back to be put right."""
        if not sender:
            return self.none()
        return self.filter(waits_for=sender, added_at__gt=timezone.now() - WAITS)

    def forgotten(self):
        """What waited for a form that was never sent; nobody is about to take it."""
        since = timezone.now() - WAITS - timedelta(hours=1)
        return self.exclude(waits_for="").filter(added_at__lte=since)

    def store(self, content, *, thumbnail=b"", **fields):
        attachment = self.model(size=len(content), **fields)
        attachment.file.save("", ContentFile(content), save=False)
        if thumbnail:
            attachment.thumbnail.save("", ContentFile(thumbnail), save=False)
        attachment.save()
        return attachment


class Attachment(models.Model):
    """A file kept safe: checked or written anew, served only through its owner's page."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(upload_to=_path)
    # Made when a photo comes in, so that no page sends the whole one as a small one.
    thumbnail = models.FileField(upload_to=_thumbnail_path, blank=True)
    # What the sender called a document; photos have none.
    name = models.CharField(_("name"), max_length=150, blank=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    # Empty for those who report without an account.
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    added_at = models.DateTimeField(auto_now_add=True)
    # Whose form it waits for; see attachments.waiting. Empty when it has been kept.
    waits_for = models.CharField(max_length=64, blank=True, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        indexes = [
            models.Index(
                fields=["waits_for", "added_at"],
                condition=~models.Q(waits_for=""),
                name="attachment_waiting",
            )
        ]

    def __str__(self):
        return self.name or self.pk.hex[:8]

    @property
    def is_photo(self):
        return bool(self.thumbnail)

    def take(self, *, by):
        """What waited is kept from now on."""
        self.waits_for, self.added_by = "", by
        self.save(update_fields=["waits_for", "added_by"])

    def discard(self):
        """Delete the row and, when that holds, its files."""
        for file in filter(None, [self.file, self.thumbnail]):
            transaction.on_commit(partial(file.storage.delete, file.name))
        self.delete()
