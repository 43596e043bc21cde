import uuid
from enum import nonmember

import pghistory
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models, transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Q, Sum
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from meetings.models.bodies import Body, Membership
from meetings.models.frozen import FrozenWithMeeting
from meetings.models.templates import OF_EMPLOYEES, AgendaTemplate, Kind
from meetings.models.tools import DialogTool, GroupAgreement
from organisation.models import Unit, UnitBoundQuerySet, UnitPermission
from sam.dates import today
from sam.workflow import MOVED_ON, InvalidTransition, Stateful, Transition, Versioned


class MeetingQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        """A unit's by all who work there, a body's by its members, those with one leader
        by that leader; and by whoever is called, and whoever sees the unit's year."""
        sits = Membership.objects.in_force().of(user, OuterRef("body"))
        called = Attendance.objects.filter(meeting=OuterRef("pk"), person=user)
        of_unit = Q(unit=user.unit_id, body=None) & ~Q(kind=Kind.LEADER)
        own = of_unit | Q(leader=user) | Q(Exists(sits)) | Q(Exists(called))
        return self.reached_by(user, UnitPermission.VIEW_YEAR, or_own=own)

    def handled_by(self, user):
        """A unit's by those who lead it, a body's by its chair and secretary, those of a
        series by HR."""
        leads = Membership.objects.in_force().leading().of(user, OuterRef("body"))
        managed = self.model.objects.filter(kind=Kind.LEADER)
        managed = managed.reached_by(user, UnitPermission.MANAGE_YEAR)
        led = self.model.objects.filter(body=None)
        led = led.reached_by(user, UnitPermission.HANDLE_YEAR)
        return self.filter(
            Q(Exists(leads))
            | Q(pk__in=led.order_by().values("pk"))
            | Q(pk__in=managed.order_by().values("pk"))
        )

    def at_hand_of(self, user):
        """Those that wait for the person: of the units that one leads oneself, and of the
        bodies that one leads."""
        own = user.appointments.in_force().filter(
            role__in=["manager", "substitute"], unit=OuterRef("unit")
        )
        leads = Membership.objects.in_force().leading().of(user, OuterRef("body"))
        return self.filter((Q(body=None) & Q(Exists(own))) | Q(Exists(leads)))

    def held(self):
        return self.filter(status__in=Meeting.Status.held_states)

    def coming(self):
        return self.filter(status__in=Meeting.Status.coming_states)

    def held_in(self, units, first, last):
        """Held in the units, a queryset, on a day from the first to the last."""
        return self.held().filter(unit__in=units, meets_on__range=(first, last))

    def of_employees(self):
        """Where all who work in the unit meet."""
        return self.filter(kind__in=OF_EMPLOYEES)

    def overdue(self):
        """The day has passed, and nobody has said that it was held."""
        return self.coming().filter(meets_on__lt=today())

    def before(self, meeting):
        """Earlier meetings of the same body or of the same unit, the latest first."""
        same = (
            Q(body=meeting.body_id, kind=meeting.kind)
            if meeting.body_id
            else Q(
                body=None,
                unit=meeting.unit_id,
                kind=meeting.kind,
                leader=meeting.leader_id,
            )
        )
        earlier = self.held().filter(same, meets_on__lte=meeting.meets_on)
        return earlier.exclude(pk=meeting.pk).order_by("-meets_on", "-pk")

    def with_agreements(self):
        """With `agreed_there`, what the workplace wrote down: its key and theme."""
        rows = GroupAgreement.objects.filter(meeting=OuterRef("pk"))
        rows = rows.values(named=JSONObject(pk="pk", theme="theme"))
        return self.annotate(agreed_there=ArraySubquery(rows))

    def in_full(self):
        return self.select_related("unit", "body", "tool", "leader", "series")


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["version"],
)
class Meeting(Versioned, Stateful):
    """A dated meeting of a unit or of a body, from the plan to the approved minutes."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        CALLED = "called", _("Called")
        HELD = "held", _("Held, minutes not approved")
        APPROVED = "approved", _("Minutes approved")
        CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")

        coming_states = nonmember(("planned", "called"))
        held_states = nonmember(("held", "approved"))

    TRANSITIONS = {
        Status.PLANNED: {Status.CALLED, Status.HELD, Status.CANCELLED},
        # Called anew, when the day or the agenda has changed.
        Status.CALLED: {Status.CALLED, Status.HELD, Status.CANCELLED},
        Status.HELD: {Status.APPROVED, Status.PLANNED},
        # What was approved by mistake is taken back with a reason.
        Status.APPROVED: {Status.HELD},
        Status.CANCELLED: {Status.PLANNED},
    }
    TONES = {
        Status.PLANNED: "neutral",
        Status.CALLED: "info",
        Status.HELD: "warning",
        Status.APPROVED: "success",
        Status.CANCELLED: "neutral",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind of meeting"), max_length=20, choices=Kind)
    # A body's meetings carry the body's unit.
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="meetings"
    )
    body = models.ForeignKey(
        Body,
        models.PROTECT,
        verbose_name=_("body"),
        related_name="meetings",
        null=True,
        blank=True,
    )
    # Of a series of meetings with one leader each.
    series = models.ForeignKey(
        "MeetingSeries",
        models.PROTECT,
        related_name="meetings",
        null=True,
        blank=True,
    )
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("with"),
        related_name="+",
        null=True,
        blank=True,
    )
    meets_on = models.DateField(_("day"))
    starts_at = models.TimeField(_("time of day"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    template = models.ForeignKey(
        AgendaTemplate, models.SET_NULL, related_name="+", null=True, blank=True
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.PLANNED
    )
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("called by"),
        related_name="+",
        null=True,
        blank=True,
    )
    called_at = models.DateTimeField(_("called"), null=True, blank=True)
    # Where names are not written down one by one.
    number_present = models.PositiveSmallIntegerField(
        _("how many took part"), null=True, blank=True
    )
    tool = models.ForeignKey(
        DialogTool,
        models.PROTECT,
        verbose_name=_("dialogue tool"),
        related_name="meetings",
        null=True,
        blank=True,
    )
    # What came of the dialogue with the tool.
    agreed = models.TextField(_("what was agreed"), max_length=5_000, blank=True)
    note = models.TextField(_("notes"), max_length=10_000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-meets_on", "-pk"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        indexes = [
            models.Index(fields=["-meets_on", "-id"], name="meeting_newest"),
            models.Index(fields=["unit", "-meets_on"], name="meeting_of_unit"),
            models.Index(fields=["body", "-meets_on"], name="meeting_of_body"),
            models.Index(
                fields=["meets_on", "unit"],
                name="meeting_unfinished",
                condition=Q(status__in=["planned", "called", "held"]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="body", body__isnull=False)
                | Q(kind="discussion")
                | (~Q(kind__in=["body", "discussion"]) & Q(body=None)),
                name="meeting_of_body_has_one",
            ),
            models.CheckConstraint(
                condition=Q(kind="leader", series__isnull=False, leader__isnull=False)
                | (~Q(kind="leader") & Q(series=None, leader=None)),
                name="meeting_with_leader_is_of_series",
            ),
            models.UniqueConstraint(
                fields=["series", "leader"], name="meeting_one_with_each_leader"
            ),
            models.CheckConstraint(
                condition=~Q(status="called")
                | Q(called_by__isnull=False, called_at__isnull=False),
                name="meeting_called_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(agreed="") | Q(tool__isnull=False),
                name="meeting_agreed_with_a_tool",
                violation_error_message=_("Choose the tool that you talked with."),
            ),
        ]

    def __str__(self):
        return gettext("%(what)s %(day)s") % {
            "what": self.name,
            "day": self.day_in_words,
        }

    def get_absolute_url(self):
        return reverse("meetings:meeting_detail", args=[self.pk])

    @property
    def name(self):
        """Whose meeting it is, in words."""
        if self.kind == Kind.BODY:
            return str(self.body)
        if self.leader:
            return f"{self.series}, {self.leader}"
        return f"{self.get_kind_display()}, {self.body or self.unit}"

    @property
    def day_in_words(self):
        return date_format(self.meets_on)

    @property
    def is_coming(self):
        return self.status in self.Status.coming_states

    @property
    def is_held(self):
        return self.status in self.Status.held_states

    @property
    def is_approved(self):
        return self.status == self.Status.APPROVED

    @property
    def approvals(self):
        """Those who have put their name to the minutes, the first of them first."""
        approved = self.attendances.filter(approved_at__isnull=False)
        return approved.select_related("person").order_by("approved_at", "pk")

    @property
    def takes_minutes(self):
        return self.status in {*self.Status.coming_states, self.Status.HELD}

    @property
    def is_overdue(self):
        return self.is_coming and self.meets_on < today()

    @property
    def phase(self):
        return gettext("Was it held?") if self.is_overdue else self.get_status_display()

    @property
    def tone(self):
        return "danger" if self.is_overdue else self.TONES[self.status]

    def agenda(self, user=None):
        """The items; those that are closed only for who sits in the body."""
        items = self.items.order_by("order", "pk")
        return items.visible_to(user) if user else items

    @property
    def stamp(self):
        """Another one when anything in the minutes has been written anew."""
        versions = self.items.aggregate(all=Sum("version"), number=Count("pk"))
        return f"{self.version}.{versions['all'] or 0}.{versions['number']}"

    @transaction.atomic
    def write(self, *, version, **what):
        """Change what stands of it, while its minutes are not approved."""
        self.hold_open()
        self._change(version=version, **what)
        self.ask_adjusters_anew()

    def ask_adjusters_anew(self):
        """They approved what stood there before."""
        self.attendances.filter(approved_at__isnull=False).update(approved_at=None)

    def hold_open(self):
        """Keep others from approving it until the transaction ends."""
        rows = Meeting.objects.select_for_update(of=["self"], no_key=True)
        if not rows.get(pk=self.pk).takes_minutes:
            raise InvalidTransition(MOVED_ON)

    def call(self, *, by):
        self._move_to(
            self.Status.CALLED,
            by=by,
            called_by=by,
            called_at=timezone.now(),
            version=F("version") + 1,
        )

    @transaction.atomic
    def hold(self, *, by, note=""):
        """Say that it was held; what filled its agenda stays as it was that day."""
        if self.meets_on > today():
            raise InvalidTransition(_("The day has not come yet."))
        self._move_to(self.Status.HELD, by=by, note=note, version=F("version") + 1)

    def cancel(self, *, by, reason):
        self._move_to(
            self.Status.CANCELLED, by=by, note=reason, version=F("version") + 1
        )

    def resume(self, *, by, note=""):
        """Plan anew what was cancelled, or what was said to be held by mistake."""
        self._move_to(self.Status.PLANNED, by=by, note=note, version=F("version") + 1)

    @transaction.atomic
    def approve(self, *, by):
        """The minutes are as they should be; raises InvalidTransition with what lacks."""
        if missing := self.minority_missing():
            raise InvalidTransition(
                _(
                    "Write what the minority says of %(items)s: the vote was not unanimous."
                )
                % {"items": ", ".join(str(each) for each in missing)}
            )
        self._move_to(self.Status.APPROVED, by=by, version=F("version") + 1)

    def take_back(self, *, by, reason):
        self._move_to(self.Status.HELD, by=by, note=reason, version=F("version") + 1)

    def minority_missing(self):
        """Items on which some voted against without the minutes saying why."""
        return list(self.items.filter(votes_against__gt=0, minority_text=""))

    @transaction.atomic
    def add_item(self, **what):
        """Last on the agenda; with a number when the meeting is called already."""
        self.hold_open()
        last = self.items.aggregate(last=Max("order"))["last"] or 0
        item = self.items.create(body_id=self.body_id, order=last + 1, **what)
        if self.status != self.Status.PLANNED:
            item.give_number()
        return item


class MeetingTransition(Transition):
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="transitions")

    @property
    def words(self):
        Status = Meeting.Status
        if (self.from_status, self.to_status) == (Status.APPROVED, Status.HELD):
            return _("The approval is taken back")
        return {
            Status.PLANNED: _("Planned anew"),
            Status.CALLED: _("Called"),
            Status.HELD: _("Held"),
            Status.APPROVED: _("Minutes approved"),
            Status.CANCELLED: pgettext_lazy("meeting", "Cancelled"),
        }[self.to_status]


class AttendanceQuerySet(models.QuerySet):
    def present(self):
        return self.filter(is_present=True)

    def adjusters(self):
        return self.filter(is_adjuster=True)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Attendance(models.Model):
    """Somebody who is called to a meeting or was there, and in which role."""

    class Role(models.TextChoices):
        MANAGER = "manager", _("Manager")
        EMPLOYEE = "employee", _("Employee")
        SAFETY_REPRESENTATIVE = "safety_representative", _("Safety representative")
        UNION = "union", _("Union representative")
        EMPLOYER_SIDE = "employer", _("For the employer")
        EMPLOYEE_SIDE = "employees", _("For the employees")
        HEALTH_SERVICE = "health_service", _("Occupational health service")
        SECRETARY = "secretary", _("Secretary")
        GUEST = "guest", _("Guest")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("person"),
        related_name="+",
        null=True,
        blank=True,
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=30, choices=Role)
    is_present = models.BooleanField(_("took part"), default=False)
    # Who goes through the minutes beside the one who leads, and approves them.
    is_adjuster = models.BooleanField(_("approves the minutes"), default=False)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "pk"]
        verbose_name = _("attendance")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="attendance_once",
                violation_error_message=_("The person is already called."),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="")
                | (Q(person=None) & ~Q(name="")),
                name="attendance_person_or_name",
                violation_error_message=_("Choose a person, or write a name."),
            ),
            models.CheckConstraint(
                condition=Q(is_adjuster=False) | Q(person__isnull=False),
                name="attendance_adjuster_has_account",
                violation_error_message=_("Who approves must be able to log in."),
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(is_adjuster=True),
                name="attendance_adjuster_approves",
            ),
        ]
        triggers = [FrozenWithMeeting()]

    def __str__(self):
        return self.name or str(self.person)
