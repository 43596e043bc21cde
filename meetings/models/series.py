import uuid

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.models.meetings import Meeting
from meetings.models.templates import AgendaTemplate, Kind
from organisation.models import Unit, UnitBoundQuerySet, UnitPermission


class SeriesQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        return self.reached_by(user, UnitPermission.MANAGE_YEAR)

    def with_progress(self):
        counted = ~Q(meetings__status=Meeting.Status.CANCELLED)
        held = Q(meetings__status__in=Meeting.Status.held_states)
        return self.annotate(
            number_of_meetings=Count("meetings", filter=counted),
            number_held=Count("meetings", filter=held),
        )


class MeetingSeries(models.Model):
    """One meeting with each leader on a list, all by the same agenda."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="meeting_series"
    )
    template = models.ForeignKey(
        AgendaTemplate, models.SET_NULL, related_name="+", null=True, blank=True
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        verbose_name = _("series of meetings")
        verbose_name_plural = _("series of meetings")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("meetings:series_detail", args=[self.pk])

    @transaction.atomic
    def plan_with(self, leaders, *, by, days):
        """A meeting for each leader, the days in turn; each in the leader's own unit."""
        meetings = [
            Meeting(
                kind=Kind.LEADER,
                unit=unit,
                series=self,
                leader=leader,
                meets_on=days[place % len(days)],
                template=self.template,
                planned_by=by,
            )
            for place, (leader, unit) in enumerate(leaders)
        ]
        return Meeting.objects.bulk_create(meetings)
