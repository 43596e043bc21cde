from django.db import models
from django.utils.translation import gettext_lazy as _

from organisation.models import User
from organisation.reminding import ReminderOfPerson, RemindersOfPeople
from reports.models.reports import Report


class ReportReminderQuerySet(RemindersOfPeople):
    def untold(self):
        """Those that wait, of people who are here and want to be told."""
        rows = self.filter(told_on=None, recipient__is_active=True)
        return rows.exclude(recipient__reminders=User.Reminders.NEVER)


class ReportReminder(ReminderOfPerson):
    """That somebody was told by e-mail of a report to submit: once for each step and day."""

    class Step(models.TextChoices):
        COMING = "coming", _("Soon to be submitted")
        LATE = "late", _("The day has passed")
        LATE_ABOVE = "late_above", _("The day has passed: the level above is told")

    report = models.ForeignKey(Report, models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=20, choices=Step)

    objects = ReportReminderQuerySet.as_manager()

    class Meta(ReminderOfPerson.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["report", "step", "for_day", "recipient"],
                name="reportreminder_once",
            )
        ]

    def __str__(self):
        return f"{self.report_id} {self.step}"
