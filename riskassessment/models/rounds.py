import uuid
from enum import nonmember

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models import ActionPlan, Measure
from organisation.models import Unit, UnitBoundQuerySet, UnitPermission
from organisation.permissions import granted_units
from riskassessment import signing
from riskassessment.models.checklists import Checklist, Question
from riskassessment.models.frozen import Frozen, FrozenWithRound
from sam.workflow import MOVED_ON, InvalidTransition, Stateful, Transition


class RoundQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        return self.reached_by(user, UnitPermission.VIEW_ROUNDS)

    def handled_by(self, user):
        return self.reached_by(user, UnitPermission.HANDLE_ROUNDS)

    def led_by(self, user):
        """Rounds of the person's own units, not of those below, or that they planned."""
        own = granted_units(user, UnitPermission.HANDLE_ROUNDS).units
        return self.filter(Q(unit__in=own) | Q(planned_by=user))

    def reviewed_by(self, user):
        """Rounds in the person's safety area, to comment on and sign."""
        return self.reached_by(user, UnitPermission.REVIEW_ROUNDS)

    def to_do_for(self, user):
        """Rounds that the person leads until they are signed, and those to review."""
        unsigned = self.exclude(status=InspectionRound.Status.SIGNED)
        in_review = self.filter(status=InspectionRound.Status.IN_REVIEW)
        return unsigned.led_by(user) | in_review.reviewed_by(user)

    @transaction.atomic
    def plan(self, *, by, invited, **what):
        """Plan a round and invite the safety representatives to it."""
        round = self.create(planned_by=by, **what)
        part = Participant.Part
        parts = dict.fromkeys(invited, part.SAFETY_REPRESENTATIVE)
        Participant.objects.bulk_create(
            Participant(round=round, person=person, part=part)
            for person, part in {by: part.MANAGER, **parts}.items()
        )
        return round


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class InspectionRound(Stateful):
    """A round (arbetsmiljörond) through a workplace along a checklist."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        ONGOING = "ongoing", _("Going on")
        IN_REVIEW = "in_review", _("With the safety representative")
        SIGNED = "signed", _("Signed")

        walked = nonmember(("planned", "ongoing"))

    TRANSITIONS = {
        Status.PLANNED: {Status.ONGOING},
        Status.ONGOING: {Status.IN_REVIEW},
        Status.IN_REVIEW: {Status.SIGNED, Status.ONGOING},
        Status.SIGNED: set(),
    }
    # What its name reads beyond itself, for those who list what owns an action plan.
    TITLE_NEEDS = ("checklist", "unit")

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
            # The few that are not signed, of all that ever were.
            models.Index(
                fields=["status", "unit"],
                name="round_todo",
                condition=~Q(status="signed"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["planned", "ongoing"])
                | Q(carried_out_on__isnull=False),
                name="round_reviewed_was_carried_out",
            )
        ]
        triggers = [
            # The action plan may still come: measures go on after signing.
            Frozen(
                name="frozen_when_signed",
                operation=pgtrigger.Delete
                | pgtrigger.UpdateOf(
                    "unit_id", "checklist_id", "planned_on", "carried_out_on", "status"
                ),
                condition=pgtrigger.Q(old__status="signed"),
            )
        ]

    def __str__(self):
        return f"{self.checklist}, {self.unit}"

    def get_absolute_url(self):
        return reverse("riskassessment:round_detail", args=[self.pk])

    @property
    def is_walked(self):
        return self.status in self.Status.walked

    @property
    def is_in_review(self):
        return self.status == self.Status.IN_REVIEW

    @property
    def step(self):
        """Which of the statuses in order it has come to, counted from one."""
        return self.Status.values.index(self.status) + 1

    def last_return(self):
        """Why the safety representative handed it back, if that was the last word."""
        moves = self.transitions.select_related("by").order_by("at", "pk")
        last = moves.last()
        return last if last and last.from_status == self.Status.IN_REVIEW else None

    def questions(self):
        return Question.objects.filter(section__checklist=self.checklist_id)

    def sections(self):
        """The checklist's sections; each has `asked`, its questions with their `answer`.

        A question without an answer has None; that is never the same as not applicable.
        """
        measures = Measure.objects.select_related("responsible")
        answers = self.answers.select_related("risk", "answered_by").prefetch_related(
            Prefetch("risk__measures", measures)
        )
        by_question = {answer.question_id: answer for answer in answers}
        sections = list(self.checklist.sections.prefetch_related("questions"))
        for section in sections:
            section.asked = list(section.questions.all())
            for question in section.asked:
                question.answer = by_question.get(question.pk)
        return sections

    def content(self, sections):
        """What there is to sign; `sections` are those of `sections()`."""
        return signing.freeze(self, sections, self.walkers())

    def fingerprint(self, sections=None):
        """Of what there is to sign now; `sections` when they are at hand already."""
        return signing.fingerprint(self.content(sections or self.sections()))

    def walkers(self):
        return self.participants.select_related("person")

    def unanswered(self):
        """Questions with no answer yet; never the same as not applicable."""
        answered = self.answers.exclude(value="").values("question")
        return self.questions().exclude(pk__in=answered)

    def start(self, *, by):
        self._move_to(self.Status.ONGOING, by=by)

    @transaction.atomic
    def answer(self, question, *, by, **said):
        """Keep what was said of a question; the last word counts, history has the rest.

        The first answer starts the round.
        """
        self.hold(*self.Status.walked)
        if self.status == self.Status.PLANNED:
            self.start(by=by)
        answer, _created = self.answers.update_or_create(
            question=question, defaults={**said, "answered_by": by}
        )
        return answer

    @transaction.atomic
    def submit(self, *, by, carried_out_on, present):
        """Hand the round to the safety representative. Every question has its answer.

        `present` are the participants who came; the others were invited and did not.
        """
        self.hold(self.Status.ONGOING)
        if self.unanswered().exists():
            raise InvalidTransition(_("There are questions without an answer."))
        came = Q(pk__in=[participant.pk for participant in present])
        self.participants.update(
            was_present=models.Case(models.When(came, then=True), default=False)
        )
        self._move_to(self.Status.IN_REVIEW, by=by, carried_out_on=carried_out_on)

    @transaction.atomic
    def comment_on(self, question, *, review_comment):
        """The safety representative's word on one answer, before signing."""
        self.hold(self.Status.IN_REVIEW)
        self.answers.filter(question=question).update(review_comment=review_comment)

    def hand_back(self, *, by, reason):
        """The safety representative wants something changed first."""
        self._move_to(self.Status.ONGOING, by=by, note=reason)

    @transaction.atomic
    def sign(self, *, by, has_read, comment=""):
        """Freeze the round as it is; `has_read` is the fingerprint of what was read."""
        self.hold(self.Status.IN_REVIEW)
        content = self.content(self.sections())
        fingerprint = signing.fingerprint(content)
        if fingerprint != has_read:
            raise InvalidTransition(
                _("The round has changed since you read it. Read it again.")
            )
        self._move_to(self.Status.SIGNED, by=by, note=comment)
        return Signature.objects.create(
            round=self, by=by, comment=comment, content=content, fingerprint=fingerprint
        )

    @transaction.atomic
    def plan_of_measures(self):
        """The round's action plan, made when the first measure needs it."""
        self.hold(*self.Status)
        if self.action_plan is None:
            self.action_plan = ActionPlan.objects.create(unit=self.unit)
            self.save(update_fields=["action_plan"])
        return self.action_plan

    def hold(self, *statuses):
        """Keep others from moving the round on until the transaction ends.

        Raises InvalidTransition when it has none of the statuses any more.
        """
        rows = InspectionRound.objects.select_for_update(no_key=True)
        self.refresh_from_db(from_queryset=rows, fields=["status", "action_plan"])
        if self.status not in statuses:
            raise InvalidTransition(MOVED_ON)


class RoundTransition(Transition):
    round = models.ForeignKey(
        InspectionRound, models.CASCADE, related_name="transitions"
    )


_OWN_ROUND = "COALESCE(NEW.round_id, OLD.round_id)"


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
        triggers = [FrozenWithRound(round=_OWN_ROUND)]

    def __str__(self):
        return f"{self.person}, {self.get_part_display()}"


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
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
        triggers = [FrozenWithRound(round=_OWN_ROUND)]

    @property
    def is_no(self):
        return self.value == self.Value.NO

    @property
    def standing_risk(self):
        """The risk, as long as the answer is no; a slip to yes and back loses nothing."""
        return getattr(self, "risk", None) if self.is_no else None


class Signature(models.Model):
    """What was signed, by whom; the fingerprint is of the content as it was then."""

    round = models.OneToOneField(
        InspectionRound, models.PROTECT, related_name="signature"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    comment = models.TextField(_("comment"), max_length=5_000, blank=True)
    content = models.JSONField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        triggers = [
            Frozen(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    @property
    def is_intact(self):
        return signing.fingerprint(self.content) == self.fingerprint
