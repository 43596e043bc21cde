"""The plan of a unit, an administration or the municipality for a year or a project."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models.plans import ActionPlan, OwnsPlan
from actionplans.models.told import Told
from organisation.models import Unit, UnitBoundQuerySet, UnitPermission
from sam.workflow import Stateful, Transition, Versioned


class WorkEnvironmentPlanQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        """A decided plan is read by all who work in the unit or below it."""
        own = Q(pk__in=[])
        if user.unit_id:
            own = Q(unit__in=user.unit.lineage) & ~Q(status="draft")
        return self.reached_by(user, UnitPermission.VIEW_MEASURES, or_own=own)

    def handled_by(self, user):
        return self.reached_by(user, UnitPermission.HANDLE_MEASURES)

    def of_year(self, year):
        return self.filter(first_year__lte=year, last_year__gte=year)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class WorkEnvironmentPlan(Versioned, Stateful, OwnsPlan):
    """Goals and measures of a unit for its years; what goes on in the unit is shown with it.

    Its own rows lie in its action plan.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        DECIDED = "decided", _("Decided")
        ENDED = "ended", _("Ended")

    class Kind(models.TextChoices):
        YEARLY = "yearly", _("For the year")
        PROJECT = "project", _("For a project of several years")

    TRANSITIONS = {
        Status.DRAFT: {Status.DECIDED},
        # What is decided is taken back with a reason, and decided anew.
        Status.DECIDED: {Status.DRAFT, Status.ENDED},
        Status.ENDED: {Status.DECIDED},
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=_("unit"),
        related_name="work_environment_plans",
    )
    kind = models.CharField(
        _("kind of plan"), max_length=20, choices=Kind, default=Kind.YEARLY
    )
    title = models.CharField(_("title"), max_length=200)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.DRAFT
    )
    # Of the level above, whose goals it takes over.
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("plan above it"),
        related_name="children",
        null=True,
        blank=True,
    )
    # The plan of the year before, from which it was copied.
    previous = models.ForeignKey(
        "self", models.PROTECT, related_name="next_ones", null=True, blank=True
    )
    action_plan = models.OneToOneField(
        ActionPlan, models.PROTECT, verbose_name=_("action plan"), null=True, blank=True
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    # A person or a body, and the number of the matter there.
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    case_number = models.CharField(_("case number"), max_length=50, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = WorkEnvironmentPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-first_year", "title", "pk"]
        verbose_name = _("work environment plan")
        verbose_name_plural = _("work environment plans")
        indexes = [
            models.Index(fields=["unit", "-first_year"], name="workplan_of_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "first_year"],
                condition=Q(kind="yearly"),
                name="workplan_one_a_year",
                violation_error_message=_("The unit already has a plan for that year."),
            ),
            models.CheckConstraint(
                condition=Q(last_year__gte=models.F("first_year"))
                & Q(first_year__range=(2000, 2100), last_year__range=(2000, 2100)),
                name="workplan_years_in_order",
                violation_error_message=_("The last year comes before the first."),
            ),
            models.CheckConstraint(
                condition=Q(kind="project") | Q(first_year=models.F("last_year")),
                name="workplan_yearly_is_one_year",
            ),
            models.CheckConstraint(
                condition=Q(status="draft")
                | (Q(decided_on__isnull=False) & ~Q(decided_by="")),
                name="workplan_decided_says_who_and_when",
            ),
        ]

    def __str__(self):
        return f"{self.title} {self.years}"

    def get_absolute_url(self):
        return reverse("plans:plan_detail", args=[self.pk])

    @property
    def years(self):
        if self.first_year == self.last_year:
            return str(self.first_year)
        return f"{self.first_year}\N{EN DASH}{self.last_year}"

    @property
    def takes_measures(self):
        return self.status != self.Status.ENDED


class WorkEnvironmentPlanTransition(Transition):
    plan = models.ForeignKey(
        WorkEnvironmentPlan, models.CASCADE, related_name="transitions"
    )

    @property
    def words(self):
        return WorkEnvironmentPlan.Status(self.to_status).label


class PlanGoal(models.Model):
    """What a plan is to reach; plans below it take it over as it stands."""

    class Outcome(models.TextChoices):
        REACHED = "reached", _("Reached")
        PARTLY = "partly", _("Partly reached")
        NOT_REACHED = "not_reached", _("Not reached")

    plan = models.ForeignKey(WorkEnvironmentPlan, models.CASCADE, related_name="goals")
    order = models.PositiveIntegerField(default=0)
    text = models.CharField(_("goal"), max_length=500)
    # How one sees that it is reached: "reported sick leave under 5.4 %".
    criterion = models.CharField(
        _("how one sees that it is reached"), max_length=300, blank=True
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    outcome_note = models.TextField(_("why"), max_length=2_000, blank=True)
    judged_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["plan", "order", "pk"]
        verbose_name = _("goal")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", judged_on=None)
                | (~Q(outcome="") & Q(judged_on__isnull=False)),
                name="plangoal_outcome_says_when",
            )
        ]

    def __str__(self):
        return self.text


class PlanReview(Told):
    """That a plan was gone through at a meeting."""

    plan = models.ForeignKey(
        WorkEnvironmentPlan, models.CASCADE, related_name="reviews"
    )

    class Meta(Told.Meta):
        verbose_name = _("review of a plan")

    def __str__(self):
        return f"{self.get_audience_display()}, {self.told_on}"
