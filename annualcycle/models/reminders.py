from django.db import models
from django.utils.translation import gettext_lazy as _

from annualcycle.models.wheel import Occurrence
from organisation.models import User
from organisation.reminding import ReminderOfPerson, RemindersOfPeople


class ActivityReminderQuerySet(RemindersOfPeople):
    def untold(self):
        """Those that wait, of people who are here and want to be told."""
        rows = self.filter(told_on=None, recipient__is_active=True)
        return rows.exclude(recipient__reminders=User.Reminders.NEVER)


class ActivityReminder(ReminderOfPerson):
    """That somebody was told by e-mail of what is to be done in a unit: once for each step."""

    class Step(models.TextChoices):
        COMING = "coming", _("Soon to be done")
        LATE = "late", _("The last day has passed")
        LATE_ABOVE = "late_above", _("The last day has passed: the level above is told")

    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=20, choices=Step)

    objects = ActivityReminderQuerySet.as_manager()

    class Meta(ReminderOfPerson.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "step", "for_day", "recipient"],
                name="activityreminder_once",
            )
        ]

    def __str__(self):
        return f"{self.occurrence_id} {self.step}"
