import uuid
from enum import nonmember

import pghistory
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, models, transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models import ActionPlan, OwnsPlan
from attachments.models import Attachment
from meetings.models.bodies import Body, Membership
from meetings.models.frozen import WRITTEN_OF_ITEM, FrozenWithMeeting
from meetings.models.links import Linking
from meetings.models.meetings import Meeting
from meetings.models.templates import Feed
from meetings.models.topics import Topic
from organisation.models import UnitBoundQuerySet
from sam.workflow import InvalidTransition, Stateful, Transition, Versioned


class AgendaItemQuerySet(UnitBoundQuerySet):
    unit_path = "meeting__unit"

    def visible_to(self, user):
        """What stands in the meetings that the person sees; what is closed only for who
        sits in the body."""
        meetings = Meeting.objects.visible_to(user)
        seen = self.filter(meeting__in=meetings.order_by().values("pk"))
        sits = Membership.objects.in_force().of(user, OuterRef("body"))
        return seen.filter(Q(is_closed=False) | Q(Exists(sits)))

    def handled_by(self, user):
        meetings = Meeting.objects.handled_by(user)
        return self.visible_to(user).filter(
            meeting__in=meetings.order_by().values("pk")
        )

    def decided(self):
        """On which something was decided at a meeting that was held."""
        return self.filter(meeting__status__in=Meeting.Status.held_states).exclude(
            decision=""
        )

    def with_files(self):
        """With `files`, what is attached: its key and name, read with the rows."""
        named = JSONObject(pk="attachment", name="attachment__name")
        rows = AgendaItem.attachments.through.objects.filter(agendaitem=OuterRef("pk"))
        rows = rows.order_by("attachment__added_at", "pk").values(named=named)
        return self.annotate(files=ArraySubquery(rows))

    def in_full(self):
        return self.select_related("meeting__unit", "meeting__body", "action_plan")

    def next_number(self, body, year):
        """Whoever asks at the same time waits until this one is kept: there are no gaps."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [str(body.pk)])
        last = self.filter(body=body, year=year).aggregate(last=Max("number"))["last"]
        return (last or 0) + 1


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["version"],
)
class AgendaItem(Linking, Versioned, OwnsPlan, Stateful):
    """A matter on the agenda of a meeting, and what was said and decided of it."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("On the agenda")
        TREATED = "treated", _("Gone through")
        POSTPONED = "postponed", _("Postponed to a later meeting")
        WITHDRAWN = "withdrawn", _("Withdrawn")

        ended = nonmember(("postponed", "withdrawn"))

    class Sort(models.TextChoices):
        DECISION = "decision", _("For decision")
        REFERENCE = "reference", _("For reference")
        INFORMATION = "information", _("For information")

    TRANSITIONS = {
        Status.PLANNED: {Status.TREATED, Status.POSTPONED, Status.WITHDRAWN},
        Status.TREATED: {Status.PLANNED, Status.POSTPONED},
        Status.POSTPONED: {Status.PLANNED, Status.TREATED},
        Status.WITHDRAWN: {Status.PLANNED},
    }
    TONES = {
        Status.PLANNED: "neutral",
        Status.TREATED: "success",
        Status.POSTPONED: "warning",
        Status.WITHDRAWN: "neutral",
    }
    # What its name reads beyond itself, for those who list what owns an action plan.
    TITLE_NEEDS = ("meeting__unit", "meeting__body")
    # What the minute-taker writes, and what whoever prepares the meeting does.
    PREPARED = ["title", "kind", "topic", "background", "proposal", "is_closed"]
    MINUTED = ["decision", "votes_for", "votes_against", "minority_text"]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    order = models.PositiveIntegerField(default=0)
    # The meeting's, so that numbers are told once in it and a year.
    body = models.ForeignKey(
        Body, models.PROTECT, related_name="items", null=True, blank=True
    )
    year = models.PositiveSmallIntegerField(null=True, editable=False)
    # Given when the meeting is called.
    number = models.PositiveIntegerField(null=True, editable=False)
    kind = models.CharField(
        _("kind of item"), max_length=20, choices=Sort, default=Sort.INFORMATION
    )
    # Which kind of information that the body is to get it holds.
    topic = models.CharField(
        _("what kind of matter"), max_length=30, choices=Topic, blank=True
    )
    title = models.CharField(_("title"), max_length=300)
    background = models.TextField(_("background"), max_length=20_000, blank=True)
    proposal = models.TextField(_("proposal"), max_length=10_000, blank=True)
    decision = models.TextField(
        _("what was said and decided"), max_length=20_000, blank=True
    )
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(
        _("votes against"), null=True, blank=True
    )
    minority_text = models.TextField(
        _("what the minority says"), max_length=10_000, blank=True
    )
    # Read only by those who sit in the body.
    is_closed = models.BooleanField(
        _("closed to others than the members"), default=False
    )
    feed = models.CharField(_("filled with"), max_length=20, choices=Feed, blank=True)
    # What the registers held when the meeting was held; see meetings.feeding.
    records = models.JSONField(null=True, blank=True, editable=False)
    # What it was taken over from, when it was postponed.
    previous = models.OneToOneField(
        "self", models.PROTECT, related_name="next_one", null=True, blank=True
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.PLANNED
    )
    attachments = models.ManyToManyField(Attachment, related_name="+", blank=True)
    action_plan = models.OneToOneField(
        ActionPlan, models.PROTECT, verbose_name=_("action plan"), null=True, blank=True
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "order", "pk"]
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        indexes = [
            models.Index(fields=["meeting", "order"], name="item_in_agenda"),
            models.Index(fields=["body", "year", "topic"], name="item_topic"),
        ]
        constraints = [
            *Linking.Meta.constraints,
            models.UniqueConstraint(
                fields=["body", "year", "number"], name="item_number_once"
            ),
            models.CheckConstraint(
                condition=Q(number=None) | Q(body__isnull=False, year__isnull=False),
                name="item_number_is_of_a_body",
            ),
            models.CheckConstraint(
                condition=Q(is_closed=False) | Q(body__isnull=False),
                name="item_closed_in_a_body",
                violation_error_message=_(
                    "Only a committee or group closes items to others."
                ),
            ),
            models.CheckConstraint(
                condition=Q(votes_for=None, votes_against=None)
                | Q(votes_for__isnull=False, votes_against__isnull=False),
                name="item_votes_are_both_said",
                violation_error_message=_("Write both how many were for and against."),
            ),
        ]
        triggers = [FrozenWithMeeting(operation=WRITTEN_OF_ITEM)]

    def __str__(self):
        return f"{self.reference} {self.title}".strip()

    def get_absolute_url(self):
        page = reverse("meetings:meeting_detail", args=[self.meeting_id])
        return f"{page}#item-{self.pk}"

    @property
    def unit(self):
        """Where its measures lie."""
        return self.meeting.unit

    @property
    def reference(self):
        """“23/26”, as cases are counted in a body and year."""
        return f"{self.number}/{self.year % 100:02}" if self.number else ""

    @property
    def takes_measures(self):
        return self.status not in self.Status.ended

    @property
    def is_treated(self):
        return self.status == self.Status.TREATED

    @property
    def orders_measure(self):
        """Whether a decision is written that may be the order a measure waits for."""
        return bool(self.decision) and self.link_name == "actionplans:measure_detail"

    @property
    def tone(self):
        return self.TONES[self.status]

    @transaction.atomic
    def prepare(self, *, version, **what):
        """Change what it is about, before or at the meeting."""
        self.meeting.hold_open()
        self._change(version=version, **what)
        self.meeting.ask_adjusters_anew()

    @transaction.atomic
    def minute(self, *, by, version, is_treated=False, **what):
        """Write what was said of it; raises Stale when somebody else has written."""
        self.meeting.hold_open()
        self._change(version=version, **what)
        self.meeting.ask_adjusters_anew()
        status = self.Status.TREATED if is_treated else self.Status.PLANNED
        if self.status != status and self.status not in self.Status.ended:
            self._move_to(status, by=by)

    @transaction.atomic
    def give_number(self):
        """The next of its body and year; nothing when it has one."""
        if self.body_id is None or self.number:
            return
        year = self.meeting.meets_on.year
        self.year = year
        self.number = AgendaItem.objects.next_number(self.body, year)
        self.save(update_fields=["year", "number"])

    @transaction.atomic
    def postpone(self, *, by, note=""):
        self._end(self.Status.POSTPONED, by=by, note=note)

    @transaction.atomic
    def withdraw(self, *, by, reason):
        """It keeps its number: there are no gaps."""
        self._end(self.Status.WITHDRAWN, by=by, note=reason)

    def _end(self, status, *, by, note):
        self.meeting.hold_open()
        self._move_to(status, by=by, note=note, version=F("version") + 1)

    @transaction.atomic
    def remove(self):
        """Take it off; what has a number or a matter behind it is withdrawn instead."""
        self.meeting.hold_open()
        if self.number or self.action_plan_id or self.matters.exists():
            raise InvalidTransition(
                _("It has a number or a matter behind it. Withdraw it instead.")
            )
        self.delete()


class ItemTransition(Transition):
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="transitions")

    @property
    def words(self):
        return AgendaItem.Status(self.to_status).label
