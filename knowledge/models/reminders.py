from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.certificates import Certificate
from organisation.reminding import ReminderOfPerson, RemindersOfPeople


class CertificateReminder(ReminderOfPerson):
    """That somebody was told by e-mail of a certificate that runs out, once for each step."""

    SUBJECT = "certificate"

    class Step(models.IntegerChoices):
        """So many days before its last day, from the farthest to the nearest."""

        FIRST = 90, _("In three months")
        SECOND = 60, _("In two months")
        LAST = 30, _("In one month")

    certificate = models.ForeignKey(
        Certificate, models.CASCADE, related_name="reminders"
    )
    step = models.PositiveSmallIntegerField(choices=Step)

    objects = RemindersOfPeople.as_manager()

    class Meta(ReminderOfPerson.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "step", "for_day", "recipient"],
                name="certificatereminder_once",
            )
        ]

    def __str__(self):
        return f"{self.certificate_id} {self.step}"
