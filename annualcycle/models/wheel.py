"""What comes back each year, in which units, and what became of it."""

import uuid
from datetime import date, timedelta

import pghistory
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from actionplans.models import Goal
from organisation.leading import leading
from organisation.models import (
    Appointment,
    Level,
    Role,
    Unit,
    UnitBoundQuerySet,
    UnitPermission,
)
from organisation.permissions import roles_held
from organisation.roles import MANAGERS
from sam.dates import today
from sam.workflow import InvalidTransition, Versioned
from ui.text import shortened

# Who can be asked to do something in the wheel.
ROLES = [Role.MANAGER, Role.HEAD, Role.SAFETY_REPRESENTATIVE, Role.HR]
MOST_TIMES, MOST_YEARS = 12, 10


class ActivityQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        """What holds in one's own unit comes from there or from above, and is for everybody."""
        return self.holding_for(user, UnitPermission.VIEW_YEAR)

    def written_by(self, user):
        """By who leads the unit that set it, and by HR; below it nobody changes it."""
        either = UnitPermission.HANDLE_YEAR, UnitPermission.MANAGE_YEAR
        return self.reached_by_either(user, *either)

    def of_year(self, year):
        """Those that hold in the year, also where they come back more seldom."""
        return self.filter(first_year__lte=year).filter(
            Q(last_year=None) | Q(last_year__gte=year)
        )

    def going_on(self):
        """Not ended before this year; also what begins later."""
        return self.exclude(last_year__lt=today().year)

    def holding_in(self, unit):
        return self.filter(unit__in=unit.lineage)

    def in_order(self):
        """As the year goes, the highest levels first in a month."""
        return self.order_by("last_month", "first_month", "unit__lineage__len", "title")

    def late_below(self, user):
        """Those that are late in units directly below one that the person leads: how many
        (`late`)."""
        led = _led_by(user).values("unit")
        late = Q(occurrences__in=Occurrence.objects.late())
        found = self.filter(late, occurrences__unit__parent__in=led)
        return found.annotate(
            late=Count("occurrences__unit", distinct=True),
            since=models.Min("occurrences__due_on"),
        )


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["version"],
)
class Activity(Versioned):
    """What a unit, or each unit of a level within it, is to do each year.

    It holds in its years as it was written then: changed for a coming year it ends, and
    another goes on from there (`follows`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Whose it is; units below have it too, and cannot change it.
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="activities"
    )
    title = models.CharField(_("what is to be done"), max_length=300)
    description = models.TextField(_("how"), max_length=5_000, blank=True)
    first_month = models.PositiveSmallIntegerField(
        _("from"), choices=list(MONTHS.items())
    )
    last_month = models.PositiveSmallIntegerField(
        _("to the end of"), choices=list(MONTHS.items())
    )
    # Which units within the unit do it; none: the unit itself.
    level = models.CharField(
        _("in which units"), max_length=20, choices=Level, blank=True
    )
    role = models.CharField(
        _("who does it"), max_length=30, choices=Role, default=Role.MANAGER
    )
    times = models.PositiveSmallIntegerField(
        _("times in the year"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_TIMES)],
    )
    every = models.PositiveSmallIntegerField(
        _("years between"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_YEARS)],
    )
    # The year from which the years between are counted, also by what follows it.
    counted_from = models.PositiveSmallIntegerField()
    # A code of what tells that it is done (annualcycle.evidence); none: a person says so.
    evidence = models.SlugField(_("what shows that it is done"), blank=True)
    remind_days = models.PositiveSmallIntegerField(
        _("days before the last day that one is reminded"),
        default=14,
        validators=[MaxValueValidator(180)],
    )
    law = models.CharField(_("law or agreement"), max_length=300, blank=True)
    goal = models.ForeignKey(
        Goal,
        models.PROTECT,
        verbose_name=_("goal that it serves"),
        related_name="activities",
        null=True,
        blank=True,
    )
    first_year = models.PositiveSmallIntegerField(_("from the year"))
    last_year = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    follows = models.ForeignKey(
        "self", models.PROTECT, related_name="followed_by", null=True, blank=True
    )
    # Of the template it was taken from, so that it is taken once.
    template_item = models.CharField(max_length=100, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["last_month", "title", "pk"]
        verbose_name = _("activity of the year")
        verbose_name_plural = _("activities of the year")
        indexes = [models.Index(fields=["unit", "first_year"], name="activity_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_month__range=(1, 12), last_month__range=(1, 12))
                & Q(last_month__gte=F("first_month")),
                name="activity_months_in_order",
                violation_error_message=_("The last month comes before the first."),
            ),
            models.CheckConstraint(
                condition=Q(times__range=(1, MOST_TIMES), every__range=(1, MOST_YEARS))
                & (Q(times=1) | Q(every=1)),
                name="activity_comes_back_in_one_way",
                violation_error_message=_(
                    "Choose several times a year, or years between, but not both."
                ),
            ),
            models.CheckConstraint(
                condition=Q(last_year=None) | Q(last_year__gte=F("first_year")),
                name="activity_years_in_order",
                violation_error_message=_("The last year comes before the first."),
            ),
            models.UniqueConstraint(
                fields=["unit", "template_item"],
                condition=~Q(template_item="") & Q(last_year=None),
                name="activity_taken_once_from_a_template",
            ),
        ]

    def __str__(self):
        return shortened(self.title, 120)

    def get_absolute_url(self):
        return reverse("annualcycle:activity_detail", args=[self.pk])

    @property
    def is_ended(self):
        return self.last_year is not None

    def comes_in(self, year):
        holds = self.first_year <= year and (
            self.last_year is None or year <= self.last_year
        )
        return holds and (year - self.counted_from) % self.every == 0

    def windows(self, year):
        """First and last day of each time in the year: its months in as many equal parts."""
        first = date(year, self.first_month, 1)
        months = self.last_month - self.first_month + 1
        ends = [
            first + relativedelta(months=-(-months * number // self.times))
            for number in range(1, self.times + 1)
        ]
        if self.times > months:
            # More times than months: parts of the days instead.
            days = (first + relativedelta(months=months) - first).days
            ends = [
                first + timedelta(days=days * number // self.times)
                for number in range(1, self.times + 1)
            ]
        starts = [first, *ends[:-1]]
        return [
            (start, end - timedelta(days=1))
            for start, end in zip(starts, ends, strict=True)
        ]

    @transaction.atomic
    def change(self, *, by, version, from_year, **what):
        """Write it anew from that year on; years before keep it as it was.

        Gives the activity that holds from then on. Raises Stale, and InvalidTransition for
        one that has ended.
        """
        if self.is_ended:
            raise InvalidTransition(_("It has ended."))
        if from_year <= self.first_year:
            self._change(version=version, **what)
            return self
        self._change(version=version, last_year=from_year - 1)
        kept = [
            "unit",
            "title",
            "description",
            "first_month",
            "last_month",
            "level",
            "role",
            "times",
            "every",
            "counted_from",
            "evidence",
            "remind_days",
            "law",
            "goal",
            "template_item",
        ]
        said = {name: getattr(self, name) for name in kept} | what
        return Activity.objects.create(
            **said, first_year=from_year, follows=self, created_by=by
        )

    def end(self, *, version, last_year):
        """Let the year be its last; the year before its first takes it away altogether."""
        if self.is_ended:
            raise InvalidTransition(_("It has ended."))
        if last_year < self.first_year:
            raise InvalidTransition(_("The last year comes before the first."))
        self._change(version=version, last_year=last_year)


class OccurrenceQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        """Of one's own workplace everybody sees how far its year has come."""
        own = Q(unit=user.unit_id) if user.unit_id else None
        return self.reached_by(user, UnitPermission.VIEW_YEAR, or_own=own)

    def handled_by(self, user):
        """By who leads the unit, by HR, and by the safety representative what is theirs."""
        managed = Occurrence.objects.reached_by(user, UnitPermission.MANAGE_YEAR)
        theirs = Occurrence.objects.reached_by(user, UnitPermission.REVIEW_ROUNDS)
        theirs = theirs.filter(activity__role=Role.SAFETY_REPRESENTATIVE)
        either = Q(pk__in=managed.order_by().values("pk")) | Q(
            pk__in=theirs.order_by().values("pk")
        )
        return self.reached_by(user, UnitPermission.HANDLE_YEAR, or_own=either)

    def open(self):
        return self.filter(status=Occurrence.Status.OPEN, unit__closed_on=None)

    def late(self):
        return self.open().filter(due_on__lt=today())

    def begun(self):
        """To be done now, or late."""
        return self.open().filter(starts_on__lte=today())

    def to_do_for(self, user):
        """What has begun and is the person's own to do, by the roles they have.

        A manager does it in the unit itself, and where a unit has none the one above.
        """
        led = leading(user)
        unled = ~Exists(
            Appointment.objects.in_force().filter(
                unit=OuterRef("unit"), role__in=MANAGERS, user__is_active=True
            )
        )
        managing = Q(activity__role__in=MANAGERS) & (
            Q(unit__in=led) | (Q(unit__parent__in=led) & unled)
        )
        theirs, near = managing, Q(pk__in=led) | Q(parent__in=led)
        for role in (Role.SAFETY_REPRESENTATIVE, Role.HR):
            if role in roles_held(user):
                held = Appointment.objects.in_force().filter(user=user, role=role)
                units = [*held.order_by().values_list("unit", flat=True)]
                theirs |= Q(activity__role=role, unit__in=units)
                near |= Q(pk__in=units)
        # With the ids the database looks there alone, and not through the whole year.
        there = Unit.objects.filter(near).order_by().values("pk")
        return self.begun().filter(theirs, unit__in=there)


def _led_by(user):
    """Appointments by which the person leads units now: as manager, or in one's place."""
    own = Appointment.objects.in_force().filter(user=user).order_by()
    stands_in = Q(role=Role.SUBSTITUTE, valid__endswith__isnull=False)
    return own.filter(Q(role__in=MANAGERS) | stands_in)


def state_of(status, starts_on, due_on):
    """How it stands today: a key of `annualcycle.wheel.STATES`."""
    if status != Occurrence.Status.OPEN:
        return str(status)
    if due_on < today():
        return "late"
    return "now" if starts_on <= today() else "planned"


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old))
class Occurrence(models.Model):
    """One time that an activity is to be done in a unit, and what became of it.

    Written down when its year is planned, and never anew once the year is over: so past
    years stand as they were.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("Not done")
        DONE = "done", _("Done")
        NOT_APPLICABLE = "not_applicable", _("Does not apply")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(
        Activity, models.CASCADE, verbose_name=_("activity"), related_name="occurrences"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="+"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    # Of the times in the year, from one.
    number = models.PositiveSmallIntegerField(_("time"), default=1)
    starts_on = models.DateField(_("from"))
    due_on = models.DateField(_("last day"))
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.OPEN
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    # Or why it does not apply.
    note = models.TextField(_("note"), max_length=2_000, blank=True)
    # Where one sees it: a page, a document, minutes.
    link = models.URLField(_("where one sees it"), max_length=500, blank=True)
    # Nobody, for what the evidence says.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField(_("noted"), null=True)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("activity in a unit")
        verbose_name_plural = _("activities in units")
        indexes = [
            models.Index(fields=["unit", "year"], name="occurrence_of_unit"),
            models.Index(fields=["year", "activity", "number"], name="occurrence_year"),
            # The few that wait, of all that ever were.
            models.Index(
                fields=["due_on", "id"],
                name="occurrence_open",
                condition=Q(status="open"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "unit", "year", "number"], name="occurrence_once"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("due_on")), name="occurrence_begins_first"
            ),
            models.CheckConstraint(
                condition=Q(status="open", done_on=None, by=None, at=None)
                | Q(status="done", done_on__isnull=False, at__isnull=False)
                | (
                    Q(status="not_applicable", done_on=None, by__isnull=False)
                    & ~Q(note="")
                ),
                name="occurrence_says_what_became_of_it",
            ),
        ]

    def __str__(self):
        return f"{self.activity_id} {self.unit_id} {self.year}"

    def get_absolute_url(self):
        return reverse("annualcycle:occurrence", args=[self.pk])

    @property
    def is_open(self):
        return self.status == self.Status.OPEN

    @property
    def is_by_evidence(self):
        return self.status == self.Status.DONE and self.by_id is None

    @property
    def state(self):
        return state_of(self.status, self.starts_on, self.due_on)

    def finish(self, *, by, done_on, note="", link=""):
        """Say that it is done; raises InvalidTransition when somebody was before."""
        self._note(
            self.Status.OPEN,
            status=self.Status.DONE,
            by=by,
            at=timezone.now(),
            done_on=done_on,
            note=note,
            link=link,
        )

    def set_aside(self, *, by, note):
        """Say why it does not apply to the unit this time."""
        self._note(
            self.Status.OPEN,
            status=self.Status.NOT_APPLICABLE,
            by=by,
            at=timezone.now(),
            note=note,
        )

    def reopen(self):
        """Take back what was said; the history keeps it. What evidence says is no word to
        take back."""
        if self.is_by_evidence:
            raise InvalidTransition(_("The program says so: it has found it done."))
        self._note(
            self.status,
            status=self.Status.OPEN,
            by=None,
            at=None,
            done_on=None,
            note="",
            link="",
        )

    def _note(self, seen, **said):
        rows = Occurrence.objects.filter(pk=self.pk, status=seen)
        if not rows.update(**said):
            raise InvalidTransition(_("Somebody has said it already. Look again."))
        self.refresh_from_db()
