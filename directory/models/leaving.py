import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisation.models import Appointment, Unit
from organisation.roles import MANAGERS, nearest_managed
from sam.dates import today


class LeavingQuerySet(models.QuerySet):
    def standing(self):
        """Planned or carried out, and not taken back."""
        return self.filter(returned_at=None)

    def due(self):
        return self.standing().filter(carried_out_at=None, on__lte=today())


class Leaving(models.Model):
    """That a person ends here: from the day `on` there is no account to log in to."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="leavings"
    )
    on = models.DateField(_("first day without an account"))
    # Who takes what is left as far as they may; else those who answer for the units.
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("who takes over"),
        related_name="+",
        null=True,
        blank=True,
    )
    # Nobody when the directory said so.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField(auto_now_add=True)
    carried_out_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)

    objects = LeavingQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(returned_at=None),
                name="leaving_once_at_a_time",
                violation_error_message=_("It is said already that the person leaves."),
            )
        ]

    def __str__(self):
        return f"{self.person} {self.on}"


class HandedOverQuerySet(models.QuerySet):
    def taken_by(self, user):
        """What the person has taken over, the latest first."""
        rows = self.filter(to=user).select_related("unit")
        return rows.order_by("-leaving__at", "kind", "pk")

    def offered_to(self, user):
        """What waits above, or with others, for the manager whom a unit now has."""
        managing = Appointment.objects.in_force().filter(user=user, role__in=MANAGERS)
        units = managing.values("unit")
        others = Appointment.objects.in_force().filter(
            role__in=MANAGERS, unit__in=managing.values("unit")
        )
        return (
            self.filter(taken_by=None, to__isnull=False, leaving__receiver=None)
            .alias(answering=nearest_managed("unit"))
            .filter(answering__in=units)
            .exclude(to__in=others.values("user"))
            .select_related("unit", "to")
        )


class HandedOver(models.Model):
    """One task that went from the one who left to another; directory.handing_over knows
    the kinds."""

    leaving = models.ForeignKey(Leaving, models.CASCADE, related_name="handed_over")
    kind = models.CharField(max_length=30)
    object_id = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    # Nobody where no one answers for the unit, or above it.
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", null=True
    )
    # The manager who came later, and took it back to the unit.
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", null=True
    )

    objects = HandedOverQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["leaving", "kind", "object_id"], name="handed_over_once"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.object_id}"
