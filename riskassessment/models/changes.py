import uuid
from enum import nonmember

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models import ActionPlan, Measure, OwnsPlan
from organisation.models import Unit
from riskassessment import signing
from riskassessment.models.reached import RoundBoundQuerySet
from sam.dates import today
from sam.workflow import MOVED_ON, InvalidTransition, Stateful, Transition, Versioned


class ChangeQuerySet(RoundBoundQuerySet):
    def to_do_for(self, user):
        """Those that the person leads until they are followed up, and of the safety area
        those to review and those of which no discussion is planned."""
        led = self.unfinished().handled_by(user).led_by(user)
        waits = self.filter(status="in_review") | self.undiscussed()
        return led | waits.reviewed_by(user)

    def undecided(self):
        return self.filter(status__in=ChangeAssessment.Status.undecided)

    def undiscussed(self):
        """Undecided, and no day is set for the discussion in the cooperation group."""
        return self.undecided().filter(discussed_on=None)

    def to_follow_up(self):
        """Decided; what is refrained from need not be followed up."""
        return self.filter(status="decided", follow_up_on__isnull=False)

    def unfinished(self):
        return self.undecided() | self.to_follow_up()

    def late(self):
        """Not decided, or not followed up, when the day for it has passed."""
        undecided = self.undecided().filter(decision_due_on__lt=today())
        return undecided | self.to_follow_up().filter(follow_up_on__lt=today())

    def search(self, text):
        """Those whose name or description has every word that was typed."""
        words = (
            Q(title__icontains=word) | Q(what_changes__icontains=word)
            for word in text.split()
        )
        return self.filter(*words)

    @transaction.atomic
    def begin(self, *, by, representatives=(), **what):
        """Begin to assess a change; whoever begins takes part as manager."""
        change = self.create(created_by=by, **what)
        part = change.participants.model.Part
        parts = dict.fromkeys(representatives, part.SAFETY_REPRESENTATIVE)
        for person, as_part in {**parts, by: part.MANAGER}.items():
            change.participants.create(person=person, part=as_part)
        return change


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["version"],
)
class ChangeAssessment(OwnsPlan, Stateful, Versioned):
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

        undecided = nonmember(("draft", "in_review", "reviewed"))
        # The steps of one that goes its way.
        steps = nonmember(("draft", "in_review", "reviewed", "decided", "followed_up"))

    class Decision(models.TextChoices):
        GO_AHEAD = "go_ahead", _("The change is carried out")
        WITH_MEASURES = "with_measures", _("Carried out when the measures are done")
        REFRAIN = "refrain", _("The change is not carried out")

    class Outcome(models.TextChoices):
        AS_THOUGHT = "as_thought", _("It went as thought")
        PARTLY = "partly", _("It went partly as thought")
        OTHERWISE = "otherwise", _("It did not go as thought")

    TRANSITIONS = {
        Status.DRAFT: {Status.IN_REVIEW, Status.CANCELLED},
        # Without the representative's word it is decided with a reason.
        Status.IN_REVIEW: {
            Status.DRAFT,
            Status.REVIEWED,
            Status.DECIDED,
            Status.CANCELLED,
        },
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
    # Why there is no risk of that kind, where there is none.
    no_social_risk = models.TextField(
        _("why there is no organisational or social risk"),
        max_length=2_000,
        blank=True,
    )
    # Danish law asks it of each change: whether the whole survey (APV) is made anew.
    needs_survey = models.BooleanField(
        _("a new survey of the workplace is needed"), null=True
    )
    needs_survey_why = models.TextField(
        _("why a new survey is needed or not"), max_length=2_000, blank=True
    )
    # When the cooperation group (samverkansgrupp, MED) was told, and discussed it.
    cooperation_group = models.CharField(_("which group"), max_length=200, blank=True)
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
    # Why it was decided with serious risks against which nothing is planned.
    unmeasured_reason = models.TextField(max_length=2_000, blank=True)
    follow_up_on = models.DateField(_("to be followed up on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
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
            models.Index(fields=["decision_due_on", "id"], name="change_by_decision"),
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
            models.CheckConstraint(
                condition=Q(decision_due_on__lte=F("starts_on")),
                name="change_decided_before_start",
                violation_error_message=_(
                    "It has to be decided before the change begins."
                ),
            ),
            models.CheckConstraint(
                condition=Q(informed_on__isnull=True)
                | Q(discussed_on__isnull=True)
                | Q(informed_on__lte=F("discussed_on")),
                name="change_told_before_discussed",
                violation_error_message=_(
                    "The group cannot discuss it before it is told."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.unit}"

    def get_absolute_url(self):
        return reverse("riskassessment:change_detail", args=[self.pk])

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT

    @property
    def is_in_review(self):
        return self.status == self.Status.IN_REVIEW

    @property
    def is_undecided(self):
        return self.status in self.Status.undecided

    @property
    def lacks_discussion(self):
        """No day is set on which the cooperation group discusses it."""
        return self.is_undecided and self.discussed_on is None

    @property
    def is_late(self):
        if self.is_to_follow_up:
            return self.follow_up_on < today()
        return self.is_undecided and self.decision_due_on < today()

    @property
    def step(self):
        """Which of the steps it has come to, counted from one; none when cancelled."""
        steps = self.Status.steps
        return steps.index(self.status) + 1 if self.status in steps else None

    @property
    def step_labels(self):
        return [self.Status(step).label for step in self.Status.steps]

    @property
    def is_to_follow_up(self):
        """Decided; what is refrained from need not be followed up."""
        return self.status == self.Status.DECIDED and self.follow_up_on is not None

    @property
    def takes_dates(self):
        return self.is_undecided or self.is_to_follow_up

    @property
    def takes_risks(self):
        """While it is assessed, and when new ones show after the decision."""
        return self.is_draft or self.is_to_follow_up

    @property
    def signature(self):
        """The safety representative's word that holds: none when it is assessed anew."""
        if self.is_draft or self.is_in_review or self.unreviewed_reason:
            return None
        return next(reversed(self.signatures.all()), None)

    def standing_risks(self):
        """All that were not withdrawn, also closed ones, with their measures."""
        measures = Measure.objects.select_related("responsible")
        risks = self.risks.standing().select_related("matrix", "unit")
        return risks.prefetch_related(Prefetch("measures", measures))

    def has_social_risk(self):
        return self.risks.standing().exclude(aspect__in=["", "physical"]).exists()

    def unmeasured(self):
        """Serious risks against which nothing is planned or done."""
        return self.risks.unmeasured()

    def to_weigh_anew(self):
        """What is looked at in the follow-up: risks that stand and have not moved away."""
        return self.standing_risks().open().filter(unit=self.unit_id)

    def content(self, risks=None):
        """What there is to sign; `risks` are those of `standing_risks()`."""
        if risks is None:
            risks = self.standing_risks()
        people = self.participants.select_related("person")
        return signing.freeze_change(self, risks, people)

    def fingerprint(self, risks=None):
        return signing.fingerprint(self.content(risks))

    # While it is assessed

    @transaction.atomic
    def edit(self, *, version, **changes):
        """Say anew what changes; raises Stale, see Versioned."""
        self.hold(self.Status.DRAFT)
        self._change(version=version, **changes)

    @transaction.atomic
    def set_dates(self, *, version, **dates):
        """Say when it begins, is decided and is discussed; also while it is reviewed."""
        self.hold(*self.Status.undecided, self.Status.DECIDED)
        self._change(version=version, **dates)

    @transaction.atomic
    def ask(self, *, part, person=None, name=""):
        """Ask somebody to take part, with an account or by name; a second time is none."""
        self.hold(self.Status.DRAFT)
        if person is None:
            return self.participants.create(name=name, part=part)
        asked = {"person": person, "defaults": {"part": part}}
        return self.participants.get_or_create(**asked)[0]

    @transaction.atomic
    def ask_representatives(self, people):
        """Ask these safety representatives and no others; those without an account stay."""
        self.hold(self.Status.DRAFT)
        asked = self.participants.filter(
            part__endswith="safety_representative", person__isnull=False
        )
        asked.exclude(person__in=people).delete()
        for person in people:
            self.ask(person=person, part="safety_representative")

    @transaction.atomic
    def excuse(self, participant):
        self.hold(self.Status.DRAFT)
        participant.delete()

    @transaction.atomic
    def bring_up(self, *, by, **what):
        """Put a risk of the change into the register, weighed."""
        self.hold(self.Status.DRAFT, self.Status.DECIDED)
        risks = self.risks.model.objects
        return risks.bring_up(change=self, unit=self.unit, by=by, **what)

    @transaction.atomic
    def describe_risk(self, risk, *, by, version, description, aspect, **rating):
        """Say anew what the risk is and weigh it; raises Stale, see Risk.describe."""
        self.hold(self.Status.DRAFT)
        risk = self.risks.select_related("matrix").get(pk=risk.pk)
        risk.describe(version=version, description=description, aspect=aspect)
        serious = rating["is_serious"] or risk.level.is_serious
        before = {name: getattr(risk, name) for name in rating}
        if before != rating | {"is_serious": serious}:
            risk.rate(by=by, **rating)

    @transaction.atomic
    def drop(self, risk, *, by):
        """Take back a risk that is none; what has measures is closed in the register."""
        self.hold(self.Status.DRAFT)
        if risk.measures.exists():
            raise InvalidTransition(
                _("Measures are planned against the risk. Close it in the register.")
            )
        risk.withdraw(by=by)

    def left(self, risks=None):
        """What has to be said before it can be handed over; `risks` when at hand."""
        if risks is None:
            risks = self.risks.standing()
        left = []
        if not self.consequences:
            left.append(_("Say what the change leads to for the work environment."))
        if not risks and not self.no_social_risk:
            left.append(_("Add the risks that the change brings."))
        return left

    @transaction.atomic
    def hand_over(self, *, by, took_part, no_social_risk=""):
        """Give it to the safety representative; `took_part` are participants who did.

        Without an organisational or social risk it says why there is none.
        """
        self.hold(self.Status.DRAFT)
        self.no_social_risk = "" if self.has_social_risk() else no_social_risk
        if left := self.left():
            raise InvalidTransition(left[0])
        if not self.no_social_risk and not self.has_social_risk():
            raise InvalidTransition(
                _("Say why there is no organisational or social risk.")
            )
        came = Q(pk__in=[participant.pk for participant in took_part])
        self.participants.update(
            was_present=models.Case(models.When(came, then=True), default=False)
        )
        self._move_to(self.Status.IN_REVIEW, by=by, no_social_risk=self.no_social_risk)

    # The safety representative's word

    def hand_back(self, *, by, reason):
        """The safety representative wants something changed first."""
        if not self.is_in_review:
            raise InvalidTransition(MOVED_ON)
        self._move_to(self.Status.DRAFT, by=by, note=reason)

    @transaction.atomic
    def sign(self, *, by, has_read, agrees, comment=""):
        """Keep it as it is read; `has_read` is the fingerprint of what was read.

        Who does not agree says why in the comment; it is signed all the same.
        """
        self.hold(self.Status.IN_REVIEW)
        content = self.content()
        fingerprint = signing.fingerprint(content)
        if fingerprint != has_read:
            raise InvalidTransition(
                _("The assessment has changed since you read it. Read it again.")
            )
        self._move_to(self.Status.REVIEWED, by=by, note=comment)
        return self.signatures.create(
            by=by,
            agrees=agrees,
            comment=comment,
            content=content,
            fingerprint=fingerprint,
        )

    # The decision and what comes after

    @transaction.atomic
    def decide(
        self,
        *,
        by,
        decision,
        decision_note,
        decided_on,
        follow_up_on=None,
        unreviewed_reason="",
        unmeasured_reason="",
    ):
        """Without the representative's word, or with serious risks left: with a reason.

        What is refrained from brings no risks: they are closed, see _close_risks.
        """
        self.hold(self.Status.IN_REVIEW, self.Status.REVIEWED)
        refrains = decision == self.Decision.REFRAIN
        if self.is_in_review and not unreviewed_reason:
            raise InvalidTransition(
                _("Say why it is decided without the safety representative's word.")
            )
        if not refrains and not unmeasured_reason and self.unmeasured().exists():
            raise InvalidTransition(
                _("Say why nothing is planned against a serious risk.")
            )
        self._move_to(
            self.Status.DECIDED,
            by=by,
            note=decision_note,
            decision=decision,
            decision_note=decision_note,
            decided_on=decided_on,
            follow_up_on=follow_up_on,
            unreviewed_reason=unreviewed_reason if self.is_in_review else "",
            unmeasured_reason=unmeasured_reason,
        )
        if refrains:
            self._close_risks(by=by, reason=decision_note)

    def postpone(self, *, by, follow_up_on, reason):
        """Follow it up on another day; the reason is kept."""
        old = self.follow_up_on
        rows = ChangeAssessment.objects.to_follow_up().filter(pk=self.pk)
        if not rows.filter(follow_up_on=old).update(follow_up_on=follow_up_on):
            raise InvalidTransition(MOVED_ON)
        note = f"{old:%Y-%m-%d} → {follow_up_on:%Y-%m-%d}: {reason}"
        status = self.Status.DECIDED
        self.transitions.create(from_status=status, to_status=status, by=by, note=note)
        self.refresh_from_db()

    @transaction.atomic
    def follow_up(self, *, by, outcome, follow_up_note, judged):
        """Say how it went; `judged` says of each risk that stands what came of it.

        {risk: function}, where the function confirms, weighs anew or closes the risk.
        """
        self.hold(self.Status.DECIDED)
        if {risk.pk for risk in judged} != {risk.pk for risk in self.to_weigh_anew()}:
            raise InvalidTransition(_("The risks have changed. Look at each again."))
        for judge in judged.values():
            judge(by=by)
        self._move_to(
            self.Status.FOLLOWED_UP,
            by=by,
            note=follow_up_note,
            outcome=outcome,
            follow_up_note=follow_up_note,
            followed_up_on=today(),
        )

    @transaction.atomic
    def cancel(self, *, by, reason):
        """It will not come to the change; its risks are closed for the same reason."""
        self._move_to(self.Status.CANCELLED, by=by, note=reason)
        self._close_risks(by=by, reason=reason)

    @transaction.atomic
    def reopen(self, *, by, reason):
        """Assess it anew, with the risks that were closed when it was cancelled."""
        if self.status == self.Status.CANCELLED:
            cancelled_at = self.transitions.last().at
            closed = self.risks.filter(
                unit=self.unit_id,
                status="closed",
                transitions__to_status="closed",
                transitions__at__gte=cancelled_at,
            )
            # One may have been opened and closed again in the register since.
            for risk in closed.distinct():
                risk.reopen(by=by, reason=reason)
        self._move_to(self.Status.DRAFT, by=by, note=reason)

    def _close_risks(self, *, by, reason):
        """Those with measures that go on stay, until somebody has decided about these.

        What has moved to another unit is for that one to close.
        """
        going_on = Measure.objects.open().filter(risks=OuterRef("pk"))
        here = self.risks.open().filter(unit=self.unit_id)
        for risk in here.exclude(Exists(going_on)):
            risk.close(by=by, reason=reason)


class ChangeTransition(Transition):
    change = models.ForeignKey(
        ChangeAssessment, models.CASCADE, related_name="transitions"
    )

    @property
    def words(self):
        return ChangeAssessment.Status(self.to_status).label
