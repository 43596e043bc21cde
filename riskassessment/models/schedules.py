import uuid

import pghistory
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organisation.models import Unit, UnitPermission
from organisation.permissions import granted_units
from riskassessment.models.checklists import Area
from riskassessment.models.reached import RoundBoundQuerySet
from sam.dates import today

# How long before its day a round is planned, so that people can be asked in good time.
AHEAD_DAYS = 42


class ScheduleQuerySet(RoundBoundQuerySet):
    def managed_by(self, user):
        """Those to end: of one's own unit, or any for whoever manages rounds there."""
        each_below = self.reached_by(user, UnitPermission.MANAGE_ROUNDS)
        return each_below | self.handled_by(user).filter(is_for_each_below=False)

    def concerning(self, user):
        """Those of the person's units, and those above that plan rounds in them."""
        own = granted_units(user, UnitPermission.VIEW_ROUNDS).units
        lineages = Unit.objects.filter(pk__in=own).values_list("lineage", flat=True)
        above = {unit for lineage in lineages for unit in lineage}
        return self.reached_by(
            user,
            UnitPermission.VIEW_ROUNDS,
            or_own=Q(is_for_each_below=True, unit__in=above),
        )

    def in_force(self):
        return self.filter(ended_on=None)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class RoundSchedule(models.Model):
    """That a round comes back: along which checklist, how often, in which workplaces.

    The rounds are planned by themselves some weeks ahead; coverage counts against it.
    """

    class Every(models.IntegerChoices):
        HALF_YEAR = 6, _("Twice a year")
        YEAR = 12, _("Every year")
        TWO_YEARS = 24, _("Every second year")
        # The longest that Danish law allows for the whole of an APV.
        THREE_YEARS = 36, _("Every third year")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="round_schedules"
    )
    # Else it is one round of the unit itself.
    is_for_each_below = models.BooleanField(
        _("one round in each workplace below"), default=False
    )
    # The newest version that is offered when a round is planned.
    checklist_code = models.SlugField(_("checklist"))
    area = models.CharField(_("what it surveys"), max_length=20, choices=Area)
    every_months = models.PositiveSmallIntegerField(
        _("how often"), choices=Every, default=Every.YEAR
    )
    first_on = models.DateField(_("first time"))
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["first_on", "pk"]
        verbose_name = _("recurring round")
        verbose_name_plural = _("recurring rounds")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "checklist_code", "is_for_each_below"],
                condition=Q(ended_on=None),
                name="schedule_once",
                violation_error_message=_("The round comes back there already."),
            ),
            models.CheckConstraint(
                condition=Q(every_months__in=[6, 12, 24, 36]), name="schedule_every"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("first_on")),
                name="schedule_ends_after_start",
            ),
        ]

    def __str__(self):
        return f"{self.get_area_display()}, {self.unit}"

    def days(self, *, since, until):
        """The days on which its rounds fall, from the one date to the other."""
        day, times = self.first_on, 0
        found = []
        while day <= until and (not self.ended_on or day < self.ended_on):
            if day >= since:
                found.append(day)
            times += 1
            day = self.first_on + relativedelta(months=self.every_months * times)
        return found

    def next_on(self, today):
        """The next of its days, or none when it has ended."""
        later = today + relativedelta(months=self.every_months)
        days = self.days(since=today, until=max(later, self.first_on))
        return days[0] if days else None

    def is_managed_by(self, user):
        """The same answer as `managed_by`, without a query."""
        if user.has_perm("organisation.manage_rounds", self):
            return True
        handles = user.has_perm("organisation.handle_rounds", self)
        return handles and not self.is_for_each_below

    def end(self):
        """Plan no more; one that has not begun is as if it had ended when it would have."""
        rows = RoundSchedule.objects.filter(pk=self.pk, ended_on=None)
        rows.update(ended_on=max(today(), self.first_on))
        self.refresh_from_db()
