import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# With twice the wait each time, the last attempt comes about a day after the first.
MAX_ATTEMPTS = 9
FIRST_WAIT = timedelta(minutes=5)
# Whoever types a single letter names half the municipality.
MOST_PEOPLE = 1_000


class MessageQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(status=Message.Status.WAITING)

    def due(self):
        """Waiting, and their time to be tried has come."""
        return self.waiting().filter(due_at__lte=timezone.now())

    def failed(self):
        """Refused for good, or told in a digest that was."""
        failed = Message.Status.FAILED
        return self.filter(models.Q(status=failed) | models.Q(digest__status=failed))

    def is_reached(self, person):
        """False when the last e-mail to the person failed because of the address."""
        tried = self.filter(recipient=person).exclude(problem="", sent_at=None)
        last = tried.order_by("-due_at").values_list("problem", flat=True).first()
        return last not in Message.OF_ADDRESS

    def of_dead_addresses(self):
        """Of each person the last e-mail that failed because of the address, when nothing
        has left for them since; what is tried just now says nothing."""
        tried = Message.objects.exclude(problem="", sent_at=None)
        later = tried.filter(recipient=models.OuterRef("recipient"))
        later = later.filter(due_at__gt=models.OuterRef("due_at"))
        failed = self.filter(problem__in=Message.OF_ADDRESS, recipient__isnull=False)
        return failed.filter(~models.Exists(later))

    def for_digest(self):
        return self.filter(status=Message.Status.FOR_DIGEST)

    def search(self, text):
        """Messages to those whom the text names; with nobody of that name, about it.

        People are looked up first: their messages have an index, and all subjects do not.
        """
        words = text.split()
        people = Message.recipient.field.related_model.objects.filter(
            *(
                models.Q(name__icontains=word) | models.Q(email__icontains=word)
                for word in words
            )
        )
        found = list(people.values_list("pk", flat=True)[:MOST_PEOPLE]) if words else []
        if "@" in text:
            address = models.Q(address=text.strip().lower())
            return self.filter(models.Q(recipient__in=found) | address)
        if found:
            return self.filter(recipient__in=found)
        return self.filter(*(models.Q(subject__icontains=word) for word in words))


class Message(models.Model):
    """The outbox: each e-mail is a row before it is sent, so that none is lost unseen.

    The subject never names a person.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        FOR_DIGEST = "for_digest", _("Waits for the daily e-mail")
        DIGESTED = "digested", _("In a daily e-mail")

    class Problem(models.TextChoices):
        ADDRESS = "address", _("The mail server does not accept the address.")
        LOGIN = "login", _("The mail server does not accept the program's log-in.")
        UNREACHABLE = "unreachable", _("The mail server cannot be reached.")
        REFUSED = "refused", _("The mail server refused the e-mail.")
        BOUNCED = "bounced", _("The e-mail came back: the address does not work.")

    # Of the address, which somebody has to put right.
    OF_ADDRESS = (Problem.ADDRESS, Problem.BOUNCED)
    # What was only part of a daily e-mail goes again with that.
    MAY_GO_AGAIN = (Status.SENT, Status.FAILED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="messages",
        null=True,
        blank=True,
    )
    # Of somebody without an account.
    address = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    # The same as a page, for programs that show it; empty where the text is enough.
    html = models.TextField(blank=True)
    # Where one says no to more of the kind, without logging in.
    unsubscribe_path = models.CharField(max_length=300, blank=True)
    # The page that it is about, for the line in the daily e-mail.
    path = models.CharField(max_length=500, blank=True)
    # What the message is about, so that one fact is told to one person once.
    about = models.CharField(max_length=100)
    status = models.CharField(max_length=20, choices=Status, default=Status.WAITING)
    digest = models.ForeignKey(
        "self", models.SET_NULL, related_name="digested", null=True, blank=True
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=20, choices=Problem, blank=True)
    # In the mail server's own words.
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
            ),
            models.UniqueConstraint(
                fields=["about", "address"],
                name="message_told_address_once",
                condition=~models.Q(address=""),
            ),
            models.CheckConstraint(
                condition=models.Q(recipient__isnull=False, address="")
                | (models.Q(recipient=None) & ~models.Q(address="")),
                name="message_has_one_recipient",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="message_waiting",
                condition=models.Q(status="waiting"),
            ),
            models.Index(
                fields=["recipient"],
                name="message_for_digest",
                condition=models.Q(status="for_digest"),
            ),
            models.Index(
                fields=["address"],
                name="message_address",
                condition=~models.Q(address=""),
            ),
            models.Index(
                fields=["recipient"],
                name="message_of_dead_address",
                condition=models.Q(problem__in=["address", "bounced"]),
            ),
            # Those that led to the pages of a record go with it.
            models.Index(
                fields=["path"],
                opclasses=["varchar_pattern_ops"],
                name="message_of_page",
            ),
            # The pages of the outbox, all of it or one status.
            models.Index(fields=["-created_at", "-id"], name="message_newest"),
            models.Index(
                fields=["status", "-created_at", "-id"], name="message_of_status"
            ),
        ]

    def __str__(self):
        return self.subject

    @property
    def to(self):
        return self.recipient.address if self.recipient else self.address

    @property
    def masked_address(self):
        """Enough to see a misspelt address, for who gave one may have told as nobody."""
        name, _at, domain = self.address.partition("@")
        return f"{name[:1]}…@{domain}"

    @property
    def may_be_sent_again(self):
        return self.status in self.MAY_GO_AGAIN

    def record_sent(self):
        self.status, self.problem, self.error = self.Status.SENT, "", ""
        self.attempts += 1
        self.sent_at = timezone.now()
        self.save(update_fields=["status", "problem", "error", "attempts", "sent_at"])

    def record_failure(self, problem, error):
        """Wait twice as long as last time; after the last attempt the message has failed."""
        self.due_at = timezone.now() + FIRST_WAIT * 2**self.attempts
        self.attempts += 1
        self.problem, self.error = problem, str(error)
        if self.attempts >= MAX_ATTEMPTS:
            self.status = self.Status.FAILED
        self.save(update_fields=["status", "problem", "error", "attempts", "due_at"])

    def record_bounce(self, words):
        """It was sent, and did not arrive."""
        self.status, self.problem = self.Status.FAILED, self.Problem.BOUNCED
        self.error = words
        self.save(update_fields=["status", "problem", "error"])

    def send_again(self, *, due_at):
        """Whether it waits anew; not when someone did the same since `due_at` was read."""
        unchanged = Message.objects.filter(
            pk=self.pk, due_at=due_at, status__in=self.MAY_GO_AGAIN
        )
        changes = {"attempts": 0, "problem": "", "error": "", "due_at": timezone.now()}
        return bool(unchanged.update(status=self.Status.WAITING, **changes))
