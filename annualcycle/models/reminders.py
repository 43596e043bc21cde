from django.db import models
from django.utils.translation import gettext_lazy as _

from annualcycle.models.wheel import Occurrence
from organisation.reminding import ReminderOfPerson, RemindersOfPeople


class ActivityReminder(ReminderOfPerson):
    """That somebody was told by e-mail of what is to be done in a unit: once for each step."""

    SUBJECT = "occurrence"

    class Step(models.TextChoices):
        COMING = "coming", _("Soon to be done")
        LATE = "late", _("The last day has passed")
        LATE_ABOVE = "late_above", _("The last day has passed: the level above is told")

    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=20, choices=Step)

    objects = RemindersOfPeople.as_manager()

    class Meta(ReminderOfPerson.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "step", "for_day", "recipient"],
                name="activityreminder_once",
            )
        ]

    def __str__(self):
        return f"{self.occurrence_id} {self.step}"
