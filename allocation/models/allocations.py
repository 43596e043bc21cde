import uuid
from enum import nonmember
from functools import reduce
from operator import or_

import pghistory
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from allocation.models.tasks import AllocationTask
from organisation.models import (
    Appointment,
    Committee,
    Unit,
    UnitBoundQuerySet,
    UnitPermission,
)
from organisation.permissions import granted_units
from organisation.roles import DEPUTISING
from sam.dates import today
from sam.workflow import MOVED_ON, InvalidTransition, Stateful, Transition, Versioned

# Of the three legs on which an allocation stands.
LEGS = {
    "mandate": _("Mandate"),
    "resources": _("Resources"),
    "knowledge": _("Knowledge"),
}
_COMPLETE = Q(**{f"{leg}_at__isnull": False for leg in LEGS})


class AllocatedUnitQuerySet(UnitBoundQuerySet):
    def in_force(self, on=None):
        """Signed, not ended by the day, and the receiver still leads the unit.

        Who was given the tasks as its manager holds them no longer than the appointment.
        """
        on = on or today()
        leads = Appointment.objects.filter(
            user=OuterRef("allocation__receiver"),
            unit=OuterRef("unit"),
            role__in=DEPUTISING,
            valid__contains=on,
        )
        left = Q(allocation__receiver__left_on__lt=on)
        return self.filter(
            Q(allocation__ends_with_appointment=False) | Exists(leads),
            allocation__status__in=TaskAllocation.Status.once_signed,
            allocation__signed_at__isnull=False,
            allocation__valid__contains=on,
        ).exclude(left)


class AllocatedUnit(models.Model):
    """A unit in which an allocation holds, with what hangs below it."""

    allocation = models.ForeignKey(
        "TaskAllocation", models.CASCADE, related_name="places"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="allocated")

    objects = AllocatedUnitQuerySet.as_manager()

    class Meta:
        ordering = ["unit__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["allocation", "unit"], name="allocatedunit_once"
            )
        ]

    def __str__(self):
        return str(self.unit)


class AllocatedTaskQuerySet(models.QuerySet):
    def held(self, on=None):
        """Not given back by the day."""
        on = on or today()
        return self.filter(Q(returned_on=None) | Q(returned_on__gt=on))

    def returned(self):
        return self.filter(returned_on__isnull=False)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class AllocatedTask(models.Model):
    """A task in an allocation, in the words that are signed; given back or not."""

    allocation = models.ForeignKey(
        "TaskAllocation", models.CASCADE, related_name="allocated"
    )
    task = models.ForeignKey(AllocationTask, models.PROTECT, related_name="allocated")
    # From that day on it rests with the one who allocated it.
    returned_on = models.DateField(_("given back on"), null=True, blank=True)
    return_reason = models.TextField(
        _("why it was given back"), max_length=2_000, blank=True
    )
    # The allocator has seen what came back, and says what is done about it.
    return_seen_on = models.DateField(_("seen on"), null=True, blank=True)

    objects = AllocatedTaskQuerySet.as_manager()

    class Meta:
        ordering = ["task__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["allocation", "task"], name="allocatedtask_once"
            ),
            models.CheckConstraint(
                condition=Q(returned_on=None, return_reason="")
                | (Q(returned_on__isnull=False) & ~Q(return_reason="")),
                name="allocatedtask_returned_says_why",
                violation_error_message=_("Say why the task is given back."),
            ),
        ]

    def __str__(self):
        return str(self.task)


class TaskAllocationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Own ones, those of the units that one sees, and what political bodies decided.

        A draft is seen by those who write it.
        """
        own = Q(receiver=user) | Q(allocator=user)
        if granted_units(user, UnitPermission.VIEW_YEAR).units:
            own |= Q(pk__in=self._in_units(user, UnitPermission.VIEW_YEAR))
            own |= Q(receiver_committee__isnull=False)
        draft = Q(status=TaskAllocation.Status.DRAFT)
        drafted = Q(pk__in=self._drafted_by(user).values("pk"))
        return self.filter(own).filter(~draft | drafted)

    def managed_by(self, user):
        """Those that HR looks after, wherever they come from."""
        if not granted_units(user, UnitPermission.MANAGE_YEAR).units:
            return self.none()
        managed = Q(pk__in=self._in_units(user, UnitPermission.MANAGE_YEAR))
        return self.filter(managed | Q(receiver_committee__isnull=False))

    def given_by(self, user):
        """Whose allocator the person is; of a body's decision, HR that looks after it."""
        bodies = ~Q(kind=TaskAllocation.Kind.PERSON)
        managed = TaskAllocation.objects.managed_by(user).filter(bodies).order_by()
        return self.filter(Q(allocator=user) | Q(pk__in=managed.values("pk")))

    def received_by(self, user):
        return self.filter(receiver=user)

    def ended_by(self, user):
        """The allocator, and HR."""
        managed = TaskAllocation.objects.managed_by(user).order_by()
        return self.filter(Q(allocator=user) | Q(pk__in=managed.values("pk")))

    def named(self, word):
        """Given to or by somebody with that in the name."""
        names = ["receiver", "allocator", "receiver_committee", "committee"]
        return self.filter(
            reduce(or_, (Q(**{f"{name}__name__icontains": word}) for name in names))
        )

    def with_returned(self):
        """With a task that came back and of which nobody has said what is done."""
        waiting = AllocatedTask.objects.returned().filter(
            allocation=OuterRef("pk"), return_seen_on=None
        )
        return self.filter(Exists(waiting))

    def _drafted_by(self, user):
        managed = TaskAllocation.objects.managed_by(user).order_by()
        return TaskAllocation.objects.filter(
            Q(allocator=user) | Q(prepared_by=user) | Q(pk__in=managed.values("pk"))
        ).order_by()

    def drafted_by(self, user):
        """Drafts that the person may write in: the allocator, who prepared it, and HR."""
        drafts = self.filter(status=TaskAllocation.Status.DRAFT)
        return drafts.filter(pk__in=self._drafted_by(user).values("pk"))

    def _in_units(self, user, permission):
        reached = AllocatedUnit.objects.reached_by(user, permission)
        return reached.order_by().values("allocation")

    def in_force(self, on=None):
        """In at least one of its units; a body's until its last day."""
        places = AllocatedUnit.objects.in_force(on).filter(allocation=OuterRef("pk"))
        to_body = Q(
            receiver_committee__isnull=False,
            status__in=TaskAllocation.Status.once_signed,
            valid__contains=on or today(),
        )
        return self.filter(to_body | Exists(places))

    def over(self):
        """Signed, and by now in force no more."""
        signed = self.filter(
            status__in=[TaskAllocation.Status.SIGNED, TaskAllocation.Status.ENDED]
        )
        later = Q(valid__startswith__gt=today())
        return signed.exclude(later).exclude(pk__in=self._standing())

    def with_standing(self):
        return self.annotate(stands=Exists(self._standing().filter(pk=OuterRef("pk"))))

    def _standing(self):
        return TaskAllocation.objects.in_force().order_by().values("pk")

    def incomplete(self):
        """Given to somebody who has not confirmed all three legs."""
        return self.exclude(_COMPLETE).filter(receiver__isnull=False)

    def to_follow_up(self):
        """Of which the yearly talk is due within a month."""
        soon = today() + relativedelta(months=1)
        return self.in_force().filter(follow_up_on__lte=soon)

    def in_units(self, units):
        """Those that hold in one of the units."""
        places = AllocatedUnit.objects.filter(unit__in=units)
        return self.filter(pk__in=places.order_by().values("allocation"))

    def for_list(self):
        """With people, places and how many tasks, in two queries."""
        tasks = AllocatedTask.objects.filter(allocation=OuterRef("pk")).order_by()
        number = tasks.values("allocation").annotate(number=Count("pk"))
        places = AllocatedUnit.objects.select_related("unit")
        return (
            self.with_standing()
            .select_related("allocator", "committee", "receiver", "receiver_committee")
            .prefetch_related(Prefetch("places", places))
            .annotate(number=Coalesce(Subquery(number.values("number")), 0))
        )

    def in_full(self):
        return self.select_related(
            "allocator", "committee", "receiver", "receiver_committee", "prepared_by"
        ).prefetch_related(
            Prefetch("places", AllocatedUnit.objects.select_related("unit")),
            Prefetch("allocated", AllocatedTask.objects.select_related("task")),
        )

    @transaction.atomic
    def prepare(self, *, by, units, tasks, **what):
        """Write a draft; `what` are the fields that say from whom, to whom and when.

        Raises InvalidTransition for what nobody may allocate.
        """
        allocation = self.model(prepared_by=by, **what)
        allocation.ends_with_appointment = _leads(what.get("receiver"), units)
        _refuse_to_oneself(allocation)
        allocation.save(force_insert=True)
        allocation._write(units=units, tasks=tasks)
        allocation.refresh_from_db()
        return allocation


def _leads(receiver, units):
    """Whether the person is given the tasks as manager of all the units."""
    units = list(units)
    if receiver is None or not units:
        return False
    led = receiver.appointments.filter(role__in=DEPUTISING, unit__in=units)
    led = led.filter(Q(valid__endswith=None) | Q(valid__endswith__gt=today()))
    return set(led.values_list("unit", flat=True)) == {unit.pk for unit in units}


def _refuse_to_oneself(allocation):
    if allocation.receiver_id and allocation.receiver_id == allocation.allocator_id:
        raise InvalidTransition(_("Nobody allocates tasks to themselves."))


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["version"],
)
class TaskAllocation(Stateful, Versioned):
    """That tasks of the work environment are allocated in writing, one step of the chain
    from the council down: who gives them, who takes them, where and from when.

    It stands on three legs, which the receiver confirms: mandate, resources, knowledge.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PROPOSED = "proposed", _("Waits for the receiver's signature")
        SIGNED = "signed", pgettext_lazy("allocation", "Signed")
        RETURNED = "returned", pgettext_lazy("allocation", "Given back")
        ENDED = "ended", pgettext_lazy("allocation", "Ended")

        # What was in force on some day: its dates tell which.
        once_signed = nonmember(("signed", "returned", "ended"))

    class Kind(models.TextChoices):
        """From whom the tasks come."""

        PERSON = "person", _("A manager")
        COMMITTEE = "committee", _("A political committee")
        COUNCIL = "council", _("The municipal council")

    TRANSITIONS = {
        Status.DRAFT: {Status.PROPOSED, Status.SIGNED},
        Status.PROPOSED: {Status.SIGNED, Status.RETURNED, Status.DRAFT},
        Status.SIGNED: {Status.RETURNED, Status.ENDED},
        Status.RETURNED: set(),
        Status.ENDED: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(
        _("allocated by"), max_length=10, choices=Kind, default=Kind.PERSON
    )
    allocator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("allocator"),
        related_name="allocations_given",
        null=True,
        blank=True,
    )
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        verbose_name=_("committee"),
        related_name="allocations_given",
        null=True,
        blank=True,
    )
    # Of a political body its decision stands for a signature.
    decided_on = models.DateField(_("day of the decision"), null=True, blank=True)
    case_number = models.CharField(_("case number"), max_length=50, blank=True)
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("receiver"),
        related_name="allocations",
        null=True,
        blank=True,
    )
    receiver_committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        verbose_name=_("committee that receives"),
        related_name="allocations",
        null=True,
        blank=True,
    )
    # Part of a unit, such as the chemistry room; the manager holds the rest.
    limited_to = models.CharField(_("only for"), max_length=200, blank=True)
    valid = DateRangeField(_("valid"))
    # Whether it was given to the manager of the units: then it lasts as long as that.
    ends_with_appointment = models.BooleanField(default=False, editable=False)
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.DRAFT
    )
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("prepared by"),
        related_name="+",
    )
    created_at = models.DateTimeField(_("prepared"), auto_now_add=True)
    proposed_at = models.DateTimeField(_("signed by the allocator"), null=True)
    signed_at = models.DateTimeField(_("signed by the receiver"), null=True)
    mandate_at = models.DateTimeField(_("mandate confirmed"), null=True)
    resources_at = models.DateTimeField(_("resources confirmed"), null=True)
    knowledge_at = models.DateTimeField(_("knowledge confirmed"), null=True)
    lacks = models.TextField(_("what is lacking"), max_length=2_000, blank=True)
    # Once a year the two talk of how it goes.
    follow_up_on = models.DateField(_("to be followed up by"), null=True)

    units = models.ManyToManyField(
        Unit, through=AllocatedUnit, related_name="task_allocations"
    )
    tasks = models.ManyToManyField(
        AllocationTask, through=AllocatedTask, related_name="allocations"
    )

    objects = TaskAllocationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("allocation of tasks")
        verbose_name_plural = _("allocations of tasks")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="allocation_newest"),
            models.Index(fields=["receiver", "status"], name="allocation_received"),
            models.Index(fields=["allocator", "status"], name="allocation_given"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind="person", allocator__isnull=False, committee__isnull=True
                )
                | Q(
                    kind="committee",
                    allocator__isnull=True,
                    committee__isnull=False,
                    decided_on__isnull=False,
                )
                | Q(
                    kind="council",
                    allocator__isnull=True,
                    committee__isnull=True,
                    decided_on__isnull=False,
                ),
                name="allocation_by_one",
                violation_error_message=_(
                    "A political body allocates by a decision that has a date."
                ),
            ),
            models.CheckConstraint(
                condition=Q(receiver__isnull=False, receiver_committee__isnull=True)
                | Q(receiver__isnull=True, receiver_committee__isnull=False),
                name="allocation_to_one",
            ),
            models.CheckConstraint(
                condition=Q(receiver_committee__isnull=True) | Q(kind="council"),
                name="allocation_to_committee_by_council",
            ),
            models.CheckConstraint(
                condition=Q(allocator=None)
                | Q(receiver=None)
                | ~Q(allocator=F("receiver")),
                name="allocation_not_to_oneself",
                violation_error_message=_("Nobody allocates tasks to themselves."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["signed", "ended"])
                | Q(signed_at__isnull=False)
                | Q(receiver=None),
                name="allocation_signed_says_when",
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False), name="allocation_lasts_a_day"
            ),
        ]

    def __str__(self):
        return gettext("Allocation to %(receiver)s") % {"receiver": self.receiver_name}

    def get_absolute_url(self):
        return reverse("allocation:allocation_detail", args=[self.pk])

    @property
    def receiver_name(self):
        return str(self.receiver or self.receiver_committee)

    @property
    def giver(self):
        """Who allocates: a person, a committee, or the council in words."""
        return self.allocator or self.committee or self.Kind.COUNCIL.label

    @property
    def is_by_body(self):
        return self.kind != self.Kind.PERSON

    @property
    def first_day(self):
        return self.valid.lower

    @property
    def last_day(self):
        """None while no end is set."""
        return self.valid.upper and self.valid.upper - relativedelta(days=1)

    @property
    def legs(self):
        """[(name, label, when it was confirmed)]"""
        return [(leg, label, getattr(self, f"{leg}_at")) for leg, label in LEGS.items()]

    @property
    def is_complete(self):
        return all(at for _leg, _label, at in self.legs)

    @property
    def phase(self):
        """The status in words; of a signed one whether it is in force (`with_standing`)."""
        if self.status != self.Status.SIGNED:
            return self.get_status_display()
        if self.first_day > today():
            return gettext("Begins later")
        if not self.stands:
            return gettext("Ended with the appointment")
        return gettext("In force")

    @property
    def tone(self):
        if self.status == self.Status.SIGNED and not self.stands:
            return "info" if self.first_day > today() else "neutral"
        return {
            "draft": "info",
            "proposed": "warning",
            "signed": "success" if self.is_complete or not self.receiver else "warning",
            "returned": "danger",
            "ended": "neutral",
        }[self.status]

    # Writing

    @transaction.atomic
    def change(self, *, by, version, units, tasks, **what):
        """Write a draft anew."""
        self._require(self.Status.DRAFT)
        self.ends_with_appointment = _leads(self.receiver, units)
        self._change(
            version=version,
            ends_with_appointment=self.ends_with_appointment,
            **what,
        )
        self._write(units=units, tasks=tasks)

    def _write(self, *, units, tasks):
        """The rows below the draft."""
        self.places.all().delete()
        self.allocated.all().delete()
        AllocatedUnit.objects.bulk_create(
            AllocatedUnit(allocation=self, unit=unit) for unit in units
        )
        AllocatedTask.objects.bulk_create(
            AllocatedTask(allocation=self, task=task) for task in tasks
        )

    @transaction.atomic
    def discard(self):
        """Throw a draft away."""
        self._require(self.Status.DRAFT)
        self.delete()

    # Moves

    @transaction.atomic
    def propose(self, *, by):
        """The allocator signs, and the receiver is asked to. Raises InvalidTransition when
        the allocator does not hold all the tasks."""
        self._require(self.Status.DRAFT)
        _refuse_to_oneself(self)
        self._refuse_what_is_not_held()
        self._move_to(self.Status.PROPOSED, by=by, proposed_at=timezone.now())

    @transaction.atomic
    def register(self, *, by):
        """A committee receives by the council's decision alone."""
        self._require(self.Status.DRAFT)
        if self.receiver_committee is None:
            raise InvalidTransition(_("A person signs what is received."))
        self._move_to(self.Status.SIGNED, by=by, proposed_at=timezone.now())
        self._end_earlier(by=by)

    def take_back(self, *, by):
        """The allocator thinks again, before the receiver has signed."""
        self._move_to(self.Status.DRAFT, by=by, proposed_at=None)

    @transaction.atomic
    def sign(self, *, by, confirmed, lacks=""):
        """The receiver signs; `confirmed` are the legs that stand.

        Nobody holds a task before both have signed, whatever day the draft named.
        """
        self._require(self.Status.PROPOSED)
        now, first = timezone.now(), max(self.first_day, today())
        if self.valid.upper and self.valid.upper <= first:
            raise InvalidTransition(_("Its last day has passed."))
        self._move_to(
            self.Status.SIGNED,
            by=by,
            note=lacks,
            signed_at=now,
            valid=(first, self.valid.upper),
            lacks=lacks,
            follow_up_on=today() + relativedelta(years=1),
            **{f"{leg}_at": now for leg in LEGS if leg in confirmed},
        )
        self._end_earlier(by=by)

    @transaction.atomic
    def confirm(self, *, by, leg):
        """The receiver confirms one leg more, when what was lacking is there."""
        current = self._require(self.Status.PROPOSED, self.Status.SIGNED)
        if getattr(current, f"{leg}_at"):
            raise InvalidTransition(MOVED_ON)
        setattr(current, f"{leg}_at", timezone.now())
        if current.is_complete:
            current.lacks = ""
        current.save(update_fields=[f"{leg}_at", "lacks"])
        self.refresh_from_db()
        self._log(by=by, note=gettext("Confirmed: %(leg)s") % {"leg": LEGS[leg]})

    @transaction.atomic
    def give_back(self, *, by, tasks, reason):
        """The receiver gives tasks back: from today they rest with the allocator.

        When all are given back nothing of the allocation is left.
        """
        self._require(self.Status.PROPOSED, self.Status.SIGNED)
        held = self.allocated.held().select_for_update(of=["self"])
        left = held.filter(pk__in=[each.pk for each in tasks])
        if not left.update(returned_on=today(), return_reason=reason):
            raise InvalidTransition(MOVED_ON)
        if not self.allocated.held().exists():
            first = self.valid.lower
            until = max(today(), first + relativedelta(days=1))
            valid = (first, until) if self.signed_at else self.valid
            self._move_to(self.Status.RETURNED, by=by, note=reason, valid=valid)
            return
        names = "; ".join(str(each.task) for each in tasks)
        self._log(by=by, note=f"{names}: {reason}")

    @transaction.atomic
    def end(self, *, by, last_day, reason=""):
        current = self._require(self.Status.SIGNED)
        first = current.valid.lower
        if last_day < first:
            raise InvalidTransition(_("It cannot end before it began."))
        valid = (first, last_day + relativedelta(days=1))
        self._move_to(self.Status.ENDED, by=by, note=reason, valid=valid)

    @transaction.atomic
    def follow_up(self, *, by, note):
        """The two have talked of it; a year from now they do so again."""
        self._require(self.Status.SIGNED)
        self.follow_up_on = today() + relativedelta(years=1)
        self.save(update_fields=["follow_up_on"])
        self._log(by=by, note=note)

    @transaction.atomic
    def see_returned(self, *, by, note):
        """The allocator has seen what came back, and says what is done about it."""
        waiting = self.allocated.returned().filter(return_seen_on=None)
        if not waiting.update(return_seen_on=today()):
            raise InvalidTransition(MOVED_ON)
        self._log(by=by, note=note)

    def _refuse_what_is_not_held(self):
        """A committee or manager passes on only what they hold themselves."""
        lacking = what_is_lacking(
            self.kind,
            self.giver,
            self.units.all(),
            self.tasks.all(),
            on=max(self.first_day, today()),
        )
        if lacking:
            raise InvalidTransition(lacking)

    def _end_earlier(self, *, by):
        """What the receiver held in the same units before is replaced by this one."""
        if self.limited_to:
            return
        earlier = TaskAllocation.objects.filter(
            status=self.Status.SIGNED,
            receiver=self.receiver_id,
            receiver_committee=self.receiver_committee_id,
            kind=self.kind,
            limited_to="",
        ).exclude(pk=self.pk)
        elsewhere = AllocatedUnit.objects.exclude(unit__in=self.units.all())
        earlier = earlier.exclude(pk__in=elsewhere.values("allocation"))
        for each in earlier:
            last_day = max(each.first_day, self.first_day - relativedelta(days=1))
            each.end(by=by, last_day=last_day, reason=gettext("A new one replaces it."))

    def _require(self, *statuses):
        """The row as it is now, kept from others until the transaction ends."""
        current = TaskAllocation.objects.select_for_update(no_key=True).get(pk=self.pk)
        if current.status not in statuses:
            raise InvalidTransition(MOVED_ON)
        return current

    def _log(self, *, by, note):
        self.transitions.create(
            from_status=self.status, to_status=self.status, by=by, note=note
        )


def held_by(kind, giver, units, *, on):
    """Keys of the tasks that the giver holds on the day in all of the units.

    None of the council: what nobody else holds it holds itself. Of a committee wherever it
    is; a person holds in a unit also what was given for one above it.
    """
    if kind == TaskAllocation.Kind.COUNCIL:
        return None
    rows = AllocatedTask.objects.held(on)
    if kind == TaskAllocation.Kind.COMMITTEE:
        given = TaskAllocation.objects.in_force(on).filter(receiver_committee=giver)
        held = rows.filter(allocation__in=given.order_by())
        return set(held.values_list("task__key", flat=True))
    places = AllocatedUnit.objects.in_force(on).filter(
        allocation__receiver=giver, allocation__limited_to=""
    )
    per_unit = [
        set(
            rows.filter(
                allocation__in=places.filter(unit__in=unit.lineage)
                .order_by()
                .values("allocation")
            ).values_list("task__key", flat=True)
        )
        for unit in units
    ]
    return set.intersection(*per_unit) if per_unit else set()


def what_is_lacking(kind, giver, units, tasks, *, on):
    """The tasks that the giver cannot allocate, for not holding them, in words."""
    held = held_by(kind, giver, units, on=on)
    if held is None:
        return ""
    lacking = [str(task) for task in tasks if task.key not in held]
    if not lacking:
        return ""
    return gettext("%(giver)s does not hold these tasks: %(tasks)s") % {
        "giver": giver,
        "tasks": "; ".join(lacking),
    }


class TaskAllocationTransition(Transition):
    allocation = models.ForeignKey(
        TaskAllocation, models.CASCADE, related_name="transitions"
    )

    @property
    def words(self):
        if self.from_status == self.to_status:
            return _("Noted")
        return {
            "draft": _("Taken back by the allocator"),
            "proposed": _("Signed by the allocator"),
            "signed": _("Signed by the receiver"),
            "returned": pgettext_lazy("allocation", "Given back"),
            "ended": pgettext_lazy("allocation", "Ended"),
        }[self.to_status]
