"""That somebody was reminded of a measure: once for each step and date."""

from enum import nonmember

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplans.models.measures import Measure
from organisation.reminding import ReminderOfPerson, RemindersOfPeople
from sam.dates import today


class ReminderQuerySet(RemindersOfPeople):
    def standing(self):
        """Those whose measure still stands as it did, with the person they remind."""
        step = Reminder.Step
        is_open = Q(
            measure__status__in=Measure.Status.open_states,
            measure__timing__in=Measure.Timing.with_deadline,
            measure__due_on=F("for_day"),
        )
        is_done = Q(
            measure__status=Measure.Status.DONE, measure__effect_due_on=F("for_day")
        )
        is_ahead = ~Q(step=step.COMING) | Q(for_day__gte=today())
        is_theirs = ~Q(step__in=step.to_responsible) | Q(
            recipient=F("measure__responsible")
        )
        about_effect = Q(step__in=step.about_effect)
        return self.filter(
            (~about_effect & is_open) | (about_effect & is_done),
            is_ahead,
            is_theirs,
            recipient__is_active=True,
        )


class Reminder(ReminderOfPerson):
    SUBJECT = "measure"

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

        to_responsible = nonmember(("coming", "late", "effect"))
        about_effect = nonmember(("effect", "effect_manager"))

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=20, choices=Step)

    objects = ReminderQuerySet.as_manager()

    class Meta(ReminderOfPerson.Meta):
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

    @property
    def is_own(self):
        """Whether it reminds of what one answers for oneself, not of somebody else's."""
        return self.recipient_id == self.measure.responsible_id
