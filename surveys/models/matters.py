import uuid

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models import ActionPlan, Measure, OwnsPlan
from organisation.models import Unit, UnitBoundQuerySet, UnitPermission
from sam.workflow import MOVED_ON, InvalidTransition, Stateful, Transition, Versioned
from surveys.models.surveys import Survey


class MatterQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        """A draft is HR's; what is laid before a body is read by who leads or represents."""
        drafts = Q(status=Matter.Status.DRAFT)
        managed = Matter.objects.managed_by(user)
        seen = self.reached_by(user, UnitPermission.VIEW_YEAR)
        return seen.filter(~drafts | Q(pk__in=managed.order_by().values("pk")))

    def managed_by(self, user):
        return self.reached_by(user, UnitPermission.MANAGE_YEAR)

    def decided(self):
        return self.filter(status=Matter.Status.DECIDED)


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["version"],
)
class Matter(OwnsPlan, Stateful, Versioned):
    """What is laid before a body when a survey is followed up: information to the council,
    or measures to the work-environment committee."""

    class Kind(models.TextChoices):
        COUNCIL = "council", _("Information to the council")
        MEASURES = "measures", _("Measures to the work-environment committee")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SENT = "sent", _("Sent")
        DECIDED = "decided", _("Decided")

    TRANSITIONS = {
        Status.DRAFT: {Status.SENT, Status.DECIDED},
        Status.SENT: {Status.DECIDED},
        Status.DECIDED: set(),
    }
    TONES = {
        Status.DRAFT: "neutral",
        Status.SENT: "info",
        Status.DECIDED: "success",
    }
    TITLE_NEEDS = ("survey",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(
        Survey, models.PROTECT, verbose_name=_("survey"), related_name="matters"
    )
    # The survey's: whoever reads all of it reads this.
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"), max_length=20_000)
    # Which of the workplaces' measures are laid before the body.
    proposed = models.ManyToManyField(
        "surveys.MunicipalMeasure", related_name="proposed_in", blank=True
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.DRAFT
    )
    # As the body numbers its matters: KST 61/26.
    decision = models.CharField(_("decision"), max_length=100, blank=True)
    decided_on = models.DateField(_("day of the decision"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    action_plan = models.OneToOneField(
        ActionPlan,
        models.PROTECT,
        verbose_name=_("action plan"),
        related_name="survey_matter",
        null=True,
        blank=True,
    )

    objects = MatterQuerySet.as_manager()

    class Meta:
        ordering = ["survey", "kind"]
        verbose_name = _("matter about a survey")
        verbose_name_plural = _("matters about surveys")
        constraints = [
            models.UniqueConstraint(fields=["survey", "kind"], name="matter_once"),
            models.CheckConstraint(
                condition=~Q(status="decided")
                | Q(decided_on__isnull=False) & ~Q(decision=""),
                name="matter_decided_says_what",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("surveys:matter", args=[self.survey_id, self.kind])

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT

    @property
    def is_decided(self):
        return self.status == self.Status.DECIDED

    @property
    def tone(self):
        return self.TONES[self.status]

    def measures(self):
        return Measure.objects.filter(plan=self.action_plan_id).select_related(
            "responsible"
        )

    @transaction.atomic
    def write(self, *, version, proposed=None, **what):
        self.hold(self.Status.DRAFT)
        self._change(version=version, **what)
        if proposed is not None:
            self.proposed.set(proposed)

    def send(self, *, by, note=""):
        self._turn(self.Status.SENT, by=by, note=note)

    def decide(self, *, by, decision, decided_on):
        if self.is_decided:
            raise InvalidTransition(MOVED_ON)
        self._turn(
            self.Status.DECIDED,
            by=by,
            note=decision,
            decision=decision,
            decided_on=decided_on,
        )

    def _turn(self, status, **what):
        self._move_to(status, version=F("version") + 1, **what)


class MatterTransition(Transition):
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="transitions")

    @property
    def words(self):
        return Matter.Status(self.to_status).label
