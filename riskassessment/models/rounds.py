import uuid
from enum import nonmember

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models import ActionPlan, OwnsPlan
from organisation.models import Unit
from riskassessment import signing
from riskassessment.models.checklists import Area, Checklist, Question, Section
from riskassessment.models.frozen import Frozen, FrozenWithRound
from riskassessment.models.reached import RoundBoundQuerySet
from riskassessment.models.schedules import RoundSchedule
from sam.dates import today
from sam.workflow import InvalidTransition, Stateful, Transition
from ui.text import shortened

MOST_IN_TITLE = 1_000


def titled(checklists):
    """The names of the checklists, as far as a title has room for them."""
    names = ", ".join(checklist.name for checklist in checklists)
    return shortened(names, MOST_IN_TITLE)


class RoundQuerySet(RoundBoundQuerySet):
    begun_by = "planned_by"

    def to_do_for(self, user):
        """Rounds that the person leads until they are closed, and those to review."""
        unfinished = self.filter(status__in=InspectionRound.Status.unfinished)
        in_review = self.filter(status=InspectionRound.Status.IN_REVIEW)
        led = unfinished.handled_by(user).led_by(user)
        return led | in_review.reviewed_by(user)

    def walked_by(self, user):
        """Those that the person leads; and until they are handed over, those of the
        safety area in which the person takes part."""
        taken_part = InspectionRound.participants.rel.related_model.objects.filter(
            round=OuterRef("pk"), person=user
        )
        own = self.filter(Exists(taken_part), status__in=InspectionRound.Status.walked)
        return self.handled_by(user) | own.reviewed_by(user)

    def carried_out(self):
        """Not those that were handed back and then cancelled."""
        done = self.filter(carried_out_on__isnull=False)
        return done.exclude(status=InspectionRound.Status.CANCELLED)

    def late(self):
        """Those whose day has passed without their being handed over."""
        return self.filter(
            status__in=InspectionRound.Status.walked, planned_on__lt=today()
        )

    def surveying(self, area):
        rows = RoundChecklist.objects.filter(checklist__area=area)
        return self.filter(pk__in=rows.values("round"))

    def matching(self, text):
        """Rounds with every word in their title or in the name of their unit."""
        return self.filter(
            *(
                Q(title__icontains=word) | Q(unit__name__icontains=word)
                for word in text.split()
            )
        )

    @transaction.atomic
    def plan(self, *, by, unit, checklists, planned_on, invited=(), **what):
        """Plan a round along the checklists and invite people to it.

        `invited` are (person, Participant.Part); whoever plans takes part as manager.
        """
        round = self.create(
            planned_by=by,
            unit=unit,
            planned_on=planned_on,
            title=titled(checklists),
            **what,
        )
        RoundChecklist.objects.bulk_create(
            RoundChecklist(round=round, checklist=checklist, order=order)
            for order, checklist in enumerate(checklists, start=1)
        )
        parts = {by: round.participants.model.Part.MANAGER, **dict(invited)}
        for person, part in parts.items():
            round.participants.create(person=person, part=part)
        return round


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class InspectionRound(OwnsPlan, Stateful):
    """A round (arbetsmiljörond) through a workplace along one or more checklists."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        ONGOING = "ongoing", _("Going on")
        IN_REVIEW = "in_review", _("With the safety representative")
        SIGNED = "signed", _("Signed")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")

        walked = nonmember(("planned", "ongoing"))
        unfinished = nonmember(("planned", "ongoing", "in_review", "signed"))
        # The steps of one that goes its way.
        steps = nonmember(("planned", "ongoing", "in_review", "signed", "closed"))

    TRANSITIONS = {
        Status.PLANNED: {Status.ONGOING, Status.CANCELLED},
        Status.ONGOING: {Status.IN_REVIEW, Status.CANCELLED},
        # Without a safety representative it is closed with a reason.
        Status.IN_REVIEW: {Status.SIGNED, Status.ONGOING, Status.CLOSED},
        Status.SIGNED: {Status.CLOSED},
        Status.CLOSED: set(),
        Status.CANCELLED: {Status.PLANNED},
    }
    # What its name reads beyond itself, for those who list what owns an action plan.
    TITLE_NEEDS = ("unit",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="rounds"
    )
    # The names of its checklists, as they were when it was planned.
    title = models.CharField(_("title"), max_length=MOST_IN_TITLE)
    checklists = models.ManyToManyField(
        Checklist,
        through="RoundChecklist",
        verbose_name=_("checklists"),
        related_name="rounds",
    )
    planned_on = models.DateField(_("planned for"))
    starts_at = models.TimeField(_("time of day"), null=True, blank=True)
    place = models.CharField(_("where to meet"), max_length=200, blank=True)
    # For those invited, and for the workplace meeting before the round.
    message = models.TextField(
        _("what those at the workplace should know"), max_length=5_000, blank=True
    )
    # What it was planned by, when it comes back by itself, and for which day.
    schedule = models.ForeignKey(
        RoundSchedule, models.PROTECT, related_name="rounds", null=True, blank=True
    )
    due_on = models.DateField(null=True, blank=True)
    # The last day on which those who lead it were reminded.
    reminded_on = models.DateField(null=True, blank=True)
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
            models.Index(fields=["carried_out_on", "unit"], name="round_carried_out"),
            # The few that are not finished, of all that ever were.
            models.Index(
                fields=["status", "unit"],
                name="round_todo",
                condition=Q(status__in=["planned", "ongoing", "in_review", "signed"]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["planned", "ongoing", "cancelled"])
                | Q(carried_out_on__isnull=False),
                name="round_reviewed_was_carried_out",
            ),
            models.CheckConstraint(
                condition=Q(schedule__isnull=True) | Q(due_on__isnull=False),
                name="round_of_schedule_has_day",
            ),
            # However often the nightly run is repeated.
            models.UniqueConstraint(
                fields=["schedule", "unit", "due_on"], name="round_of_schedule_once"
            ),
        ]
        triggers = [
            # The action plan may still come: measures go on after signing.
            Frozen(
                name="frozen_when_signed",
                operation=pgtrigger.Delete
                | pgtrigger.UpdateOf(
                    "unit_id", "title", "planned_on", "carried_out_on"
                ),
                condition=pgtrigger.Q(old__status__in=["signed", "closed"]),
            ),
            Frozen(
                name="signed_is_only_closed",
                operation=pgtrigger.UpdateOf("status"),
                condition=pgtrigger.Condition(
                    "OLD.status = 'closed' AND NEW.status <> 'closed' OR "
                    "OLD.status = 'signed' AND NEW.status NOT IN ('signed', 'closed')"
                ),
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.unit}"

    def get_absolute_url(self):
        return reverse("riskassessment:round_detail", args=[self.pk])

    @property
    def is_walked(self):
        return self.status in self.Status.walked

    @property
    def is_in_review(self):
        return self.status == self.Status.IN_REVIEW

    @property
    def is_signed(self):
        return self.status == self.Status.SIGNED

    @property
    def is_late(self):
        return self.is_walked and self.planned_on < today()

    @property
    def lacks_a_time(self):
        """It came back by itself, and nobody has yet said when in the day it begins."""
        is_planned = self.status == self.Status.PLANNED
        return bool(
            is_planned
            and self.schedule_id
            and not self.starts_at
            and self.planned_on > today()
        )

    @property
    def step(self):
        """Which of the steps it has come to, counted from one; none when cancelled."""
        steps = self.Status.steps
        return steps.index(self.status) + 1 if self.status in steps else None

    @property
    def step_labels(self):
        return [self.Status(step).label for step in self.Status.steps]

    def last_return(self):
        """Why the safety representative handed it back, if that was the last word."""
        moves = self.transitions.select_related("by").order_by("at", "pk")
        last = moves.last()
        return last if last and last.from_status == self.Status.IN_REVIEW else None

    def own_sections(self):
        """Sections of its checklists in their order, then its own additions."""
        along = self.roundchecklist_set.filter(checklist=OuterRef("checklist"))
        sections = Section.objects.annotate(place=Subquery(along.values("order")[:1]))
        sections = sections.filter(Q(place__isnull=False) | Q(round=self))
        sections = sections.order_by(F("place").asc(nulls_last=True), "order")
        return list(sections.select_related("checklist").prefetch_related("questions"))

    def questions(self):
        in_round = Q(section__round=self)
        checklists = self.roundchecklist_set.values("checklist")
        return Question.objects.filter(in_round | Q(section__checklist__in=checklists))

    def sections(self):
        """Its sections; each has `asked`, its questions with their `answer`.

        A question without an answer has None; that is never the same as not applicable.
        """
        answers = {each.question_id: each for each in self.answers.with_findings()}
        sections = self.own_sections()
        for section in sections:
            section.asked = list(section.questions.all())
            for question in section.asked:
                question.answer = answer = answers.get(question.pk)
                if answer:
                    answer.question = question
        return sections

    def add_before(self, sections):
        """Give each question `before`, the answer in the last round that had it here."""
        asked = [question for section in sections for question in section.asked]
        earlier = type(self).objects.carried_out().filter(unit=self.unit_id)
        earlier = earlier.filter(planned_on__lte=self.planned_on).exclude(pk=self.pk)
        answers = self.answers.model.objects.filter(
            round__in=earlier, question__key__in={question.key for question in asked}
        ).exclude(value="")
        answers = answers.order_by("question__key", "-round__carried_out_on", "-pk")
        newest = answers.distinct("question__key").annotate(key=F("question__key"))
        newest = newest.with_risks().prefetch_related("round")
        by_key = {each.key: each for each in newest}
        for question in asked:
            if before := by_key.get(question.key):
                # Read out as this round's question is; it need not be read again.
                before.question = question
            question.before = before

    def content(self, sections, walkers=None):
        """What there is to sign: `sections()` and `walkers()`, if they are at hand."""
        walkers = self.walkers() if walkers is None else walkers
        return signing.freeze(self, sections, walkers)

    def fingerprint(self, sections=None, walkers=None):
        """Of what there is to sign now; sections and walkers when they are at hand."""
        return signing.fingerprint(self.content(sections or self.sections(), walkers))

    def walkers(self):
        return self.participants.select_related("person")

    def unanswered(self):
        """Questions with no answer yet; never the same as not applicable."""
        answered = self.answers.exclude(value="").values("question")
        return self.questions().exclude(pk__in=answered)

    def unexplained(self):
        """Answers of healthy scheduling that show a risk, and not why it is taken."""
        found = self.answers.filter(shows_risk=True, deviation=None)
        return found.filter(question__section__checklist__area=Area.SCHEDULING)

    def start(self, *, by):
        self._move_to(self.Status.ONGOING, by=by)

    def answer(self, question, *, by, **said):
        """Keep what was said of a question; see `AnswerQuerySet.keep`."""
        return self.answers.model.objects.keep(self, question, by=by, **said)

    @transaction.atomic
    def submit(self, *, by, carried_out_on, present):
        """Hand the round to the safety representative. Every question has its answer.

        `present` are the participants who came; the others were invited and did not.
        """
        self.hold(self.Status.ONGOING)
        if self.unanswered().exists():
            raise InvalidTransition(_("There are questions without an answer."))
        if self.unexplained().exists():
            raise InvalidTransition(
                _("Say of each deviation why, for whom and until when.")
            )
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
    def sign(self, *, by, has_read, agrees=True, comment=""):
        """Freeze the round as it is; `has_read` is the fingerprint of what was read.

        Who does not agree says why in the comment; the round is signed all the same.
        """
        self.hold(self.Status.IN_REVIEW)
        content = self.content(self.sections())
        fingerprint = signing.fingerprint(content)
        if fingerprint != has_read:
            raise InvalidTransition(
                _("The round has changed since you read it. Read it again.")
            )
        self._move_to(self.Status.SIGNED, by=by, note=comment)
        return self.signatures.create(
            by=by,
            agrees=agrees,
            comment=comment,
            content=content,
            fingerprint=fingerprint,
        )

    @property
    def signature(self):
        """The one signature, for a round that has it."""
        return next(iter(self.signatures.all()), None)

    def undecided(self):
        """Answers that show a risk about which nothing is decided yet."""
        found = self.answers.filter(shows_risk=True)
        return found.filter(Q(risk=None) | Q(risk__status="open", risk__measures=None))

    @transaction.atomic
    def close(self, *, by, note=""):
        """Say that it is finished: each risk has its measure, or a reason why it has none.

        Without the safety representative's signature the note says why.
        """
        self.hold(self.Status.IN_REVIEW, self.Status.SIGNED)
        if not note and (self.is_in_review or self.undecided().exists()):
            raise InvalidTransition(_("Say why it is closed all the same."))
        self._move_to(self.Status.CLOSED, by=by, note=note)

    def cancel(self, *, by, reason):
        self._move_to(self.Status.CANCELLED, by=by, note=reason)

    @transaction.atomic
    def resume(self, *, by, planned_on):
        """Plan anew what was cancelled; who came the last time says nothing of this one."""
        again = {"planned_on": planned_on, "carried_out_on": None}
        self._move_to(self.Status.PLANNED, by=by, **again)
        self.participants.update(was_present=None)


class RoundTransition(Transition):
    round = models.ForeignKey(
        InspectionRound, models.CASCADE, related_name="transitions"
    )


class RoundChecklist(models.Model):
    """That a round goes along a checklist, in the version that it was planned with."""

    round = models.ForeignKey(InspectionRound, models.CASCADE)
    checklist = models.ForeignKey(Checklist, models.PROTECT)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "checklist"], name="round_checklist_once"
            )
        ]
        triggers = [FrozenWithRound(round="COALESCE(NEW.round_id, OLD.round_id)")]

    def __str__(self):
        return str(self.checklist)
