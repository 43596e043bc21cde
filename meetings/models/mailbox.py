"""What is sent to a body: the secretary is its mailbox."""

import uuid
from datetime import timedelta
from enum import nonmember

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from attachments.models import Attachment
from meetings.models.bodies import Body, Membership
from meetings.models.items import AgendaItem
from meetings.models.links import Linking, link_fields
from meetings.models.topics import Topic
from organisation.models import Unit, UnitBoundQuerySet
from sam.dates import today
from sam.workflow import MOVED_ON, InvalidTransition, Stateful, Transition

# A proposal has had an answer by then (the employees' own part in the work environment).
ANSWER_WITHIN = timedelta(days=14)


class MatterQuerySet(UnitBoundQuerySet):
    unit_path = "body__unit"

    def visible_to(self, user):
        """By who sent it, who leads the body, and who it was sent on to."""
        leads = Membership.objects.in_force().leading().of(user, OuterRef("body"))
        return self.filter(
            Q(sender=user) | Q(Exists(leads)) | Q(handed_to=user)
        ).distinct()

    def handled_by(self, user):
        """The secretary's, or the chair's."""
        leads = Membership.objects.in_force().leading().of(user, OuterRef("body"))
        return self.filter(Exists(leads))

    def answered_by_hand_of(self, user):
        """Those that the person may answer: leading the body, or having got it."""
        handled = MailboxMatter.objects.handled_by(user).order_by()
        handed = Q(handed_to=user, status=MailboxMatter.Status.SENT_ON)
        return self.filter(Q(pk__in=handled.values("pk")) | handed).distinct()

    def sent_by(self, user):
        return self.filter(sender=user)

    def untreated(self):
        return self.filter(status=MailboxMatter.Status.RECEIVED)

    def unanswered(self):
        return self.filter(answered_at=None).exclude(
            status=MailboxMatter.Status.ARCHIVED
        )

    def proposals(self):
        return self.filter(kind=MailboxMatter.Kind.PROPOSAL)

    def overdue(self):
        """Proposals that have waited longer than they should for an answer."""
        return self.proposals().unanswered().filter(answer_due_on__lt=today())

    def in_full(self):
        return self.select_related(
            "body__unit", "unit", "sender", "sent_to_unit", "item__meeting__body",
            "item__meeting__unit", "answered_by",
        )  # fmt: skip


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class MailboxMatter(Linking, Stateful):
    """Something that was sent to a body. It is never removed; what becomes of it is said,
    and the sender sees it."""

    class Status(models.TextChoices):
        RECEIVED = "received", _("Received")
        ON_AGENDA = "on_agenda", _("To be treated at a meeting")
        REFERENCE = "reference", _("On an agenda for reference")
        SENT_ON = "sent_on", _("Sent on")
        MORE_ASKED = "more_asked", _("More is asked of you")
        ANSWERED = "answered", _("Answered")
        ARCHIVED = "archived", _("Put aside")

        open_states = nonmember(
            ("received", "on_agenda", "reference", "sent_on", "more_asked")
        )

    class Kind(models.TextChoices):
        PROPOSAL = "proposal", _("A proposal")
        PROBLEM = "problem", _("Something that has not been solved")
        QUESTION = "question", _("A question")
        INFORMATION = "information", _("Information or a report")
        CASE = "case", _("A matter to be decided")

    TRANSITIONS = {
        Status.RECEIVED: {
            Status.ON_AGENDA,
            Status.REFERENCE,
            Status.SENT_ON,
            Status.MORE_ASKED,
            Status.ANSWERED,
            Status.ARCHIVED,
        },
        # When it is taken off that agenda it must be treated anew.
        Status.ON_AGENDA: {Status.ANSWERED, Status.RECEIVED},
        Status.REFERENCE: {Status.ANSWERED, Status.RECEIVED},
        Status.SENT_ON: {Status.ANSWERED, Status.RECEIVED, Status.ARCHIVED},
        # By the sender's own words.
        Status.MORE_ASKED: {Status.RECEIVED, Status.ARCHIVED},
        Status.ANSWERED: {Status.RECEIVED},
        Status.ARCHIVED: {Status.RECEIVED},
    }
    TONES = {
        Status.RECEIVED: "warning",
        Status.ON_AGENDA: "info",
        Status.REFERENCE: "info",
        Status.SENT_ON: "info",
        Status.MORE_ASKED: "warning",
        Status.ANSWERED: "success",
        Status.ARCHIVED: "neutral",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(
        Body, models.PROTECT, verbose_name=_("to"), related_name="matters"
    )
    year = models.PositiveSmallIntegerField(editable=False)
    number = models.PositiveIntegerField(editable=False)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("from"),
        related_name="mailbox_matters",
    )
    # The workplace that it is about.
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=_("unit"),
        related_name="mailbox_matters",
        null=True,
        blank=True,
    )
    kind = models.CharField(_("what it is"), max_length=20, choices=Kind)
    topic = models.CharField(
        _("what kind of matter"), max_length=30, choices=Topic, blank=True
    )
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"), max_length=20_000)
    attachments = models.ManyToManyField(Attachment, related_name="+", blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.RECEIVED
    )
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    answer_due_on = models.DateField(_("answer at the latest"), null=True, blank=True)
    # Sent along with the form, so that two clicks on one button send it once.
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)
    item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        verbose_name=_("case"),
        related_name="matters",
        null=True,
        blank=True,
    )
    sent_to_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=_("sent on to"),
        related_name="+",
        null=True,
        blank=True,
    )
    # Who of that unit got it.
    handed_to = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", blank=True
    )
    answer = models.TextField(_("answer"), max_length=10_000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    # That the sender has opened the page with the answer.
    read_at = models.DateTimeField(null=True, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("matter in a mailbox")
        verbose_name_plural = _("matters in mailboxes")
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="matter_newest"),
            models.Index(fields=["body", "status"], name="matter_of_body"),
            models.Index(fields=["sender", "-received_at"], name="matter_of_sender"),
        ]
        constraints = [
            *Linking.Meta.constraints,
            models.UniqueConstraint(
                fields=["body", "year", "number"], name="matter_number_once"
            ),
            models.UniqueConstraint(
                fields=["sender", "form_key"], name="matter_once_for_each_form"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="")
                | (
                    Q(answered_at__isnull=False, answered_by__isnull=False)
                    & ~Q(answer="")
                ),
                name="matter_answered_says_what",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["on_agenda", "reference"])
                | Q(item__isnull=False),
                name="matter_on_agenda_has_item",
            ),
            models.CheckConstraint(
                condition=~Q(kind="proposal") | Q(answer_due_on__isnull=False),
                name="matter_proposal_has_day",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="stays_as_sent",
                operation=pgtrigger.Delete
                | pgtrigger.UpdateOf(
                    *("body_id", "sender_id", "unit_id", "kind", "subject", "text"),
                    *("year", "number", "received_at", "answer_due_on"),
                ),
            )
        ]

    def __str__(self):
        return gettext("Matter %(number)s: %(subject)s") % {
            "number": self.reference,
            "subject": self.subject,
        }

    def get_absolute_url(self):
        return reverse("meetings:matter_detail", args=[self.pk])

    @property
    def reference(self):
        return f"{self.year}-{self.number}"

    @property
    def is_open(self):
        return self.status in self.Status.open_states

    @property
    def is_untreated(self):
        return self.status == self.Status.RECEIVED

    @property
    def is_overdue(self):
        return bool(
            self.is_open
            and self.answered_at is None
            and self.answer_due_on
            and self.answer_due_on < today()
        )

    @property
    def phase(self):
        return (
            gettext("The answer is late")
            if self.is_overdue
            else (self.get_status_display())
        )

    @property
    def tone(self):
        return "danger" if self.is_overdue else self.TONES[self.status]

    @transaction.atomic
    def put_on_agenda(self, *, by, meeting, for_reference=False):
        """Make it a case of the meeting; gives the item."""
        self._hold_untreated()
        item = meeting.add_item(
            kind=AgendaItem.Sort.REFERENCE
            if for_reference
            else AgendaItem.Sort.DECISION,
            topic=self.topic,
            title=self.subject,
            background=self.text,
            **link_fields(self.link or None),
        )
        item.attachments.set(self.attachments.all())
        status = self.Status.REFERENCE if for_reference else self.Status.ON_AGENDA
        self._move_to(status, by=by, note=str(meeting), item=item)
        return item

    @transaction.atomic
    def send_on(self, *, by, unit, to, note=""):
        """Give it to those who lead the unit, who answer instead."""
        self._move_to(self.Status.SENT_ON, by=by, note=note, sent_to_unit=unit)
        self.handed_to.set(to)

    def ask_for_more(self, *, by, question):
        self._move_to(self.Status.MORE_ASKED, by=by, note=question)

    def supplement(self, *, by, text):
        """What the sender adds stands in the log: what was sent stays as it was."""
        if self.status != self.Status.MORE_ASKED:
            raise InvalidTransition(MOVED_ON)
        self._move_to(self.Status.RECEIVED, by=by, note=text)

    def archive(self, *, by, reason):
        """Do nothing more with it; the sender reads why."""
        self._move_to(
            self.Status.ARCHIVED,
            by=by,
            note=reason,
            answer=reason,
            answered_at=timezone.now(),
            answered_by=by,
            read_at=None,
        )

    def reply(self, *, by, answer):
        self._move_to(
            self.Status.ANSWERED,
            by=by,
            note=answer,
            answer=answer,
            answered_at=timezone.now(),
            answered_by=by,
            read_at=None,
        )

    def take_back(self, *, by, reason):
        """Treat it anew."""
        self._move_to(
            self.Status.RECEIVED,
            by=by,
            note=reason,
            item=None,
            sent_to_unit=None,
            answer="",
            answered_at=None,
            answered_by=None,
        )

    def note_reading(self):
        """That the sender has seen the answer."""
        unread = MailboxMatter.objects.filter(
            pk=self.pk, read_at=None, answered_at__isnull=False
        )
        unread.update(read_at=timezone.now())

    def _hold_untreated(self):
        rows = MailboxMatter.objects.select_for_update(of=["self"], no_key=True)
        if not rows.get(pk=self.pk).is_untreated:
            raise InvalidTransition(MOVED_ON)


class MatterTransition(Transition):
    matter = models.ForeignKey(
        MailboxMatter, models.CASCADE, related_name="transitions"
    )

    @property
    def words(self):
        if self.to_status == MailboxMatter.Status.RECEIVED:
            return (
                _("Supplemented by the sender")
                if self.from_status == MailboxMatter.Status.MORE_ASKED
                else _("Taken up again")
            )
        return MailboxMatter.Status(self.to_status).label
