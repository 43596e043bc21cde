import uuid
from enum import nonmember

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actionplans.models import ActionPlan, OwnsPlan
from attachments.models import Attachment
from organisation.models import Unit
from representatives.models.numbered import Numbered, NumberedQuerySet
from sam.dates import today
from sam.workflow import MOVED_ON, InvalidTransition, Stateful, Transition


class RequestQuerySet(NumberedQuerySet):
    def visible_to(self, user):
        """A draft is its author's alone."""
        draft = Q(status=RepRequest.Status.DRAFT)
        return super().visible_to(user).filter(~draft | Q(representative=user))

    def handled_by(self, user):
        return super().handled_by(user).sent()

    def drafted_by(self, user):
        """What the author may still write in, while the unit is in their area."""
        drafts = self.filter(representative=user, status=RepRequest.Status.DRAFT)
        return drafts.in_area_of(user)

    def thrown_away_by(self, user):
        """The author's drafts, also of an area that is another's by now."""
        return self.filter(representative=user, status=RepRequest.Status.DRAFT)

    def sent(self):
        return self.exclude(status=RepRequest.Status.DRAFT)

    def unanswered(self):
        return self.filter(
            status__in=RepRequest.Status.with_employer, answered_at__isnull=True
        )

    def overdue(self):
        """Not answered on the day that the representative set."""
        return self.unanswered().filter(answer_due_on__lt=today())

    def ongoing(self):
        """Those that are not finished, drafts among them."""
        ongoing = [RepRequest.Status.DRAFT, *RepRequest.Status.unfinished]
        return self.filter(status__in=ongoing)

    def to_do_for(self, user):
        """Those to answer, and those whose answer waits for the representative's word."""
        own = self.unanswered().handled_by(user)
        own = own.at_hand_of(user) | own.filter(handed_to=user)
        Status = RepRequest.Status
        answered = self.filter(
            representative=user, status__in=[Status.DRAFT, Status.ANSWERED]
        )
        return self.filter(Q(pk__in=own.values("pk")) | Q(pk__in=answered.values("pk")))

    def in_full(self):
        return self.select_related(
            "unit", "representative", "answered_by", "confirmation"
        )

    def unconfirmed(self):
        """Sent, and without the document that says when and to whom."""
        return self.sent().filter(confirmation=None)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class RepRequest(Numbered, OwnsPlan, Stateful):
    """A safety representative's request for measures or an investigation (AML 6:6 a).

    Once it is sent nothing in it changes: the employer answers, the representative says
    what comes of the answer.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Not sent")
        SENT = "sent", _("Waits for an answer")
        ANSWERED = "answered", _("Answered")
        AT_AUTHORITY = "at_authority", _("With the authority")
        SATISFIED = "satisfied", _("Finished")
        WITHDRAWN = "withdrawn", _("Withdrawn")

        with_employer = nonmember(("sent", "at_authority"))
        unfinished = nonmember(("sent", "answered", "at_authority"))

    class Wants(models.TextChoices):
        MEASURES = "measures", _("Measures")
        INVESTIGATION = "investigation", _("An investigation")

    class Decision(models.TextChoices):
        YES = "yes", _("What is asked for will be done")
        PARTLY = "partly", _("Part of it will be done")
        NO = "no", _("It will not be done")

    TRANSITIONS = {
        Status.DRAFT: {Status.SENT},
        Status.SENT: {Status.ANSWERED, Status.AT_AUTHORITY, Status.WITHDRAWN},
        # A second answer, when the employer has thought again.
        Status.ANSWERED: {
            Status.ANSWERED,
            Status.SATISFIED,
            Status.AT_AUTHORITY,
            Status.WITHDRAWN,
        },
        # The employer may still answer what is with the authority.
        Status.AT_AUTHORITY: {
            Status.AT_AUTHORITY,
            Status.SATISFIED,
            Status.WITHDRAWN,
        },
        Status.SATISFIED: set(),
        Status.WITHDRAWN: set(),
    }
    TONES = {
        Status.DRAFT: "neutral",
        Status.SENT: "warning",
        Status.ANSWERED: "info",
        Status.AT_AUTHORITY: "danger",
        Status.SATISFIED: "success",
        Status.WITHDRAWN: "neutral",
    }
    # What its name reads beyond itself, for those who list what owns an action plan.
    TITLE_NEEDS = ("unit",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="rep_requests"
    )
    representative = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("safety representative"),
        related_name="rep_requests",
    )
    problem = models.TextField(_("what is wrong"), max_length=5_000)
    wants = models.CharField(_("what is asked for"), max_length=20, choices=Wants)
    wanted = models.TextField(_("what is to be done"), max_length=5_000)
    # Set by the representative; the statute names no number of days.
    answer_due_on = models.DateField(_("answer at the latest"))
    attachments = models.ManyToManyField(Attachment, related_name="+", blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.DRAFT
    )
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    # Who of the employer got it, at that moment.
    handed_to = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", blank=True
    )
    confirmation = models.ForeignKey(
        Attachment, models.PROTECT, related_name="+", null=True, blank=True
    )
    decision = models.CharField(
        _("decision"), max_length=20, choices=Decision, blank=True
    )
    answer = models.TextField(_("answer"), max_length=5_000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("answered by"),
        related_name="+",
        null=True,
        blank=True,
    )
    # The day on which the representative asked the authority to decide.
    turned_on = models.DateField(_("turned to the authority"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    action_plan = models.OneToOneField(
        ActionPlan, models.PROTECT, verbose_name=_("action plan"), null=True, blank=True
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("request for measures")
        verbose_name_plural = _("requests for measures")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="rep_request_newest"),
            models.Index(
                fields=["answer_due_on"],
                name="rep_request_unfinished",
                condition=Q(status__in=["sent", "answered", "at_authority"]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"], name="rep_request_number"
            ),
            models.CheckConstraint(
                condition=Q(status="draft", sent_at=None, number=None)
                | ~Q(status="draft")
                & Q(sent_at__isnull=False, year__isnull=False, number__isnull=False),
                name="rep_request_sent_has_number",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, decision="")
                | Q(answered_at__isnull=False, answered_by__isnull=False)
                & ~Q(decision="")
                & ~Q(answer=""),
                name="rep_request_answered_says_what",
            ),
            models.CheckConstraint(
                condition=~Q(status="at_authority") | Q(turned_on__isnull=False),
                name="rep_request_turned_says_when",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="stays_as_sent",
                operation=pgtrigger.Delete
                | pgtrigger.UpdateOf(
                    *("unit_id", "representative_id", "year", "number", "sent_at"),
                    *("problem", "wants", "wanted", "answer_due_on"),
                ),
                condition=~pgtrigger.Q(old__status="draft"),
            )
        ]

    def __str__(self):
        if not self.number:
            return gettext("Request that is not sent, %(unit)s") % {"unit": self.unit}
        return gettext("Request %(number)s, %(unit)s") % {
            "number": self.reference,
            "unit": self.unit,
        }

    def get_absolute_url(self):
        return reverse("representatives:request_detail", args=[self.pk])

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT

    @property
    def is_answered(self):
        return self.answered_at is not None

    @property
    def is_overdue(self):
        waits = self.status in self.Status.with_employer and not self.is_answered
        return waits and self.answer_due_on < today()

    @property
    def phase(self):
        """The status in words, and that the answer is late."""
        if self.is_overdue and self.status == self.Status.SENT:
            return gettext("The answer is late")
        return self.get_status_display()

    @property
    def tone(self):
        return "danger" if self.is_overdue else self.TONES[self.status]

    @property
    def takes_measures(self):
        return self.status in self.Status.unfinished

    @transaction.atomic
    def write(self, **what):
        """Change the draft; what is sent stays as it was."""
        if not RepRequest.objects.filter(pk=self.pk, status="draft").update(**what):
            raise InvalidTransition(MOVED_ON)
        self.refresh_from_db()

    @transaction.atomic
    def send(self, *, by, to):
        """Hand it to the employer, under the next number of the year."""
        number = RepRequest.objects.next_number()
        now = timezone.now()
        self._move_to(self.Status.SENT, by=by, sent_at=now, **number)
        self.handed_to.set(to)

    @transaction.atomic
    def discard(self):
        """Throw the draft away; files that nobody else has go with it."""
        files = list(self.attachments.all())
        drafts = RepRequest.objects.filter(pk=self.pk, status=self.Status.DRAFT)
        if not drafts.delete()[0]:
            raise InvalidTransition(MOVED_ON)
        for file in files:
            file.discard()

    def reply(self, *, by, decision, answer):
        """The employer's answer; one given earlier stays in the log."""
        at_authority = self.status == self.Status.AT_AUTHORITY
        self._move_to(
            self.Status.AT_AUTHORITY if at_authority else self.Status.ANSWERED,
            by=by,
            note=f"{self.Decision(decision).label}. {answer}",
            decision=decision,
            answer=answer,
            answered_at=timezone.now(),
            answered_by=by,
        )

    def be_satisfied(self, *, by, note=""):
        self._move_to(
            self.Status.SATISFIED, by=by, note=note, finished_at=timezone.now()
        )

    def turn_to_authority(self, *, by, on, note=""):
        """Keep that the representative asked the authority to decide, which is done there."""
        if self.status == self.Status.AT_AUTHORITY:
            raise InvalidTransition(MOVED_ON)
        self._move_to(self.Status.AT_AUTHORITY, by=by, note=note, turned_on=on)

    def withdraw(self, *, by, reason):
        self._move_to(
            self.Status.WITHDRAWN, by=by, note=reason, finished_at=timezone.now()
        )

    @transaction.atomic
    def plan_of_measures(self):
        self.hold(*self.Status.unfinished)
        return super().plan_of_measures()


class RequestTransition(Transition):
    request = models.ForeignKey(RepRequest, models.CASCADE, related_name="transitions")

    @property
    def words(self):
        """What was done. A move to where it was is one more answer."""
        Status = RepRequest.Status
        if self.from_status == self.to_status or self.to_status == Status.ANSWERED:
            return _("Answered by the employer")
        return {
            Status.SENT: _("Sent"),
            Status.AT_AUTHORITY: _("Turned to the authority"),
            Status.SATISFIED: _("The representative is satisfied"),
            Status.WITHDRAWN: _("Withdrawn"),
        }[self.to_status]
