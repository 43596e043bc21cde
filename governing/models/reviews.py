import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisation.models import Unit, UnitBoundQuerySet, UnitPermission


class ControlReviewQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        return self.reached_by(user, UnitPermission.VIEW_YEAR)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class ControlReview(models.Model):
    """That a unit has looked over whether its work-environment work works as intended.

    Norway's internal control asks for it (section 5 no. 8), Sweden's yearly follow-up too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="control_reviews"
    )
    held_on = models.DateField(_("day of the review"))
    taken_part = models.CharField(_("who took part"), max_length=500)
    found = models.TextField(_("what was found"), max_length=5_000)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField(auto_now_add=True)

    objects = ControlReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-registered_at"]
        verbose_name = _("yearly review")
        verbose_name_plural = _("yearly reviews")
        indexes = [models.Index(fields=["unit", "-held_on"], name="review_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(taken_part="") & ~Q(found=""),
                name="review_says_who_and_what",
            )
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.held_on}, {self.unit}"
