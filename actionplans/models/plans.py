import uuid
from enum import nonmember

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from organisation.models import Unit, UnitBoundQuerySet, UnitPermission
from sam.dates import today
from sam.workflow import MOVED_ON, InvalidTransition, Stateful, Transition


class ActionPlanQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        return self.reached_by(user, UnitPermission.VIEW_MEASURES)

    def handled_by(self, user):
        return self.reached_by(user, UnitPermission.HANDLE_MEASURES)

    def with_source(self):
        return self.select_related("unit", *_paths_to_source())

    def hold(self, pk):
        """The plan as it is now; others wait to add to it or to end its source."""
        return self.select_for_update().get(pk=pk)


def _paths_to_source(prefix=""):
    """What to join so that naming a plan's source costs no query.

    A model that owns plans lists in TITLE_NEEDS what its `str` reads beyond itself.
    """
    return [
        f"{prefix}{path}"
        for relation in ActionPlan.owners()
        for path in [
            relation.name,
            *(
                f"{relation.name}__{need}"
                for need in getattr(relation.related_model, "TITLE_NEEDS", ())
            ),
        ]
    ]


class ActionPlan(models.Model):
    """What is going to be done about one incident, round or other source in a unit.

    The source points down here, one to one; `source` finds it again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="action_plans"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = ActionPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")
        constraints = [
            # What the measures' own unit refers to.
            models.UniqueConstraint(fields=["id", "unit"], name="actionplan_unit")
        ]

    def __str__(self):
        return f"{capfirst(self._meta.verbose_name)}: {self.source or self.unit}"

    @classmethod
    def owners(cls):
        """The relations from what may own a plan, without knowing what that is."""
        return [
            relation for relation in cls._meta.related_objects if relation.one_to_one
        ]

    @property
    def source(self):
        """The incident, round or other record that owns the plan."""
        for relation in self.owners():
            if owner := getattr(self, relation.name, None):
                return owner
        return None

    @property
    def takes_measures(self):
        """Whether its source still does; one that ends, such as an incident, says so."""
        return getattr(self.source, "takes_measures", True)

    @transaction.atomic
    def add_measure(self, *, by, **what):
        self.hold_open()
        measure = self.measures.create(unit_id=self.unit_id, created_by=by, **what)
        # A source that stands in the register as a risk does so with its measures.
        if risk := getattr(self.source, "risk", None):
            risk.measures.add(measure)
        return measure

    def hold_open(self):
        """Keep the source from ending until the transaction does.

        Raises InvalidTransition when it has ended.
        """
        if not ActionPlan.objects.hold(self.pk).takes_measures:
            raise InvalidTransition(MOVED_ON)


class OwnsPlan(models.Model):
    """A Stateful model with a `unit` and an `action_plan`, made when it is first needed."""

    class Meta:
        abstract = True

    @transaction.atomic
    def plan_of_measures(self):
        """Its action plan, made when the first measure needs it."""
        self.hold()
        if self.action_plan is None:
            self.action_plan = ActionPlan.objects.create(unit=self.unit)
            self.save(update_fields=["action_plan"])
        return self.action_plan

    def hold(self, *statuses):
        """Keep others from moving it on until the transaction ends.

        Raises InvalidTransition when it has none of the statuses any more, if any is named.
        """
        rows = type(self)._base_manager.select_for_update(no_key=True)
        self.refresh_from_db(from_queryset=rows, fields=["status", "action_plan"])
        if statuses and self.status not in statuses:
            raise InvalidTransition(MOVED_ON)


class MeasureQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        return self.reached_by(
            user, UnitPermission.VIEW_MEASURES, or_own=Q(responsible=user)
        )

    def handled_by(self, user):
        """Measures that the person may change: as the unit's manager, or answering for it."""
        return self.reached_by(
            user, UnitPermission.HANDLE_MEASURES, or_own=Q(responsible=user)
        )

    def with_source(self):
        return self.select_related(
            "responsible", "created_by", "unit", "plan", *_paths_to_source("plan__")
        )

    def open(self):
        """Not yet carried out."""
        return self.filter(status__in=Measure.Status.open_states)

    def overdue(self):
        return self.open().filter(due_on__lt=today())

    def awaiting_effect(self):
        return self.filter(status=Measure.Status.DONE)

    def unfinished(self):
        """Still to be carried out, or to be judged for its effect."""
        return self.filter(status__in=Measure.Status.unfinished_states)

    def effect_due(self):
        """Carried out, and the day on which the effect can be judged has come."""
        return self.awaiting_effect().filter(effect_due_on__lte=today())


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Measure(Stateful):
    """What is to be done, by whom and when, and whether it helped."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        STARTED = "started", _("Started")
        DONE = "done", _("Done, effect not yet judged")
        EFFECT_SUFFICIENT = "effect_sufficient", _("Done, effect sufficient")
        EFFECT_INSUFFICIENT = "effect_insufficient", _("Done, effect insufficient")
        CANCELLED = "cancelled", _("Cancelled")

        open_states = nonmember(("planned", "started"))
        unfinished_states = nonmember(("planned", "started", "done"))

    class Control(models.TextChoices):
        """The hierarchy of controls, the best first."""

        REMOVE = "remove", _("Remove the source of the risk")
        REPLACE = "replace", _("Replace with something less dangerous")
        ENCLOSE = "enclose", _("Technical protection or rebuilding")
        ORGANISE = "organise", _("Change how the work is organised")
        INSTRUCT = "instruct", _("Routine, instruction or training")
        PROTECT = "protect", _("Personal protective equipment")

    TRANSITIONS = {
        Status.PLANNED: {Status.STARTED, Status.DONE, Status.CANCELLED},
        Status.STARTED: {Status.DONE, Status.CANCELLED},
        Status.DONE: {Status.EFFECT_SUFFICIENT, Status.EFFECT_INSUFFICIENT},
        Status.EFFECT_SUFFICIENT: set(),
        Status.EFFECT_INSUFFICIENT: set(),
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
    activity = models.CharField(_("what is to be done"), max_length=300)
    goal = models.CharField(_("what it shall lead to"), max_length=300, blank=True)
    control = models.CharField(
        _("kind of measure"), max_length=20, choices=Control, blank=True
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("responsible"),
        related_name="measures",
    )
    due_on = models.DateField(_("to be done by"))
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
            # The few that are left to do, of all that ever were.
            models.Index(
                fields=["due_on", "id"],
                name="measure_unfinished",
                condition=Q(status__in=["planned", "started", "done"]),
            ),
        ]
        constraints = [
            # Who carries it out also says when its effect can be judged (AFS 2023:1: check
            # the measures).
            models.CheckConstraint(
                condition=Q(status__in=["planned", "started", "cancelled"])
                | Q(done_on__isnull=False, effect_due_on__isnull=False),
                name="measure_done_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(status__startswith="effect_")
                | Q(effect_judged_on__isnull=False),
                name="measure_effect_says_when",
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
        return self.activity

    def get_absolute_url(self):
        return reverse("actionplans:measure_detail", args=[self.pk])

    @property
    def is_open(self):
        return self.status in self.Status.open_states

    def next_page(self, user):
        """Where to go on when it is done; what it was decided for says so, or nothing.

        What points at measures, many to many, answers to `next_page` itself.
        """
        for relation in self._meta.related_objects:
            if relation.many_to_many:
                for each in getattr(self, relation.get_accessor_name()).all():
                    if page := each.next_page(user):
                        return page
        return ""

    @property
    def is_overdue(self):
        return self.is_open and self.due_on < today()

    @property
    def is_effect_due(self):
        return self.status == self.Status.DONE and self.effect_due_on <= today()

    def start(self, *, by):
        self._move_to(self.Status.STARTED, by=by)

    def finish(self, *, by, done_on, effect_due_on, done_note=""):
        """Say that it is carried out, and when it can be seen whether it helped."""
        self._move_to(
            self.Status.DONE,
            by=by,
            note=done_note,
            done_on=done_on,
            done_note=done_note,
            effect_due_on=effect_due_on,
        )

    def judge_effect(self, *, by, is_sufficient, effect_note):
        """Say whether it helped; what did not help asks for a new measure."""
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
        )

    def cancel(self, *, by, reason):
        self._move_to(self.Status.CANCELLED, by=by, note=reason)

    @transaction.atomic
    def resume(self, *, by, reason):
        self.plan.hold_open()
        self._move_to(self.Status.PLANNED, by=by, note=reason)

    @transaction.atomic
    def postpone(self, *, by, due_on, reason):
        """Move the date; the reason is kept, and the row is never deleted."""
        old = self.due_on
        rows = Measure.objects.open().filter(pk=self.pk, due_on=old)
        if not rows.update(due_on=due_on):
            raise InvalidTransition(MOVED_ON)
        self.refresh_from_db()
        self.transitions.create(
            from_status=self.status,
            to_status=self.status,
            by=by,
            note=f"{old:%Y-%m-%d} → {due_on:%Y-%m-%d}: {reason}",
        )


class MeasureTransition(Transition):
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="transitions")

    @property
    def words(self):
        return Measure.Status(self.to_status).label


def plans_with(measures):
    """For querysets of what owns a plan: whether the plan has any of the measures."""
    return Exists(measures.filter(plan=OuterRef("action_plan")))
