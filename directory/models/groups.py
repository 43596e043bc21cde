import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organisation.models import Appointment, Role, Unit
from organisation.models.units import COLLATION


class Group(models.Model):
    """A group of the directory; what it means here stands in its roles."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(
        _("name"), max_length=200, unique=True, db_collation=COLLATION
    )
    external_id = models.CharField(max_length=100, blank=True)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="directory_groups", blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("group")
        verbose_name_plural = _("groups")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("directory:group_detail", args=[self.pk])


class GroupRole(models.Model):
    """What membership of a group means: a role in a unit, or to work there."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="roles")
    role = models.CharField(
        _("role"),
        max_length=30,
        choices=[("", _("Works in the unit")), *Role.choices],
        blank=True,
    )
    unit = models.ForeignKey(
        Unit, models.CASCADE, verbose_name=_("unit"), related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "role", "unit"],
                name="group_role_once",
                violation_error_message=_("The group means that already."),
            ),
            # A person works in one place: two of these would fight over it.
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(role=""),
                name="group_employs_in_one_unit",
                violation_error_message=_(
                    "The group says already where its members work."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}, {self.unit}"


class Given(models.Model):
    """An appointment that came with a group, and ends with it; others are left alone."""

    appointment = models.OneToOneField(
        Appointment, models.CASCADE, related_name="given_by_group"
    )

    def __str__(self):
        return str(self.appointment)
