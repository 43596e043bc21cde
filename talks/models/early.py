import uuid

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisation.leading import people_led_by
from organisation.models import (
    Appointment,
    Role,
    Unit,
    UnitBoundQuerySet,
    UnitPermission,
)
from organisation.permissions import roles_held
from sam.dates import today
from sam.workflow import InvalidTransition, Stateful, Transition, Versioned


class EarlySupportQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        """The manager who leads the employee now, the employee, HR's one named person
        and, where the employee agrees, the safety representative of the workplace."""
        representing = EarlySupport.objects.reached_by(
            user, UnitPermission.REVIEW_ROUNDS
        )
        agreed = Q(
            representative_may_read=True, pk__in=representing.order_by().values("pk")
        )
        return self.filter(
            self._led_by(user) | Q(employee=user) | self._contacted(user) | agreed
        )

    def handled_by(self, user):
        """Who writes in it: the manager, and HR's named person."""
        return self.filter(self._led_by(user) | self._contacted(user))

    def led_by(self, user):
        return self.filter(self._led_by(user))

    def open(self):
        return self.filter(status=EarlySupport.Status.OPEN)

    def with_next_day(self):
        undone = Q(steps__done_on=None)
        return self.annotate(next_on=Min("steps__due_on", filter=undone))

    def _led_by(self, user):
        return Q(employee__in=people_led_by(user).order_by().values("pk"))

    def _contacted(self, user):
        """HR's named person, for as long as the person is of HR there."""
        if Role.HR not in roles_held(user):
            return Q(pk=None)
        units = Appointment.objects.in_force().filter(user=user, role=Role.HR)
        there = Unit.objects.within(units.values_list("unit", flat=True))
        return Q(hr_contact=user, unit__in=there.order_by().values("pk"))

    @transaction.atomic
    def begin(self, *, by, employee, reason, hr_contact, step, due_on):
        """Open it with its first step."""
        support = self.create(
            employee=employee,
            unit=employee.unit,
            opened_by=by,
            reason=reason,
            hr_contact=hr_contact,
        )
        support.log(by=by)
        support.steps.create(kind=step, due_on=due_on)
        return support


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["version"],
)
class EarlySupport(Stateful, Versioned):
    """Early action: that a manager supports an employee at signs of ill health.

    It says which steps are taken and when, in codes. There is no field for a diagnosis and
    none for words on health: those belong to the system for rehabilitation.
    """

    class Reason(models.TextChoices):
        SHORT_ABSENCE = "short_absence", _("Repeated short absence")
        OVERDUE_STEP = "overdue_step", _("An adaptation of the work that is late")
        OWN_WISH = "own_wish", _("The employee has asked for it")
        SEEN_AT_WORK = "seen_at_work", _("What the manager has seen at work")
        AFTER_EVENT = "after_event", _("After an event at work")

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", pgettext_lazy("early action", "Closed")

    class Outcome(models.TextChoices):
        WORKS_AS_BEFORE = "as_before", _("Works as before")
        WORKS_ADAPTED = "adapted", _("Works with adapted tasks or hours")
        OTHER_WORK = "other_work", _("Has other work")
        REHABILITATION = "rehabilitation", _("Goes on as rehabilitation")
        NOT_NEEDED = "not_needed", _("Was not needed")

    TRANSITIONS = {Status.OPEN: {Status.CLOSED}, Status.CLOSED: {Status.OPEN}}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="early_supports"
    )
    # The employee's when it was opened.
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    opened_on = models.DateField(_("opened"), default=today)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    hr_contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("HR's contact"),
        related_name="+",
    )
    # Only the employee decides on it.
    representative_may_read = models.BooleanField(default=False)
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.OPEN
    )
    outcome = models.CharField(
        _("how it ended"), max_length=20, choices=Outcome, blank=True
    )
    closed_on = models.DateField(_("closed"), null=True, blank=True)

    objects = EarlySupportQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        verbose_name = _("early action")
        verbose_name_plural = _("early actions")
        indexes = [
            models.Index(fields=["unit", "-opened_on"], name="early_support_of_unit")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["employee"],
                condition=Q(status="open"),
                name="early_support_one_open",
                violation_error_message=_("There is one that is open already."),
            ),
            models.CheckConstraint(
                condition=Q(status="open", closed_on=None, outcome="")
                | (Q(status="closed", closed_on__isnull=False) & ~Q(outcome="")),
                name="early_support_closed_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(opened_by=F("employee")),
                name="early_support_by_another",
            ),
        ]

    def __str__(self):
        # Without the name: it may stand in a log.
        return str(self._meta.verbose_name)

    def get_absolute_url(self):
        return reverse("talks:early", args=[self.pk])

    @property
    def is_open(self):
        return self.status == self.Status.OPEN

    @property
    def tone(self):
        return "warning" if self.is_open else "success"

    def add_step(self, *, by, kind, due_on):
        if not self.is_open:
            raise InvalidTransition(_("It is closed."))
        return self.steps.create(kind=kind, due_on=due_on)

    def close(self, *, by, outcome):
        self._move_to(self.Status.CLOSED, by=by, outcome=outcome, closed_on=today())

    def reopen(self, *, by):
        self._move_to(self.Status.OPEN, by=by, outcome="", closed_on=None)

    @transaction.atomic
    def hand_over(self, *, by, version, hr_contact):
        """To another person of HR; the one before reads it no longer."""
        self._change(version=version, hr_contact=hr_contact)
        self.log(by=by, note=str(_("HR's contact")))

    @transaction.atomic
    def let_representative_read(self, *, by, allowed):
        if by.pk != self.employee_id:
            raise InvalidTransition(_("Only the employee decides on that."))
        rows = EarlySupport.objects.filter(pk=self.pk)
        rows.update(representative_may_read=allowed)
        self.refresh_from_db()
        agreed = _("The safety representative may read it")
        ended = _("The safety representative may not read it any longer")
        self.log(by=by, note=str(agreed if allowed else ended))

    def log(self, *, by, note=""):
        self.transitions.create(
            from_status=self.status, to_status=self.status, by=by, note=note
        )

    def note_reading(self, user):
        EarlyReading.objects.create(support=self, by=user)


class EarlySupportTransition(Transition):
    support = models.ForeignKey(
        EarlySupport, models.CASCADE, related_name="transitions"
    )

    @property
    def words(self):
        if self.from_status == self.to_status:
            return _("Changed") if self.note else _("Opened")
        is_closed = self.to_status == EarlySupport.Status.CLOSED
        return (
            pgettext_lazy("early action", "Closed") if is_closed else _("Opened again")
        )


class EarlyReading(models.Model):
    """Somebody has opened an early action: the read log that the law on secrecy asks for."""

    support = models.ForeignKey(EarlySupport, models.CASCADE, related_name="readings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["support", "-at"], name="early_reading_newest"),
            # For the data protection officer.
            models.Index(fields=["-at", "-id"], name="early_reading_of_all"),
            models.Index(fields=["by", "-at", "-id"], name="early_reading_by_newest"),
        ]

    def __str__(self):
        return str(self.at)


class EarlyStepQuerySet(models.QuerySet):
    def undone(self):
        return self.filter(done_on=None)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class EarlyStep(models.Model):
    """One step of an early action: what in a code, by when, and when it was done."""

    class Kind(models.TextChoices):
        TALK = "talk", _("Talk with the employee")
        ADAPTATION = "adaptation", _("Adapt tasks or hours")
        PLAN = "plan", _("Write the plan in the system for rehabilitation")
        HEALTH_SERVICE = "health_service", _("Meet the occupational health service")
        AUTHORITY = "authority", _("Meet the insurance authority")
        FOLLOW_UP = "follow_up", _("Follow-up talk")

    support = models.ForeignKey(EarlySupport, models.CASCADE, related_name="steps")
    kind = models.CharField(_("step"), max_length=20, choices=Kind)
    due_on = models.DateField(_("to be done by"))
    done_on = models.DateField(_("done"), null=True, blank=True)

    objects = EarlyStepQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(done_on=None), name="early_step_undone"
            )
        ]

    def __str__(self):
        return self.get_kind_display()

    def mark_done(self, *, by, done_on):
        """Once; whoever comes second is told."""
        undone = EarlyStep.objects.filter(pk=self.pk, done_on=None)
        if not undone.update(done_on=done_on):
            raise InvalidTransition(_("It is marked as done already."))
        self.refresh_from_db()
