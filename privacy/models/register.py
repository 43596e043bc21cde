"""What the municipality adds to the register of processing (GDPR art. 30)."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sam.workflow import Versioned


class AdditionQuerySet(models.QuerySet):
    def of(self, code):
        """What is added to the purpose, also when nothing is yet."""
        return self.filter(purpose=code).first() or Addition(purpose=code)


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["version"],
)
class Addition(Versioned):
    """The municipality's own words on one purpose, beside what the models say."""

    # The code of the purpose that a room has named.
    purpose = models.CharField(max_length=50, unique=True, editable=False)
    text = models.TextField(
        _("The municipality's own words"), max_length=5_000, blank=True
    )
    processors = models.TextField(
        _("Who processes the data for the municipality, and the agreement"),
        max_length=2_000,
        blank=True,
    )
    security = models.TextField(
        _("Security measures of its own"), max_length=2_000, blank=True
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    objects = AdditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("addition to the register of processing")
        verbose_name_plural = _("additions to the register of processing")

    def __str__(self):
        return self.purpose

    def write(self, *, by, version, **what):
        """The first one makes it; later ones must have seen what stands there."""
        if self.pk:
            self._change(version=version, changed_by=by, **what)
        else:
            Addition.objects.create(purpose=self.purpose, changed_by=by, **what)
