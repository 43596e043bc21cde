import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models import ActionPlan
from organisation.models import Unit, UnitBoundQuerySet, UnitPermission
from riskassessment.models.checklists import Checklist, Question
from sam.workflow import InvalidTransition, Stateful, Transition


class RoundQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        return self.reached_by(user, UnitPermission.VIEW_ROUNDS)

    def handled_by(self, user):
        return self.reached_by(user, UnitPermission.HANDLE_ROUNDS)

    def reviewed_by(self, user):
        """Rounds in the person's safety area, to comment on and sign."""
        return self.reached_by(user, UnitPermission.REVIEW_ROUNDS)

    def open(self):
        return self.exclude(status=InspectionRound.Status.SIGNED)

    def with_progress(self):
        """Numbers for "12 of 20 answered": `answered` and `asked`."""
        return self.annotate(
            answered=Count("answers", filter=~Q(answers__value=""), distinct=True),
            asked=Count("checklist__sections__questions", distinct=True),
        )


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class InspectionRound(Stateful):
    """A round (arbetsmiljörond) through a workplace along a checklist."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        ONGOING = "ongoing", _("Going on")
        IN_REVIEW = "in_review", _("With the safety representative")
        SIGNED = "signed", _("Signed")

    TRANSITIONS = {
        Status.PLANNED: {Status.ONGOING},
        Status.ONGOING: {Status.IN_REVIEW},
        Status.IN_REVIEW: {Status.SIGNED, Status.ONGOING},
        Status.SIGNED: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="rounds"
    )
    checklist = models.ForeignKey(
        Checklist, models.PROTECT, verbose_name=_("checklist"), related_name="rounds"
    )
    planned_on = models.DateField(_("planned for"))
    carried_out_on = models.DateField(_("carried out on"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.PLANNED
    )
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    action_plan = models.OneToOneField(
        ActionPlan, models.PROTECT, verbose_name=_("action plan"), null=True, blank=True
    )

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_on", "-pk"]
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        indexes = [
            models.Index(fields=["unit", "-planned_on"], name="round_unit_newest"),
            models.Index(fields=["-planned_on", "-id"], name="round_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["planned", "ongoing"])
                | Q(carried_out_on__isnull=False),
                name="round_reviewed_was_carried_out",
            )
        ]

    def __str__(self):
        return f"{self.checklist}, {self.unit}"

    def get_absolute_url(self):
        return reverse("riskassessment:round_detail", args=[self.pk])

    def unanswered(self):
        """Questions with no answer yet; never the same as not applicable."""
        answered = self.answers.exclude(value="").values("question")
        return Question.objects.filter(section__checklist=self.checklist_id).exclude(
            pk__in=answered
        )

    def start(self, *, by):
        self._move_to(self.Status.ONGOING, by=by)

    def submit(self, *, by, carried_out_on):
        """Hand the round to the safety representative. Every question has its answer."""
        if self.unanswered().exists():
            raise InvalidTransition(_("There are questions without an answer."))
        self._move_to(self.Status.IN_REVIEW, by=by, carried_out_on=carried_out_on)

    def hand_back(self, *, by, reason):
        """The safety representative wants something changed first."""
        self._move_to(self.Status.ONGOING, by=by, note=reason)


class RoundTransition(Transition):
    round = models.ForeignKey(
        InspectionRound, models.CASCADE, related_name="transitions"
    )


class Participant(models.Model):
    """Who was asked to walk along; invited but did not come is recorded too."""

    class Part(models.TextChoices):
        MANAGER = "manager", _("Manager")
        SAFETY_REPRESENTATIVE = "safety_representative", _("Safety representative")
        OTHER = "other", _("Other")

    round = models.ForeignKey(
        InspectionRound, models.CASCADE, related_name="participants"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    part = models.CharField(_("as"), max_length=30, choices=Part)
    # Empty until it is known.
    was_present = models.BooleanField(_("was present"), null=True)

    class Meta:
        ordering = ["part", "person__name"]
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="participant_once")
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Answer(models.Model):
    class Value(models.TextChoices):
        UNANSWERED = "", _("Not answered")
        YES = "yes", _("Yes")
        NO = "no", _("No")
        NOT_APPLICABLE = "not_applicable", _("Not applicable")

    round = models.ForeignKey(InspectionRound, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    value = models.CharField(_("answer"), max_length=20, choices=Value, blank=True)
    comment = models.TextField(_("comment"), max_length=5_000, blank=True)
    # What the safety representative says of the answer.
    review_comment = models.TextField(
        _("the safety representative's comment"), max_length=5_000, blank=True
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["question__section__order", "question__order"]
        constraints = [
            models.UniqueConstraint(fields=["round", "question"], name="answer_once")
        ]


class Signature(models.Model):
    """What was signed, by whom and as what; the fingerprint is of the frozen content."""

    round = models.OneToOneField(
        InspectionRound, models.PROTECT, related_name="signature"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    comment = models.TextField(_("comment"), max_length=5_000, blank=True)
    fingerprint = models.CharField(max_length=64)
