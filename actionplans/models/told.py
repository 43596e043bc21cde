"""That something was told or gone through: to whom, at which meeting and when."""

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, Q
from django.utils.translation import gettext_lazy as _

from actionplans.models.measures import Measure
from sam.dates import moment, today


class Audience(models.TextChoices):
    EMPLOYEES = "employees", _("The employees, at a workplace meeting")
    REPRESENTATIVES = "representatives", _("The safety representative")
    COOPERATION = "cooperation", _("The cooperation group or safety committee")
    MANAGEMENT = "management", _("The management above")
    COMMITTEE = "committee", _("The political committee")
    OTHER = "other", _("Others")


class Told(models.Model):
    audience = models.CharField(_("to whom"), max_length=20, choices=Audience)
    told_on = models.DateField(_("when"))
    # The meeting, in words, and the number that the matter has there.
    where = models.CharField(_("at which meeting"), max_length=200, blank=True)
    case_number = models.CharField(_("case number"), max_length=50, blank=True)
    note = models.TextField(_("what was said"), max_length=5_000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["-told_on", "-pk"]


class FeedbackQuerySet(models.QuerySet):
    def to_employees(self):
        return self.filter(audience=Audience.EMPLOYEES)

    def removed_by(self, user):
        """Who told it by mistake takes it back the same day; after that it stands."""
        return self.filter(_is_own_of_today(user))

    def with_removable(self, user):
        removable = ExpressionWrapper(_is_own_of_today(user), models.BooleanField())
        return self.annotate(is_removable=removable)


def _is_own_of_today(user):
    return Q(by=user, created_at__gte=moment(today()))


class Feedback(Told):
    """That those whom a measure concerns were told what was done."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="feedback")

    objects = FeedbackQuerySet.as_manager()

    class Meta(Told.Meta):
        verbose_name = _("feedback")
        indexes = [
            models.Index(fields=["measure", "audience"], name="feedback_of_measure")
        ]

    def __str__(self):
        return f"{self.get_audience_display()}, {self.told_on}"
