from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from organisation.models.units import Unit
from sam.dates import today


class Role(models.TextChoices):
    MANAGER = "manager", _("Manager")
    SUBSTITUTE = "substitute", _("Substitute manager")
    SAFETY_REPRESENTATIVE = "safety_representative", _("Safety representative")
    HEAD = "head", _("Head of administration")
    HR = "hr", _("HR")
    READER = "reader", _("Reader of reports")
    ADMINISTRATOR = "administrator", _("Administrator")


class AppointmentQuerySet(models.QuerySet):
    def in_force(self, on=None):
        return self.filter(valid__contains=on or today())


class Appointment(models.Model):
    """A person's role in a unit while it lasts; what it permits reaches the units below.

    For a safety representative the unit and what hangs below it is the safety area.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="appointments"
    )
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="appointments")
    role = models.CharField(_("role"), max_length=30, choices=Role)
    valid = DateRangeField(_("valid"))

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "role", "user"]
        constraints = [
            ExclusionConstraint(
                name="appointment_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The person already has this role then."),
            ),
        ]
        indexes = [models.Index(fields=["unit", "role"], name="appointment_unit_role")]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}, {self.unit}"


class UnitUserObjectPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Unit, models.CASCADE)


class UnitGroupObjectPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey(Unit, models.CASCADE)
