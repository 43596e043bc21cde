import uuid

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models import ActionPlan
from organisation.models import Unit, UnitBoundQuerySet, UnitPermission
from organisation.permissions import granted_units
from sam.workflow import MOVED_ON, InvalidTransition, Stateful, Transition, Versioned


class ChangeQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        return self.reached_by(user, UnitPermission.VIEW_ROUNDS)

    def handled_by(self, user):
        return self.reached_by(user, UnitPermission.HANDLE_ROUNDS)

    def reviewed_by(self, user):
        return self.reached_by(user, UnitPermission.REVIEW_ROUNDS)

    def led_by(self, user):
        """Of the person's own units, not of those below, or that they began."""
        own = granted_units(user, UnitPermission.HANDLE_ROUNDS).units
        return self.filter(Q(unit__in=own) | Q(created_by=user))

    def unfinished(self):
        return self.filter(status__in=["draft", "in_review", "reviewed", "decided"])


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["version"],
)
class ChangeAssessment(Stateful, Versioned):
    """Risks of a planned change, assessed before it is decided (AFS 2023:1).

    What changes, for whom, with which risks; then the safety representative's word, the
    decision, and afterwards whether it went as thought.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being assessed")
        IN_REVIEW = "in_review", _("With the safety representative")
        REVIEWED = "reviewed", _("Ready for the decision")
        DECIDED = "decided", _("Decided, to be followed up")
        FOLLOWED_UP = "followed_up", _("Followed up")
        CANCELLED = "cancelled", _("Cancelled")

    class Decision(models.TextChoices):
        GO_AHEAD = "go_ahead", _("The change is carried out")
        WITH_MEASURES = "with_measures", _("Carried out when the measures are done")
        REFRAIN = "refrain", _("The change is not carried out")

    TRANSITIONS = {
        Status.DRAFT: {Status.IN_REVIEW, Status.CANCELLED},
        # Without the representative's word it is decided with a reason.
        Status.IN_REVIEW: {Status.DRAFT, Status.REVIEWED, Status.DECIDED},
        Status.REVIEWED: {Status.DRAFT, Status.DECIDED, Status.CANCELLED},
        Status.DECIDED: {Status.FOLLOWED_UP},
        Status.FOLLOWED_UP: set(),
        Status.CANCELLED: {Status.DRAFT},
    }
    TITLE_NEEDS = ("unit",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="change_assessments"
    )
    title = models.CharField(_("the change"), max_length=200)
    what_changes = models.TextField(_("what changes"), max_length=5_000)
    affected = models.TextField(_("who is affected"), max_length=2_000)
    starts_on = models.DateField(_("the change begins"))
    decision_due_on = models.DateField(_("to be decided on"))
    consequences = models.TextField(
        _("what it leads to for the work environment"), max_length=5_000, blank=True
    )
    # When the cooperation group (samverkansgrupp, MED) was told, and discussed it.
    informed_on = models.DateField(_("cooperation group told"), null=True, blank=True)
    discussed_on = models.DateField(
        _("discussed in the cooperation group"), null=True, blank=True
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.DRAFT
    )
    decision = models.CharField(
        _("decision"), max_length=20, choices=Decision, blank=True
    )
    decision_note = models.TextField(
        _("reasons for the decision"), max_length=5_000, blank=True
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    # Why it was decided without the safety representative's word.
    unreviewed_reason = models.TextField(max_length=2_000, blank=True)
    follow_up_on = models.DateField(_("to be followed up on"), null=True, blank=True)
    follow_up_note = models.TextField(_("how it went"), max_length=5_000, blank=True)
    followed_up_on = models.DateField(_("followed up on"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    action_plan = models.OneToOneField(
        ActionPlan, models.PROTECT, verbose_name=_("action plan"), null=True, blank=True
    )

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("risk assessment before a change")
        verbose_name_plural = _("risk assessments before changes")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="change_newest"),
            models.Index(fields=["unit", "-created_at"], name="change_unit_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["decided", "followed_up"])
                | ~Q(decision="") & Q(decided_on__isnull=False),
                name="change_decided_says_what",
            ),
            models.CheckConstraint(
                condition=~Q(status="followed_up") | Q(followed_up_on__isnull=False),
                name="change_followed_up_says_when",
            ),
            models.CheckConstraint(
                condition=Q(follow_up_on__isnull=True)
                | Q(follow_up_on__gte=F("decided_on")),
                name="change_followed_up_after_decision",
                violation_error_message=_(
                    "It cannot be followed up before it is decided."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.unit}"

    def get_absolute_url(self):
        return reverse("riskassessment:change_detail", args=[self.pk])

    @property
    def is_in_review(self):
        return self.status == self.Status.IN_REVIEW

    @transaction.atomic
    def plan_of_measures(self):
        """The change's action plan, made when the first measure needs it."""
        self.hold(*self.Status)
        if self.action_plan is None:
            self.action_plan = ActionPlan.objects.create(unit=self.unit)
            self.save(update_fields=["action_plan"])
        return self.action_plan

    def hold(self, *statuses):
        """Keep others from moving it on until the transaction ends."""
        rows = ChangeAssessment.objects.select_for_update(no_key=True)
        self.refresh_from_db(from_queryset=rows, fields=["status", "action_plan"])
        if self.status not in statuses:
            raise InvalidTransition(MOVED_ON)


class ChangeTransition(Transition):
    change = models.ForeignKey(
        ChangeAssessment, models.CASCADE, related_name="transitions"
    )
