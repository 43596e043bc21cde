import uuid

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organisation.models import Level, Role, Unit


class CourseQuerySet(models.QuerySet):
    def offered(self):
        return self.filter(is_offered=True)


class Course(models.Model):
    """A course or other training of which there is proof."""

    class Kind(models.TextChoices):
        MANAGER = "manager", _("Certification of managers")
        REPRESENTATIVE = "representative", _("Safety representatives")
        FIRST_AID = "first_aid", _("First aid")
        RISK = "risk", _("For a risk in the work")
        OTHER = "other", _("Other")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("course"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    # None: it holds for ever.
    valid_months = models.PositiveSmallIntegerField(
        _("valid for how many months"), null=True, blank=True
    )
    hours = models.DecimalField(
        _("hours"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    # The rule that asks for it, in the municipality's words.
    basis = models.CharField(_("asked for by"), max_length=300, blank=True)
    is_offered = models.BooleanField(_("in use"), default=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_months=None) | Q(valid_months__gte=1),
                name="course_valid_for_some_time",
                violation_error_message=_("Leave it empty when it holds for ever."),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("knowledge:course_detail", args=[self.pk])


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class CourseRequirement(models.Model):
    """Who must have a course: by role or by occupation, everywhere or below a unit."""

    ROLES = [Role.MANAGER, Role.HEAD, Role.SUBSTITUTE, Role.SAFETY_REPRESENTATIVE]

    course = models.ForeignKey(Course, models.CASCADE, related_name="requirements")
    role = models.CharField(
        _("role"),
        max_length=30,
        choices=[(role.value, role.label) for role in ROLES],
        blank=True,
    )
    level = models.CharField(
        _("only on the level"), max_length=20, choices=Level, blank=True
    )
    occupation = models.CharField(_("occupation"), max_length=200, blank=True)
    unit = models.ForeignKey(
        Unit,
        models.CASCADE,
        verbose_name=_("in the unit and below it"),
        related_name="+",
        null=True,
        blank=True,
    )
    # From the appointment, or for an occupation from when the person was employed.
    within_months = models.PositiveSmallIntegerField(
        _("within how many months"), default=0
    )
    # Some courses the law only asks the employer to offer.
    offer_is_enough = models.BooleanField(
        _("it is enough that it was offered"), default=False
    )

    class Meta:
        ordering = ["course", "role", "occupation", "pk"]
        verbose_name = _("requirement of a course")
        verbose_name_plural = _("requirements of courses")
        constraints = [
            models.CheckConstraint(
                condition=(~Q(role="") & Q(occupation=""))
                | (Q(role="", level="") & ~Q(occupation="")),
                name="courserequirement_of_role_or_occupation",
                violation_error_message=_("Choose a role or write an occupation."),
            )
        ]

    def __str__(self):
        return f"{self.course}: {self.get_role_display() or self.occupation}"
