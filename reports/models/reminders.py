from django.db import models
from django.utils.translation import gettext_lazy as _

from organisation.reminding import ReminderOfPerson, RemindersOfPeople
from reports.models.reports import Report


class ReportReminder(ReminderOfPerson):
    """That somebody was told by e-mail of a report to submit: once for each step and day."""

    SUBJECT = "report"

    class Step(models.TextChoices):
        COMING = "coming", _("Soon to be submitted")
        LATE = "late", _("The day has passed")
        LATE_ABOVE = "late_above", _("The day has passed: the level above is told")

    report = models.ForeignKey(Report, models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=20, choices=Step)

    objects = RemindersOfPeople.as_manager()

    class Meta(ReminderOfPerson.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["report", "step", "for_day", "recipient"],
                name="reportreminder_once",
            )
        ]

    def __str__(self):
        return f"{self.report_id} {self.step}"
