import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# With twice the wait each time, the last attempt comes about a day after the first.
MAX_ATTEMPTS = 9
FIRST_WAIT = timedelta(minutes=5)


class MessageQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(status=Message.Status.WAITING)

    def due(self):
        """Waiting, and their time to be tried has come."""
        return self.waiting().filter(due_at__lte=timezone.now())

    def failed(self):
        return self.filter(status=Message.Status.FAILED)


class Message(models.Model):
    """The outbox: each e-mail is a row before it is sent, so that none is lost unseen.

    The subject never names a person.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages"
    )
    subject = models.CharField(max_length=200)
    body = models.TextField()
    # What the message is about, so that one fact is told to one person once.
    about = models.CharField(max_length=100)
    status = models.CharField(max_length=20, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            # The fact comes first, so that one index also finds all who were told it.
            models.UniqueConstraint(
                fields=["about", "recipient"], name="message_told_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="message_waiting",
                condition=models.Q(status="waiting"),
            )
        ]

    def __str__(self):
        return self.subject

    def record_sent(self):
        self.status, self.error = self.Status.SENT, ""
        self.attempts += 1
        self.sent_at = timezone.now()
        self.save(update_fields=["status", "error", "attempts", "sent_at"])

    def record_failure(self, error):
        """Wait twice as long as last time; after the last attempt the message has failed."""
        self.due_at = timezone.now() + FIRST_WAIT * 2**self.attempts
        self.attempts += 1
        self.error = str(error)
        if self.attempts >= MAX_ATTEMPTS:
            self.status = self.Status.FAILED
        self.save(update_fields=["status", "error", "attempts", "due_at"])
