from django.db import models
from django.utils.translation import gettext_lazy as _


class BackupQuerySet(models.QuerySet):
    def record(self, manifest, **more):
        """Remember a backup by its manifest: when it has been made, checked or restored."""
        return self.update_or_create(
            name=manifest.name,
            defaults={
                "made_at": manifest.made_at,
                "size": manifest.size,
                "files": len(manifest.files),
                "missing_files": len(manifest.missing),
                "is_encrypted": manifest.is_encrypted,
                **more,
            },
        )


class Backup(models.Model):
    """That a backup has been made, for who watches whether the last one is old.

    The backup itself lies in a folder that the web server may not reach.
    """

    # Of its folder.
    name = models.CharField(max_length=40, unique=True)
    # The moment that a restore brings back.
    made_at = models.DateTimeField(_("made"))
    size = models.PositiveBigIntegerField(_("size in bytes"))
    files = models.PositiveIntegerField(_("files"))
    # Rows refer to them, and they were not there any more.
    missing_files = models.PositiveIntegerField(_("missing files"), default=0)
    is_encrypted = models.BooleanField(_("encrypted"), default=False)
    # When all of it was last read again and found whole.
    verified_at = models.DateTimeField(_("checked"), null=True, blank=True)

    objects = BackupQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        get_latest_by = "made_at"
        verbose_name = _("backup")
        verbose_name_plural = _("backups")

    def __str__(self):
        return self.name
