"""Reminders by e-mail, whatever they remind of: one e-mail for each person and day."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from mailing import outbox
from mailing.models import Message
from organisation.models import User
from organisation.workdays import first_workday_of_week
from sam.dates import today

# So many rows are written at a time.
_BATCH = 2_000


class RemindersOfPeople(models.QuerySet):
    def untold(self):
        return self.filter(told_on=None)

    def waiting(self):
        """Untold ones of people who are here and want to be told."""
        rows = self.untold().filter(recipient__is_active=True)
        return rows.exclude(recipient__reminders=User.Reminders.NEVER)

    def people_today(self):
        """Ids of those to be told today; once a week on its first day of work, or when
        that was missed."""
        begins = first_workday_of_week(today())
        now = Q(recipient__reminders=User.Reminders.DAILY) | Q(noted_on__lt=begins)
        if today() == begins:
            now |= Q(recipient__reminders=User.Reminders.WEEKLY)
        waiting = self.filter(now).order_by()
        return list(waiting.values_list("recipient", flat=True).distinct())

    def note(self, wanted):
        """Write down what of `wanted` is not among these rows: the keys of what it is
        about, the step, the day and the person's key."""
        fields = self.model.noted_fields()
        new = wanted.difference(self.values_list(*fields))
        self.model.objects.bulk_create(
            [
                self.model(**dict(zip(fields, row, strict=True)), noted_on=today())
                for row in new
            ],
            batch_size=_BATCH,
            # Of two runs at the same time each row is written by one.
            ignore_conflicts=True,
        )

    def forget(self, wanted):
        """Delete what is untold and not wanted any more, as of a former manager."""
        rows = self.untold().values_list("pk", *self.model.noted_fields())
        gone = [pk for pk, *row in rows if tuple(row) not in wanted]
        self.filter(pk__in=gone).delete()


class ReminderOfPerson(models.Model):
    """That a person is told by e-mail of something to do: once for each step and day.

    A subclass has a `step`, and a foreign key `SUBJECT` to what there is to do.
    """

    SUBJECT: str

    # The day that it was about: who gets more time is reminded anew.
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
        abstract = True
        ordering = ["noted_on", "pk"]

    @classmethod
    def noted_fields(cls):
        return [f"{cls.SUBJECT}_id", "step", "for_day", "recipient_id"]


def tell_once_a_day(waiting, *, about, compose):
    """Send the person of these reminders, of whom there is at least one, an e-mail unless
    the day's is sent; gives the message.

    The rows must be locked until the transaction ends: a worker that dies leaves both
    undone, and of two workers the second finds nothing to tell.
    """
    told = Message.objects.filter(about=about, recipient=waiting[0].recipient_id)
    if told.exists():
        return None
    message = compose()
    outbox.post(message)
    rows = type(waiting[0])._base_manager.filter(pk__in=[each.pk for each in waiting])
    rows.update(message=message, told_on=today())
    return message
