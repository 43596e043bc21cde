import uuid
from datetime import timedelta

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models import ActionPlan, Measure, RiskMatrix
from organisation.models import Unit, UnitBoundQuerySet, UnitPermission
from riskassessment.models.answers import Answer
from riskassessment.models.changes import ChangeAssessment
from riskassessment.models.frozen import FrozenWithRound
from sam.dates import today
from sam.workflow import MOVED_ON, InvalidTransition, Stale, Stateful, Transition


class RiskQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        return self.standing().reached_by(user, UnitPermission.VIEW_ROUNDS)

    def handled_by(self, user):
        return self.standing().reached_by(user, UnitPermission.HANDLE_ROUNDS)

    def standing(self):
        """Not those whose answer in the round has been changed to a good one."""
        return self.exclude(status=Risk.Status.WITHDRAWN)

    def open(self):
        return self.filter(status=Risk.Status.OPEN)

    def to_rerate(self):
        """Open, with all measures carried out and not weighed anew since the last one."""
        measures = Measure.objects.filter(risks=OuterRef("pk"))
        done = measures.filter(done_on__gte=OuterRef("rated_on"))
        return self.open().filter(Exists(done), ~Exists(measures.open()))

    def counted_by_cell(self, matrix):
        """How many there are in each cell of the matrix: {(likelihood, consequence): n}."""
        risks = self.filter(matrix=matrix).order_by()
        cells = risks.values_list("likelihood", "consequence")
        return {
            (likelihood, consequence): number
            for likelihood, consequence, number in cells.annotate(Count("pk"))
        }

    @transaction.atomic
    def assess(self, answer, *, by, description, aspect="", version=None, **rating):
        """Describe and weigh the risk that the answer brought to light, or do so anew.

        `version` is of the risk as it was seen; raises Stale when it has changed since.
        """
        answer.round.hold(*answer.round.Status.walked)
        answer.refresh_from_db()
        if not answer.shows_risk:
            raise InvalidTransition(MOVED_ON)
        risk = self.select_for_update().filter(answer=answer).first()
        what = {"description": description, "aspect": aspect}
        if risk is None:
            unit = answer.round.unit
            return self.bring_up(unit=unit, answer=answer, by=by, **what, **rating)
        risk.describe(version=version, **what)
        risk.rate(by=by, **rating)
        return risk

    @transaction.atomic
    def bring_up(
        self, *, by, likelihood, consequence, matrix=None, is_serious=None, **what
    ):
        """Put a risk in the register, with its first rating."""
        matrix = matrix or RiskMatrix.objects.current()
        existing = what.pop("existing_measures", "")
        rating = Rating.of(matrix, likelihood, consequence, is_serious)
        risk = self.create(**what, **rating, existing_measures=existing)
        risk.ratings.create(by=by, existing_measures=existing, **_but_weight(rating))
        risk.refresh_from_db()
        return risk


def _but_weight(rating):
    return {name: value for name, value in rating.items() if name != "weight"}


class Weighed(models.Model):
    """A place in a matrix, with the level it has there and what the law asks."""

    matrix = models.ForeignKey(RiskMatrix, models.PROTECT, related_name="+")
    likelihood = models.PositiveSmallIntegerField(_("likelihood"))
    consequence = models.PositiveSmallIntegerField(_("consequence"))
    # The code of the level, as the matrix has it.
    level_code = models.CharField(_("level"), max_length=20)
    # What the law asks to be answered of each risk.
    is_serious = models.BooleanField(_("serious"))
    existing_measures = models.TextField(
        _("what is already done against it"), max_length=2_000, blank=True
    )

    class Meta:
        abstract = True

    @property
    def level(self):
        return self.matrix.level(self.level_code)

    @property
    def likelihood_label(self):
        return self.matrix.likelihood_label(self.likelihood)

    @property
    def consequence_label(self):
        return self.matrix.consequence_label(self.consequence)

    @property
    def cell(self):
        return self.likelihood, self.consequence


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["version"],
)
class Risk(Weighed, Stateful):
    """A risk in a unit, with its present rating; `ratings` has those before.

    It came from a round's answer, from a change that is planned, from an incident (which
    points here) or was put into the register by itself.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")
        # Its answer in the round has been changed to one that shows no risk.
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Aspect(models.TextChoices):
        PHYSICAL = "physical", _("Physical")
        ORGANISATIONAL = "organisational", _("Organisational")
        SOCIAL = "social", _("Social")

    TRANSITIONS = {
        Status.OPEN: {Status.CLOSED, Status.WITHDRAWN},
        Status.CLOSED: {Status.OPEN, Status.WITHDRAWN},
        Status.WITHDRAWN: {Status.OPEN},
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Its own: a risk lives on when its unit is closed, and moves to another.
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="risks"
    )
    answer = models.OneToOneField(
        Answer, models.CASCADE, related_name="risk", null=True, blank=True
    )
    change = models.ForeignKey(
        ChangeAssessment, models.PROTECT, related_name="risks", null=True, blank=True
    )
    description = models.CharField(_("the risk"), max_length=500)
    aspect = models.CharField(
        _("side of the work environment"), max_length=20, choices=Aspect, blank=True
    )
    # Orders risks of all matrices, the worst highest; see RiskMatrix.weight_of.
    weight = models.PositiveSmallIntegerField()
    rated_on = models.DateField(_("weighed on"), default=today)
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.OPEN
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    # When the level above was told, as the level demands.
    raised_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    measures = models.ManyToManyField(Measure, related_name="risks", blank=True)
    # Its own, for what has no round, change or incident that owns one.
    action_plan = models.OneToOneField(
        ActionPlan, models.PROTECT, verbose_name=_("action plan"), null=True, blank=True
    )

    objects = RiskQuerySet.as_manager()

    class Meta:
        ordering = ["-weight", "pk"]
        verbose_name = _("risk")
        verbose_name_plural = _("risks")
        indexes = [
            models.Index(fields=["-weight", "id"], name="risk_worst_first"),
            models.Index(fields=["unit", "status", "-weight"], name="risk_unit_worst"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, 5), consequence__range=(1, 5)),
                name="risk_within_matrix",
            ),
            models.CheckConstraint(
                condition=Q(answer__isnull=True) | Q(change__isnull=True),
                name="risk_of_one_source",
            ),
        ]
        triggers = [
            # What the round found is signed; how it is weighed later goes on.
            FrozenWithRound(
                round="(SELECT round_id FROM riskassessment_answer"
                " WHERE id = COALESCE(NEW.answer_id, OLD.answer_id))",
                operation=pgtrigger.Insert
                | pgtrigger.Delete
                | pgtrigger.UpdateOf("answer_id", "description", "aspect"),
            )
        ]

    def __str__(self):
        return self.description

    def get_absolute_url(self):
        return reverse("riskassessment:risk_detail", args=[self.pk])

    @property
    def source(self):
        """The round, change, incident or other that it came from, or none.

        An incident points here with a one-to-one key, and need not be known by name.
        """
        if self.answer_id:
            return self.answer.round
        if self.change_id:
            return self.change
        return next((each for each in self._pointing_here() if each), None)

    def _pointing_here(self):
        for relation in self._meta.related_objects:
            if relation.one_to_one:
                yield getattr(self, relation.name, None)

    @property
    def page(self):
        """Where it is worked on: at its question while that is asked, else its own page."""
        if not self.answer_id:
            return self.get_absolute_url()
        return (
            f"{self.answer.round.get_absolute_url()}#question-{self.answer.question_id}"
        )

    @property
    def latest_due_on(self):
        """The last day that the level allows for a measure, counted from the rating."""
        days = self.level.within_days
        return None if days is None else self.rated_on + timedelta(days=days)

    @transaction.atomic
    def describe(self, *, version=None, **what):
        """Say what the risk is; see RiskQuerySet.assess for `version`."""
        rows = Risk.objects.filter(pk=self.pk)
        if version is not None:
            rows = rows.filter(version=version)
        if not rows.update(version=F("version") + 1, **what):
            raise Stale(Risk.objects.get(pk=self.pk))
        self.refresh_from_db()

    @transaction.atomic
    def rate(
        self,
        *,
        by,
        likelihood,
        consequence,
        reason="",
        existing_measures="",
        is_serious=None,
        matrix=None,
    ):
        """Weigh it anew; the ratings before stay, each with its reason.

        What is serious follows from the level unless it is said.
        """
        matrix = matrix or RiskMatrix.objects.current()
        rating = Rating.of(matrix, likelihood, consequence, is_serious)
        self.ratings.create(
            by=by,
            reason=reason,
            existing_measures=existing_measures,
            **_but_weight(rating),
        )
        Risk.objects.filter(pk=self.pk).update(
            **rating,
            existing_measures=existing_measures,
            rated_on=today(),
            version=F("version") + 1,
        )
        self.refresh_from_db()

    def close(self, *, by, reason):
        """It is gone, or what remains of it is accepted; the reason says which."""
        self._move_to(self.Status.CLOSED, by=by, note=reason)

    def reopen(self, *, by, reason):
        self._move_to(self.Status.OPEN, by=by, note=reason)

    def follow(self, answer, *, by):
        """Be withdrawn or back as the answer that it came from shows a risk or not."""
        wanted = self.Status.OPEN if answer.shows_risk else self.Status.WITHDRAWN
        is_withdrawn = self.status == self.Status.WITHDRAWN
        if is_withdrawn == answer.shows_risk:
            self._move_to(wanted, by=by)

    @transaction.atomic
    def move(self, *, to, by, reason):
        """Hand it over to another unit, as when its own is closed; what was stays."""
        risk = Risk.objects.select_for_update().get(pk=self.pk)
        if to == risk.unit:
            raise InvalidTransition(MOVED_ON)
        risk.moves.create(from_unit=risk.unit, to_unit=to, by=by, reason=reason)
        Risk.objects.filter(pk=self.pk).update(unit=to, version=F("version") + 1)
        self.refresh_from_db()

    @transaction.atomic
    def add_measure(self, *, by, **what):
        """Decide a measure against the risk; also after its round is signed."""
        measure = self.plan_of_measures().add_measure(by=by, **what)
        self.measures.add(measure)
        return measure

    @transaction.atomic
    def plan_of_measures(self):
        """The plan of what it came from; its own when that has none or it has moved."""
        source = self.source
        if source and source.unit == self.unit:
            return source.plan_of_measures()
        risk = Risk.objects.select_for_update(no_key=True).get(pk=self.pk)
        if risk.action_plan is None or risk.action_plan.unit_id != self.unit_id:
            plan = ActionPlan.objects.create(unit=self.unit)
            Risk.objects.filter(pk=self.pk).update(action_plan=plan)
            return plan
        return risk.action_plan


class Rating(Weighed):
    """One weighing of a risk; they are added and never changed."""

    risk = models.ForeignKey(Risk, models.CASCADE, related_name="ratings")
    reason = models.TextField(_("why it was weighed"), max_length=2_000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.likelihood} × {self.consequence}"

    @staticmethod
    def of(matrix, likelihood, consequence, is_serious=None):
        """The columns of a rating in a cell of the matrix, its weight among them."""
        level = matrix.level_of(likelihood, consequence)
        return {
            "matrix": matrix,
            "likelihood": likelihood,
            "consequence": consequence,
            "level_code": level.code,
            "is_serious": level.is_serious if is_serious is None else is_serious,
            "weight": matrix.weight_of(likelihood, consequence),
        }


class RiskTransition(Transition):
    risk = models.ForeignKey(Risk, models.CASCADE, related_name="transitions")


class RiskMove(models.Model):
    """That a risk went over to another unit."""

    risk = models.ForeignKey(Risk, models.CASCADE, related_name="moves")
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    reason = models.CharField(_("why"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.from_unit} → {self.to_unit}"
