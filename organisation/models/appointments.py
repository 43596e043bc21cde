from datetime import timedelta

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
    ARCHIVIST = "archivist", _("Archivist")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("Data protection officer")


class AppointmentQuerySet(models.QuerySet):
    def in_force(self, on=None):
        return self.filter(valid__contains=on or today())

    def substitutes_in(self, units):
        """Those who stand in, will or did for managers of the units; the latest first."""
        rows = self.filter(role=Role.SUBSTITUTE, unit__in=units)
        return rows.select_related("user", "unit").order_by("-valid", "pk")


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

    @property
    def first_day(self):
        return self.valid.lower

    @property
    def last_day(self):
        """None while no end is set."""
        return self.valid.upper and self.valid.upper - timedelta(days=1)

    @property
    def is_coming(self):
        return self.first_day > today()

    @property
    def is_over(self):
        return bool(self.last_day and self.last_day < today())


class UnitUserObjectPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(Unit, models.CASCADE)


class UnitGroupObjectPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey(Unit, models.CASCADE)
