import uuid
from datetime import timedelta

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organisation.leading import people_led_by
from organisation.models import Municipality, Unit
from sam.dates import today
from sam.workflow import InvalidTransition
from talks.milestones import BY_CODE, OF_AUTHORITIES, milestones_of


class SickLeaveQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The nearest manager and the employee; HR sees how many are met in time."""
        return self.filter(self._led_by(user) | Q(employee=user))

    def led_by(self, user):
        return self.filter(self._led_by(user))

    def going_on(self):
        return self.filter(ended_on=None)

    def with_next_day(self):
        undone = Q(milestones__done_on=None)
        return self.annotate(next_on=Min("milestones__due_on", filter=undone))

    def _led_by(self, user):
        return Q(employee__in=people_led_by(user).order_by().values("pk"))

    @transaction.atomic
    def register(self, *, by, employee, first_day, is_expected_long):
        """With the milestones that the country's law asks for."""
        leave = self.create(
            employee=employee,
            unit=employee.unit,
            registered_by=by,
            first_day=first_day,
            is_expected_long=is_expected_long,
        )
        country = Municipality.objects.country()
        rules = milestones_of(country, is_expected_long=is_expected_long)
        LeaveMilestone.objects.bulk_create(
            LeaveMilestone(
                leave=leave,
                code=rule.code,
                due_on=first_day + timedelta(rule.after_days),
            )
            for rule in rules
        )
        return leave


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class SickLeave(models.Model):
    """That an employee is away, from which day, so that nobody forgets the law's
    milestones. Why stands nowhere; plans and certificates are in the HR system."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="sick_leaves"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    first_day = models.DateField(_("first day of absence"))
    # For at least as long as the law asks before it wants a plan.
    is_expected_long = models.BooleanField(
        _("expected to last 60 days or more"), default=False
    )
    ended_on = models.DateField(_("back at work"), null=True, blank=True)

    objects = SickLeaveQuerySet.as_manager()

    class Meta:
        ordering = ["-first_day", "-pk"]
        verbose_name = _("sick leave")
        verbose_name_plural = _("sick leaves")
        constraints = [
            models.UniqueConstraint(
                fields=["employee"],
                condition=Q(ended_on=None),
                name="sick_leave_one_going_on",
                violation_error_message=_("One is registered that goes on."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("first_day")),
                name="sick_leave_ends_after_it_begins",
                violation_error_message=_("It cannot end before it began."),
            ),
        ]

    def __str__(self):
        return str(self._meta.verbose_name)

    def get_absolute_url(self):
        return reverse("talks:leave", args=[self.pk])

    def end(self, *, by, ended_on):
        going_on = SickLeave.objects.filter(pk=self.pk, ended_on=None)
        if ended_on < self.first_day:
            raise InvalidTransition(_("It cannot end before it began."))
        if not going_on.update(ended_on=ended_on):
            raise InvalidTransition(_("It is ended already."))
        self.refresh_from_db()


class LeaveMilestoneQuerySet(models.QuerySet):
    def of_employer(self):
        return self.exclude(code__in=OF_AUTHORITIES)

    def waiting(self):
        """For the employer to do, of an absence that goes on."""
        return self.of_employer().filter(done_on=None, leave__ended_on=None)

    def to_be_met(self, first, last):
        """What the employer has to do in the days, if the absence still went on then."""
        still_away = Q(leave__ended_on=None) | Q(leave__ended_on__gt=F("due_on"))
        return self.of_employer().filter(still_away, due_on__range=(first, last))


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class LeaveMilestone(models.Model):
    """A day by which the law wants something to be done, and when it was."""

    leave = models.ForeignKey(SickLeave, models.CASCADE, related_name="milestones")
    code = models.CharField(max_length=30)
    due_on = models.DateField(_("to be done by"))
    done_on = models.DateField(_("done"), null=True, blank=True)

    objects = LeaveMilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(done_on=None),
                name="leave_milestone_undone",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["leave", "code"], name="leave_milestone_once"
            )
        ]

    def __str__(self):
        return str(self.rule.label)

    @property
    def rule(self):
        return BY_CODE[self.code]

    @property
    def is_late(self):
        return self.done_on is None and self.due_on < today()

    def mark_done(self, *, by, done_on):
        undone = LeaveMilestone.objects.filter(pk=self.pk, done_on=None)
        if not undone.update(done_on=done_on):
            raise InvalidTransition(_("It is marked as done already."))
        self.refresh_from_db()
