import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actionplans.models import ActionPlan, OwnsPlan
from organisation.models import Unit, UnitBoundQuerySet, UnitPermission
from sam.workflow import Stateful, Transition


class SpanLimit(models.Model):
    """How many employees the municipality thinks that one manager can lead."""

    most = models.PositiveSmallIntegerField(
        _("most employees for one manager"), default=30
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="spanlimit_only_one"),
            models.CheckConstraint(condition=Q(most__gte=1), name="spanlimit_is_one"),
        ]

    def __str__(self):
        return str(self.most)

    @classmethod
    def current(cls):
        """What is set, else what ships; never written by reading."""
        limit = cls.objects.first()
        return limit.most if limit else cls._meta.get_field("most").default


class HeadCountQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        return self.reached_by(user, UnitPermission.VIEW_YEAR)


class HeadCount(models.Model):
    """How many employees a manager's unit had on the first day of a month.

    A unit without a manager counts for the nearest above that has one.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="head_counts")
    month = models.DateField(_("month"))
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    employees = models.PositiveIntegerField(_("employees"))

    objects = HeadCountQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["month", "unit", "manager"], name="headcount_once"
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="headcount_first_of_month"
            ),
        ]

    def __str__(self):
        return f"{self.unit_id} {self.month}: {self.employees}"


class SpanCaseQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        return self.reached_by(user, UnitPermission.VIEW_YEAR)

    def open(self):
        return self.filter(status=SpanCase.Status.OPEN)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class SpanCase(OwnsPlan, Stateful):
    """That too many answer to the manager of a unit, with what is done about it."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Reasonable again")

    TRANSITIONS = {Status.OPEN: {Status.CLOSED}, Status.CLOSED: {Status.OPEN}}
    TITLE_NEEDS = ("unit",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.OneToOneField(Unit, models.PROTECT, related_name="span_case")
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.OPEN
    )
    action_plan = models.OneToOneField(
        ActionPlan, models.PROTECT, verbose_name=_("action plan"), null=True, blank=True
    )

    objects = SpanCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("number of employees for one manager")

    def __str__(self):
        return gettext("Employees for one manager, %(unit)s") % {"unit": self.unit}

    def get_absolute_url(self):
        return f"{reverse('allocation:span')}?unit={self.unit_id}"

    @property
    def takes_measures(self):
        return self.status == self.Status.OPEN

    def open_again(self, *, by):
        if self.status == self.Status.CLOSED:
            self._move_to(self.Status.OPEN, by=by)

    def close(self, *, by):
        self._move_to(self.Status.CLOSED, by=by)


class SpanCaseTransition(Transition):
    case = models.ForeignKey(SpanCase, models.CASCADE, related_name="transitions")
