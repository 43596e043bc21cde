import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from organisation.models import Unit, UnitBoundQuerySet, UnitPermission


class ImportMapping(models.Model):
    """What the columns of files with the same headings hold, as it was said last."""

    headings = ArrayField(models.CharField(max_length=200), unique=True)
    # {heading: one of surveys.importing.Holds}, and the scale of the values.
    columns = models.JSONField(default=dict)
    scale = models.CharField(max_length=20, default="index")

    def __str__(self):
        return ", ".join(self.headings)


class ResultImportQuerySet(UnitBoundQuerySet):
    def managed_by(self, user):
        return self.reached_by(user, UnitPermission.MANAGE_YEAR)


class ResultImport(models.Model):
    """A file with the results of another instrument, from when it was sent until it is
    taken in or thrown away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name of the survey"), max_length=200)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    file_name = models.CharField(_("file"), max_length=255)
    # {"headings": […], "rows": [[number, cells]]}
    sheet = models.JSONField()
    columns = models.JSONField(default=dict)
    scale = models.CharField(max_length=20, default="index")
    taken_in_at = models.DateTimeField(_("taken in"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)

    objects = ResultImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("import of results")
        verbose_name_plural = _("imports of results")

    def __str__(self):
        return self.file_name
