import uuid
from datetime import timedelta
from enum import nonmember
from zlib import crc32

import pghistory
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models.plans import ActionPlan, paths_to_source
from actionplans.models.wording import InWords
from organisation.models import Role, Unit, UnitBoundQuerySet, UnitPermission
from sam.dates import today
from sam.workflow import MOVED_ON, InvalidTransition, Stale, Stateful, Transition
from ui.text import shortened

# What one that comes back, or a better one in its place, takes over.
_SAME_WORDS = [
    "number",
    "order",
    "origin",
    "focus_area",
    "activity",
    "goal",
    "serves",
    "control",
    "responsible",
    "responsible_role",
    "responsible_words",
    "report_to",
    "cost",
    "funding",
    "expected_effect",
    "hours",
    "repeats_every",
    "watched",
]
# What is measured of its effect; nothing of it is said before it is judged.
_UNMEASURED = {
    "sick_leave_before": None,
    "sick_leave_after": None,
    "saved": None,
    "effect_source": "",
}

# What whoever handles measures in the unit may write anew.
_WRITTEN = [
    *(name for name in _SAME_WORDS if name != "order"),
    "timing",
    "due_words",
    "is_uncertain",
    "starts_on",
    "due_on",
]
_SEARCHED = ["activity", "goal", "focus_area", "responsible_words", "report_to"]
# What comes so soon is shown as coming.
SOON = timedelta(days=14)


class MeasureQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        return self.reached_by(
            user, UnitPermission.VIEW_MEASURES, or_own=Q(responsible=user)
        )

    def handled_by(self, user):
        """Measures that the person may act on: leading them, or answering for them."""
        return self._led_by(user, or_own=Q(responsible=user))

    def led_by(self, user):
        """Those of the units that one manages, and the rows of the plans that one writes."""
        return self._led_by(user)

    def _led_by(self, user, *, or_own=None):
        written = Measure.objects.reached_by(user, UnitPermission.WRITE_PLANS)
        rows = written.filter(plan__workenvironmentplan__isnull=False)
        own = Q(pk__in=rows.order_by().values("pk"))
        return self.reached_by(
            user,
            UnitPermission.HANDLE_MEASURES,
            or_own=own | or_own if or_own else own,
        )

    def with_source(self):
        return self.select_related(
            "responsible", "created_by", "unit", "plan", *paths_to_source("plan__")
        )

    def in_full(self, user):
        """With all that its own page shows the person of one."""
        seen = Q(pk=None)
        for owner in ActionPlan.owners():
            shown = owner.related_model.objects.visible_to(user)
            seen |= Q(Exists(shown.filter(**{owner.field.name: OuterRef("plan")})))
        found = self.with_source().select_related("example", "serves__unit")
        return found.annotate(sees_source=seen)

    def open(self):
        """Not yet carried out."""
        return self.filter(status__in=Measure.Status.open_states)

    def with_deadline(self):
        """With a last day; what goes on or waits for something else is never late."""
        dated = self.filter(timing__in=Measure.Timing.with_deadline)
        return dated.exclude(status=Measure.Status.WAITING)

    def overdue(self):
        return self.open().with_deadline().filter(due_on__lt=today())

    def coming(self):
        """With a last day within two weeks, today among them."""
        soon = (today(), today() + SOON)
        return self.open().with_deadline().filter(due_on__range=soon)

    def without_fixed_time(self):
        """Uncertain, or waiting for something else."""
        waits = Q(timing=Measure.Timing.CONDITIONAL) | Q(status=Measure.Status.WAITING)
        return self.filter(Q(is_uncertain=True) | waits)

    def without_reporting_line(self):
        return self.filter(report_to="")

    def from_source(self, name):
        """Whose plan belongs to what points at plans by that name."""
        return self.filter(**{f"plan__{name}__isnull": False})

    def matching(self, text):
        """With every word that was typed, in what is written in its columns."""
        return self.filter(
            *(
                Q(
                    *((f"{field}__icontains", word) for field in _SEARCHED),
                    _connector=Q.OR,
                )
                for word in text.split()
            )
        )

    def without_feedback(self):
        """Done, and those who work there have not been told."""
        told = self.model.feedback.rel.related_model.objects.to_employees()
        done = self.exclude(status__in=[*Measure.Status.open_states, "cancelled"])
        return done.filter(~Exists(told.filter(measure=OuterRef("pk"))))

    def waiting(self):
        """For an order from others; neither late nor under way."""
        return self.filter(status=Measure.Status.WAITING)

    def awaiting_effect(self):
        return self.filter(status=Measure.Status.DONE)

    def unfinished(self):
        """Still to be carried out, or to be judged for its effect."""
        return self.filter(status__in=Measure.Status.unfinished_states)

    def effect_due(self):
        """Carried out, and the day on which the effect can be judged has come."""
        return self.awaiting_effect().filter(effect_due_on__lte=today())


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Measure(InWords, Stateful):
    """What is to be done, by whom and when, and whether it helped."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        WAITING = "waiting", _("Waits for an order")
        STARTED = "started", _("Started")
        DONE = "done", _("Done, effect not yet judged")
        EFFECT_SUFFICIENT = "effect_sufficient", _("Done, effect sufficient")
        EFFECT_INSUFFICIENT = "effect_insufficient", _("Done, effect insufficient")
        CANCELLED = "cancelled", _("Cancelled")

        open_states = nonmember(("planned", "waiting", "started"))
        unfinished_states = nonmember(("planned", "waiting", "started", "done"))
        judged_states = nonmember(("effect_sufficient", "effect_insufficient"))

    class Control(models.TextChoices):
        """The hierarchy of controls, the best first."""

        REMOVE = "remove", _("Remove the source of the risk")
        REPLACE = "replace", _("Replace with something less dangerous")
        ENCLOSE = "enclose", _("Technical protection or rebuilding")
        ORGANISE = "organise", _("Change how the work is organised")
        INSTRUCT = "instruct", _("Routine, instruction or training")
        PROTECT = "protect", _("Personal protective equipment")

    class Timing(models.TextChoices):
        """How it is said when a measure is to be done."""

        DAY = "day", _("By a day")
        PERIOD = "period", _("In a period, such as a season")
        CONTINUOUS = "continuous", _("All the time, from a day on")
        CONDITIONAL = "conditional", _("When something else has happened")

        with_deadline = nonmember(("day", "period"))

    class Origin(models.TextChoices):
        """What led to it, where no incident, round or risk owns its plan."""

        GOAL = "goal", _("A goal")
        RISK = "risk", _("A risk")
        SURVEY = "survey", _("A survey")
        INSPECTION = "inspection", _("An inspection by the authority")
        MEETING = "meeting", _("A meeting")
        OTHER = "other", _("Something else")

    TRANSITIONS = {
        Status.PLANNED: {
            Status.WAITING,
            Status.STARTED,
            Status.DONE,
            Status.CANCELLED,
        },
        # By the order, or because none is needed after all.
        Status.WAITING: {Status.STARTED, Status.PLANNED, Status.CANCELLED},
        Status.STARTED: {Status.DONE, Status.CANCELLED},
        # Back again when it was said by mistake.
        Status.DONE: {
            Status.EFFECT_SUFFICIENT,
            Status.EFFECT_INSUFFICIENT,
            Status.STARTED,
        },
        Status.EFFECT_SUFFICIENT: {Status.DONE},
        Status.EFFECT_INSUFFICIENT: {Status.DONE},
        Status.CANCELLED: {Status.PLANNED},
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(
        ActionPlan,
        models.CASCADE,
        verbose_name=_("action plan"),
        related_name="measures",
    )
    # The plan's, kept by the database: lists are narrowed by unit, and there are many
    # more measures than a list shows.
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="measures"
    )
    # As it is written in the plan: numbers may be left out or come twice.
    number = models.CharField(_("number"), max_length=20, blank=True)
    # The place in its plan.
    order = models.PositiveIntegerField(default=0)
    origin = models.CharField(
        _("what led to it"), max_length=20, choices=Origin, blank=True
    )
    focus_area = models.CharField(_("focus area"), max_length=300, blank=True)
    activity = models.CharField(_("what is to be done"), max_length=2_000)
    goal = models.CharField(_("what it shall lead to"), max_length=2_000, blank=True)
    serves = models.ForeignKey(
        "actionplans.Goal",
        models.PROTECT,
        verbose_name=_("goal that it serves"),
        related_name="measures",
        null=True,
        blank=True,
    )
    control = models.CharField(
        _("kind of measure"), max_length=20, choices=Control, blank=True
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("responsible"),
        related_name="measures",
    )
    # Who answers by role: then `responsible` is whoever holds it in the unit.
    responsible_role = models.CharField(
        _("responsible by role"), max_length=30, choices=Role, blank=True
    )
    # Bodies and people outside, as it is written in the plan; `responsible` sees to it.
    responsible_words = models.CharField(
        _("responsible, as written"), max_length=500, blank=True
    )
    report_to = models.CharField(_("reported to"), max_length=500, blank=True)
    timing = models.CharField(
        _("kind of time"), max_length=20, choices=Timing, default=Timing.DAY
    )
    # As it was written: "autumn 2027", "continuously", "when the money has come".
    due_words = models.CharField(_("when, as written"), max_length=500, blank=True)
    is_uncertain = models.BooleanField(_("the time is uncertain"), default=False)
    starts_on = models.DateField(_("begins"), null=True, blank=True)
    # The last day of the time that is said; it orders also what has no last day.
    due_on = models.DateField(_("to be done by"))
    cost = models.DecimalField(
        _("cost"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    # Who pays for it: "the budget for replacements", "a grant, applied for".
    funding = models.CharField(_("funding"), max_length=300, blank=True)
    expected_effect = models.CharField(_("expected effect"), max_length=500, blank=True)
    # Whose order it waits for, or waited for: a body or a leader, as one says it.
    waits_for = models.CharField(_("order from"), max_length=200, blank=True)
    hours = models.DecimalField(
        _("hours of work"), max_digits=8, decimal_places=1, null=True, blank=True
    )
    # In months; when it is done, the next one is planned.
    repeats_every = models.PositiveSmallIntegerField(
        _("comes back after so many months"), null=True, blank=True
    )
    # The one that came before it: that did not help enough, or that comes back.
    follows = models.ForeignKey(
        "self", models.PROTECT, related_name="followed_by", null=True, blank=True
    )
    # Which events should become fewer by it; see actionplans.effect.
    watched = models.CharField(
        _("events that should become fewer"), max_length=40, blank=True
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.PLANNED
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_note = models.TextField(_("what was done"), blank=True)
    effect_due_on = models.DateField(
        _("effect can be judged on"), null=True, blank=True
    )
    effect_note = models.TextField(_("what effect it had"), blank=True)
    effect_judged_on = models.DateField(_("effect judged on"), null=True, blank=True)
    # Per cent of the time that should have been worked, and money; as they were found in
    # the source that is named.
    sick_leave_before = models.DecimalField(
        _("sick leave before, per cent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
    )
    sick_leave_after = models.DecimalField(
        _("sick leave after, per cent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
    )
    saved = models.DecimalField(
        _("saved, kronor"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    effect_source = models.CharField(
        _("source of the figures"), max_length=300, blank=True
    )
    # Not enough, and yet something.
    helped_in_part = models.BooleanField(_("helped in part"), default=False)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        indexes = [
            models.Index(
                fields=["responsible", "status", "due_on"], name="measure_todo"
            ),
            models.Index(fields=["status", "due_on"], name="measure_due"),
            models.Index(fields=["due_on", "id"], name="measure_by_date"),
            models.Index(fields=["plan", "order", "id"], name="measure_in_plan"),
            # The few that are left to do, of all that ever were.
            models.Index(
                fields=["due_on", "id"],
                name="measure_unfinished",
                condition=Q(status__in=["planned", "waiting", "started", "done"]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(starts_on__lte=models.F("due_on")),
                name="measure_begins_before_it_ends",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(timing="day") | ~Q(due_words=""),
                name="measure_says_when_in_words",
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=0),
                name="measure_cost_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__gte=0),
                name="measure_hours_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(repeats_every__isnull=True)
                | Q(repeats_every__range=(1, 120)),
                name="measure_comes_back_within_ten_years",
            ),
            # Who carries it out also says when its effect can be judged (AFS 2023:1: check
            # the measures).
            models.CheckConstraint(
                condition=Q(status__in=["planned", "waiting", "started", "cancelled"])
                | Q(done_on__isnull=False, effect_due_on__isnull=False),
                name="measure_done_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(status__startswith="effect_")
                | Q(effect_judged_on__isnull=False),
                name="measure_effect_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(status="waiting") | ~Q(waits_for=""),
                name="measure_waiting_says_for_whom",
            ),
            models.CheckConstraint(
                condition=Q(sick_leave_before=None, sick_leave_after=None, saved=None)
                | ~Q(effect_source=""),
                name="measure_figures_have_a_source",
                violation_error_message=_("Say where the figures come from."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(sick_leave_before=None) | Q(sick_leave_before__range=(0, 100))
                )
                & (Q(sick_leave_after=None) | Q(sick_leave_after__range=(0, 100))),
                name="measure_sick_leave_is_a_share",
                violation_error_message=_("Per cent, between 0 and 100."),
            ),
            models.CheckConstraint(
                condition=Q(effect_due_on__isnull=True)
                | Q(effect_due_on__gte=models.F("done_on")),
                name="measure_effect_after_done",
                violation_error_message=_(
                    "The effect cannot be judged before the measure is done."
                ),
            ),
        ]

    def __str__(self):
        return shortened(self.activity, 120)

    def get_absolute_url(self):
        return reverse("actionplans:measure_detail", args=[self.pk])

    @property
    def is_open(self):
        return self.status in self.Status.open_states

    @property
    def has_helped(self):
        return self.status == self.Status.EFFECT_SUFFICIENT

    @classmethod
    def deciding(cls):
        """What points at measures, many to many, by what they call it: risks."""
        return [
            relation.get_accessor_name()
            for relation in cls._meta.related_objects
            if relation.many_to_many
        ]

    def decided_for(self):
        """Each answers to `takes_measures`, `next_page` and `topics`."""
        return [each for name in self.deciding() for each in getattr(self, name).all()]

    def beside_it(self, user):
        """The one before it and those that came after, as far as the person sees them."""
        either = Q(pk=self.follows_id) | Q(follows=self)
        return Measure.objects.visible_to(user).filter(either)

    def next_page(self, user):
        """Where to go on when it is done; what it was decided for says so, or nothing."""
        pages = (each.next_page(user) for each in self.decided_for())
        return next(filter(None, pages), "")

    @property
    def stamp(self):
        """A number that is another one when what is written of it has been changed."""
        names = [self._meta.get_field(name).attname for name in _WRITTEN]
        return crc32(repr([str(getattr(self, name)) for name in names]).encode())

    def is_put_off_by(self, timing, due_on):
        """Whether it would then have a later last day than now, or none any more.

        Also of one that is done or cancelled: it may be taken up again.
        """
        is_later = timing not in self.Timing.with_deadline or due_on > self.due_on
        return self.has_deadline and is_later

    @property
    def same_words(self):
        """What the one that comes after it has in common with it, to begin with."""
        return {name: getattr(self, name) for name in _SAME_WORDS}

    @property
    def is_overdue(self):
        return self.is_open and self.has_deadline and self.due_on < today()

    @property
    def is_waiting(self):
        return self.status == self.Status.WAITING

    @property
    def has_deadline(self):
        return self.timing in self.Timing.with_deadline and not self.is_waiting

    @property
    def is_measured(self):
        """Whether figures are asked for when its effect is judged: it is to be worth it."""
        return bool(self.funding or self.expected_effect)

    @property
    def has_figures(self):
        figures = (self.sick_leave_before, self.sick_leave_after, self.saved)
        return any(each is not None for each in figures)

    @property
    def is_effect_due(self):
        return self.status == self.Status.DONE and self.effect_due_on <= today()

    @transaction.atomic
    def change(self, *, by, version, reason="", **what):
        """Write it anew, if it stands as when the writer saw it; else raise Stale.

        Putting it off asks for a reason here too.
        """
        now = Measure.objects.select_for_update().get(pk=self.pk)
        if now.stamp != version:
            raise Stale(now)
        is_put_off = now.is_put_off_by(what["timing"], what["due_on"])
        if is_put_off and not reason:
            raise InvalidTransition(_("Say why it is put off."))
        moved = f"{now.due_on:%Y-%m-%d} → {what['due_on']:%Y-%m-%d}: {reason}"
        for name, value in what.items():
            setattr(now, name, value)
        now.save(update_fields=what)
        if is_put_off:
            now.transitions.create(
                from_status=now.status, to_status=now.status, by=by, note=moved
            )
        self.refresh_from_db()

    def start(self, *, by):
        self._only_when(self.Status.PLANNED)
        self._move_to(self.Status.STARTED, by=by)

    def wait(self, *, by, waits_for):
        """Let it rest until somebody has ordered it."""
        self._move_to(
            self.Status.WAITING, by=by, note=f"→ {waits_for}", waits_for=waits_for
        )

    def take_order(self, *, by, starts_on, due_on, note=""):
        """It is ordered: it goes on from the day, and has a last one from now on."""
        self._only_when(self.Status.WAITING)
        self._move_to(
            self.Status.STARTED,
            by=by,
            note=note,
            timing=self.Timing.DAY,
            due_words="",
            is_uncertain=False,
            starts_on=starts_on,
            due_on=due_on,
        )

    def wait_no_more(self, *, by, reason):
        """No order is needed after all."""
        self._only_when(self.Status.WAITING)
        self._move_to(self.Status.PLANNED, by=by, note=reason)

    @transaction.atomic
    def finish(self, *, by, done_on, effect_due_on, done_note="", **watched):
        """Say that it is carried out, and when it can be seen whether it helped.

        One that comes back is planned anew.
        """
        self._only_when(self.Status.PLANNED, self.Status.STARTED)
        self._move_to(
            self.Status.DONE,
            by=by,
            note=done_note,
            done_on=done_on,
            done_note=done_note,
            effect_due_on=effect_due_on,
            **watched,
        )
        self._plan_next(by=by)

    @transaction.atomic
    def reopen(self, *, by, reason):
        """It was not done after all; the log keeps what was said of it."""
        self._only_when(self.Status.DONE)
        self.plan.hold_open()
        if any(not each.takes_measures for each in self.decided_for()):
            raise InvalidTransition(MOVED_ON)
        never_done = {"done_on": None, "done_note": "", "effect_due_on": None}
        self._move_to(self.Status.STARTED, by=by, note=reason, **never_done)

    def judge_effect(
        self, *, by, is_sufficient, effect_note, helped_in_part=False, **measured
    ):
        """Say whether it helped; what did not help enough asks for a new measure.

        `measured` are figures of sick leave and money, with their `effect_source`.
        """
        status = (
            self.Status.EFFECT_SUFFICIENT
            if is_sufficient
            else self.Status.EFFECT_INSUFFICIENT
        )
        self._move_to(
            status,
            by=by,
            note=effect_note,
            effect_note=effect_note,
            effect_judged_on=today(),
            helped_in_part=helped_in_part and not is_sufficient,
            **measured,
        )

    @transaction.atomic
    def judge_anew(self, *, by, reason):
        """Take back what was said of its effect; the log keeps it."""
        self._only_when(*self.Status.judged_states)
        self.plan.hold_open()
        unjudged = {
            "effect_note": "",
            "effect_judged_on": None,
            "helped_in_part": False,
            **_UNMEASURED,
        }
        self._move_to(self.Status.DONE, by=by, note=reason, **unjudged)

    def watch(self, *, watched):
        """Choose the events that should become fewer."""
        self.watched = watched
        self.save(update_fields=["watched"])

    @transaction.atomic
    def follow(self, *, by, **what):
        """Decide what comes after it, in its plan and against the same."""
        place = {"number": self.number, "order": self.order, "origin": self.origin}
        measure = self.plan.add_measure(by=by, follows=self, **place | what)
        for name in self.deciding():
            same = [each for each in getattr(self, name).all() if each.takes_measures]
            getattr(measure, name).add(*same)
        return measure

    def _plan_next(self, *, by):
        """Once, also when it is finished anew after a mistake."""
        if not self.repeats_every or self.followed_by.exists():
            return
        if ActionPlan.objects.hold(self.plan_id).takes_measures:
            self.follow(by=by, **self.same_words, **self._next_days())

    def _next_days(self):
        """As long after its own day as it comes back; after it was done, if it was late."""
        after = relativedelta(months=self.repeats_every)
        due_on = self.due_on + after
        if due_on <= self.done_on:
            due_on = self.done_on + after
        lasted = self.due_on - (self.starts_on or self.due_on)
        return {"due_on": due_on, "starts_on": due_on - lasted if lasted else None}

    def _only_when(self, *statuses):
        """For moves that end where another begins from elsewhere."""
        if self.status not in statuses:
            raise InvalidTransition(MOVED_ON)

    def cancel(self, *, by, reason):
        self._move_to(self.Status.CANCELLED, by=by, note=reason)

    @transaction.atomic
    def resume(self, *, by, reason):
        self._only_when(self.Status.CANCELLED)
        self.plan.hold_open()
        self._move_to(self.Status.PLANNED, by=by, note=reason)

    @transaction.atomic
    def postpone(self, *, by, due_on, reason):
        """Move the date; the reason is kept, and the row is never deleted."""
        was = self.due_words or f"{self.due_on:%Y-%m-%d}"
        rows = Measure.objects.open().filter(pk=self.pk, due_on=self.due_on)
        by_day = {"timing": self.Timing.DAY, "due_words": "", "is_uncertain": False}
        if self.starts_on and self.starts_on > due_on:
            by_day["starts_on"] = None
        if not rows.update(due_on=due_on, **by_day):
            raise InvalidTransition(MOVED_ON)
        self.refresh_from_db()
        self.transitions.create(
            from_status=self.status,
            to_status=self.status,
            by=by,
            note=f"{was} → {due_on:%Y-%m-%d}: {reason}",
        )


class MeasureTransition(Transition):
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="transitions")

    @property
    def words(self):
        """What was done; the date moves while the status stays."""
        back = {
            "started": _("It was not done"),
            "done": _("Its effect is to be judged anew"),
        }
        if (self.from_status, self.to_status) == ("waiting", "started"):
            return _("Ordered")
        if self.from_status == self.to_status:
            return _("Postponed")
        if self.from_status in ("done", *Measure.Status.judged_states):
            return back.get(self.to_status) or Measure.Status(self.to_status).label
        return Measure.Status(self.to_status).label
