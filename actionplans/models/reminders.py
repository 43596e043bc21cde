"""That somebody was reminded of a measure: once for each step and date."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from actionplans.models.measures import Measure
from mailing.models import Message


class Reminder(models.Model):
    class Step(models.TextChoices):
        """Before and after a date, and who is told: higher up the longer it takes."""

        COMING = "coming", _("Soon to be done")
        LATE = "late", _("The date has passed")
        LATE_MANAGER = "late_manager", _("The date has passed: the manager is told")
        LATE_ABOVE = "late_above", _("The date has passed: the level above is told")
        EFFECT = "effect", _("The effect can be judged")
        EFFECT_MANAGER = (
            "effect_manager",
            _("The effect is not judged: the manager is told"),
        )

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=20, choices=Step)
    # The date of the measure that it was about: who postpones is reminded anew.
    for_day = models.DateField()
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    # The e-mail that told it; none while it waits, or for who wants no e-mail.
    message = models.ForeignKey(
        Message, models.SET_NULL, related_name="+", null=True, blank=True
    )
    noted_on = models.DateField()
    told_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["noted_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "step", "for_day", "recipient"],
                name="reminder_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["recipient"],
                name="reminder_untold",
                condition=models.Q(told_on=None),
            )
        ]

    def __str__(self):
        return f"{self.measure_id} {self.step}"
