import pghistory
from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from organisation.models import (
    Appointment,
    IsAnyOf,
    Role,
    Unit,
    UnitBoundQuerySet,
    UnitPermission,
)
from sam.dates import today


class AssignmentKindQuerySet(models.QuerySet):
    def offered(self):
        return self.filter(is_offered=True)

    def to_be_named(self):
        """Those that people are named for; a role of the program has its appointments."""
        return self.offered().filter(role="")

    def missing_in(self, unit, lineage):
        """Those that every unit should have and nobody is; `unit` and `lineage` are
        expressions of a row around this query.

        A unit has a manager of its own; all else may also be filled above it.
        """
        appointed = Appointment.objects.in_force().filter(
            role=OuterRef("role"), user__is_active=True
        )
        named = Assignment.objects.in_force().filter(kind=OuterRef("pk"))
        own = Q(role=Role.MANAGER)
        return self.offered().filter(
            ~own
            | ~Exists(
                Appointment.objects.in_force().filter(
                    role__in=[Role.MANAGER, Role.HEAD],
                    user__is_active=True,
                    unit=unit,
                )
            ),
            own | Q(role="") | ~Exists(appointed.filter(IsAnyOf("unit", lineage))),
            ~Q(role="") | ~Exists(named.filter(IsAnyOf("unit", lineage))),
            is_needed=True,
        )


class AssignmentKind(models.Model):
    """What somebody at a workplace can be: fire, first aid, chemicals.

    One with a role is filled by appointments; for others people are named.
    """

    ROLES = [Role.MANAGER, Role.SUBSTITUTE, Role.SAFETY_REPRESENTATIVE]

    name = models.CharField(_("assignment"), max_length=100, unique=True)
    role = models.CharField(
        max_length=30,
        choices=[(role.value, role.label) for role in ROLES],
        blank=True,
        editable=False,
    )
    order = models.PositiveSmallIntegerField(_("order"), default=50)
    description_url = models.URLField(
        _("where the role is described"), max_length=500, blank=True
    )
    # An empty one is shown to the manager.
    is_needed = models.BooleanField(_("every workplace needs one"), default=False)
    is_offered = models.BooleanField(_("in use"), default=True)

    objects = AssignmentKindQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("kind of assignment")
        verbose_name_plural = _("kinds of assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["role"], condition=~Q(role=""), name="assignmentkind_role"
            )
        ]

    def __str__(self):
        return self.name


class AssignmentQuerySet(UnitBoundQuerySet):
    def in_force(self, on=None):
        return self.filter(valid__contains=on or today())

    def handled_by(self, user):
        return self.reached_by(user, UnitPermission.HANDLE_YEAR)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Assignment(models.Model):
    """That somebody is named for something at a workplace, while it lasts."""

    kind = models.ForeignKey(
        AssignmentKind, models.PROTECT, verbose_name=_("assignment")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("person"),
        related_name="assignments",
        null=True,
        blank=True,
    )
    # Of somebody without an account.
    name = models.CharField(_("name"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    valid = DateRangeField(_("valid"))

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-valid", "pk"]
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        indexes = [models.Index(fields=["unit", "kind"], name="assignment_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="")
                | (Q(person=None) & ~Q(name="")),
                name="assignment_of_one",
                violation_error_message=_("Choose a person or write a name."),
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False), name="assignment_lasts_a_day"
            ),
        ]

    def __str__(self):
        return f"{self.kind}: {self.person or self.name}"

    @property
    def telephone(self):
        return self.phone or (self.person.phone if self.person else "")

    def end(self, *, on=None):
        """The last day is the day before `on` (today); one that begins later never was."""
        last = on or today()
        if self.valid.lower >= last:
            self.delete()
        else:
            self.valid = (self.valid.lower, last)
            self.save(update_fields=["valid"])
