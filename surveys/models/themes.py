import uuid

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisation.models.units import COLLATION

# What can be told of fewer is told of single people.
LEAST_GROUP = 3


class ThemeQuerySet(models.QuerySet):
    def in_use(self):
        return self.filter(is_used=True)


class Theme(models.Model):
    """What questions, goals and measures are about: a mark of the employee policy or a
    dimension of quality.

    A survey that has been opened keeps the name that the theme had then
    (`surveys.models.SurveyTheme`).
    """

    class Kind(models.TextChoices):
        MARK = "mark", _("What marks how we work together")
        QUALITY = "quality", _("Dimension of quality")
        OTHER = "other", _("Something else")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(
        _("name"), max_length=100, unique=True, db_collation=COLLATION
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.MARK)
    description = models.TextField(_("what it means"), max_length=1_000, blank=True)
    # Names by which the files of other instruments call it.
    also_called = ArrayField(
        models.CharField(max_length=100),
        verbose_name=_("also called"),
        default=list,
        blank=True,
    )
    order = models.PositiveSmallIntegerField(_("place"), default=0)
    is_used = models.BooleanField(_("is used in new surveys"), default=True)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self):
        return self.name


class SettingsQuerySet(models.QuerySet):
    def current(self):
        """Those that are set, or what goes until somebody has."""
        return self.filter(pk=1).first() or SurveySettings(pk=1)


class SurveySettings(models.Model):
    """What goes for all new surveys of the municipality."""

    minimum_group = models.PositiveSmallIntegerField(
        _("fewest answers that a figure is shown of"),
        default=5,
        validators=[MinValueValidator(LEAST_GROUP), MaxValueValidator(50)],
    )
    # What people write in their own words tells more of who they are.
    minimum_for_texts = models.PositiveSmallIntegerField(
        _("fewest answers that what people wrote is shown of"),
        default=15,
        validators=[MinValueValidator(LEAST_GROUP), MaxValueValidator(500)],
    )
    low_index = models.PositiveSmallIntegerField(
        _("index under which a measure is proposed"),
        default=60,
        validators=[MaxValueValidator(100)],
    )

    objects = SettingsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="surveysettings_only_one"),
            models.CheckConstraint(
                condition=Q(minimum_group__gte=LEAST_GROUP)
                & Q(minimum_for_texts__gte=models.F("minimum_group")),
                name="surveysettings_texts_of_more_people",
                violation_error_message=_(
                    "What people wrote is not shown of fewer than the figures are."
                ),
            ),
        ]

    def __str__(self):
        return str(self._meta.verbose_name)
