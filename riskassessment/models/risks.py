import uuid
from datetime import timedelta

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import (
    Case,
    Count,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Value,
    When,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actionplans.models import (
    ActionPlan,
    Escalation,
    Measure,
    MeasureTransition,
    RiskMatrix,
)
from actionplans.moving import move_plans
from organisation.models import Unit, UnitBoundQuerySet, UnitPermission
from organisation.permissions import granted_units
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

    def moved_by(self, user):
        """Those that the person handles; HR, which handles none, of closed units."""
        managed = self.reached_by(user, UnitPermission.MANAGE_ROUNDS)
        managed = managed.filter(unit__closed_on__isnull=False)
        either = Q(pk__in=self.handled_by(user).values("pk")) | Q(
            pk__in=managed.values("pk")
        )
        return self.standing().filter(either)

    def in_closed_units(self):
        """Open, in units that are no more: they wait to be moved."""
        return self.open().filter(unit__closed_on__isnull=False)

    def weighed_by(self, user):
        """To weigh anew, of the person's own units; not those that are to be moved."""
        own = granted_units(user, UnitPermission.HANDLE_ROUNDS).units
        return self.to_rerate().filter(unit__in=own, unit__closed_on=None)

    def left_to(self, user):
        """Left in closed units, for who led the unit or leads the level above."""
        own = granted_units(user, UnitPermission.HANDLE_ROUNDS).units
        return self.in_closed_units().filter(Q(unit__in=own) | Q(unit__parent__in=own))

    def without_measures(self):
        return self.filter(measures=None)

    def unmeasured(self):
        """Open and serious, with nothing planned or done against them."""
        measures = Measure.objects.exclude(status=Measure.Status.CANCELLED)
        planned = Exists(measures.filter(risks=OuterRef("pk")))
        return self.open().filter(~planned, is_serious=True)

    def with_late_measures(self):
        """With a measure still to be done on a later day than the level allows."""
        measures = Measure.objects.open().filter(
            risks=OuterRef("pk"), due_on__gt=OuterRef("latest_at")
        )
        return self.alias(latest_at=_latest()).filter(Exists(measures))

    def to_rerate(self):
        """Open, with all measures carried out and not weighed anew since the last one.

        What counts is when it was told that one is done, not the day that it was. Not one
        that was not done after all, nor that an effect is to be judged anew.
        """
        measures = Measure.objects.filter(risks=OuterRef("pk"))
        done = MeasureTransition.objects.filter(
            measure__risks=OuterRef("pk"),
            from_status__in=Measure.Status.open_states,
            to_status=Measure.Status.DONE,
        ).exclude(measure__status=Measure.Status.CANCELLED)
        weighed = Rating.objects.filter(
            risk=OuterRef(OuterRef("pk")), at__gte=OuterRef("at")
        )
        return self.open().filter(
            Exists(done.filter(~Exists(weighed))), ~Exists(measures.open())
        )

    def to_raise(self):
        """Open, of a level of which the level above must be told, and has not been."""
        demanding = _of_levels(lambda level: level.must_raise)
        return self.open().filter(demanding, raised_at=None)

    def weighed_by_earlier(self, matrix):
        return self.exclude(matrix=matrix)

    def matching(self, text):
        """With every word that was typed."""
        return self.filter(*(Q(description__icontains=word) for word in text.split()))

    def from_source(self, name):
        """From an answer, a change, what points here by that name, or "itself"."""
        names = ["answer", "change", *(each.name for each in Risk.pointing())]
        if name != "itself":
            return self.exclude(**{name: None})
        return self.filter(**{f"{each}__isnull": True for each in names})

    def with_source(self):
        """What it came from, without a query for each."""
        return self.select_related(
            "answer__round", "change", *(each.name for each in Risk.pointing())
        )

    @transaction.atomic
    def move(self, *, to, by, reason):
        """Hand all of them over to another unit in one go; gives those that were moved."""
        risks = list(self)
        for risk in risks:
            risk.move(to=to, by=by, reason=reason)
        return risks

    def with_numbers(self):
        """How many measures each has, and how many of them are left to do."""
        left = Q(measures__status__in=Measure.Status.open_states)
        return self.annotate(
            number_of_measures=Count("measures"),
            number_left=Count("measures", filter=left),
        )

    def closed_units(self):
        """[{"unit", "unit__name", "number"}] of closed units, with how many are open."""
        rows = self.in_closed_units().order_by("unit__name", "unit")
        return rows.values("unit", "unit__name").annotate(number=Count("pk"))

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


def _of_levels(wanted):
    """A condition for the levels, of all matrices there have been, that are wanted."""
    levels = Q(pk__in=[])
    for matrix in RiskMatrix.objects.all():
        codes = [each.code for each in matrix.ranked_levels if wanted(each)]
        levels |= Q(matrix=matrix, level_code__in=codes)
    return levels


def _latest():
    """The last day that the level allows; none where it demands no day."""
    days = [
        When(matrix=matrix, level_code=level.code, then=timedelta(level.within_days))
        for matrix in RiskMatrix.objects.all()
        for level in matrix.ranked_levels
        if level.within_days is not None
    ]
    allowed = Case(*days, default=Value(None), output_field=DurationField())
    return ExpressionWrapper(F("rated_on") + allowed, output_field=DateTimeField())


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
        # Its answer in the round has been changed to one that shows no risk, or who
        # assesses a change has found that it is none.
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
    # When the unit cannot solve it: what was lifted, and what came of it.
    escalations = models.ManyToManyField(Escalation, related_name="risks", blank=True)
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
        pointing = (getattr(self, each.name, None) for each in self.pointing())
        return next((each for each in pointing if each), None)

    @property
    def source_kind(self):
        """What kind of thing it came from, in words that everyone may read."""
        if source := self.source:
            return str(capfirst(source._meta.verbose_name))
        return gettext("By itself")

    @property
    def deviation(self):
        """Why the rota that brings it is kept, for whom and until when."""
        return self.answer and self.answer.standing_deviation

    @classmethod
    def pointing(cls):
        """The relations from what may be a risk's source without being known here."""
        return [each for each in cls._meta.related_objects if each.one_to_one]

    @property
    def page(self):
        """Where it is worked on: at its question while that is asked, in its change, else
        on its own page."""
        if self.change_id:
            return f"{self.change.get_absolute_url()}#risk-{self.pk}"
        if not self.answer_id or not self.answer.round.is_walked:
            return self.get_absolute_url()
        return (
            f"{self.answer.round.get_absolute_url()}#question-{self.answer.question_id}"
        )

    @property
    def latest_due_on(self):
        """The last day that the level allows for a measure, counted from the rating."""
        days = self.level.within_days
        return None if days is None else self.rated_on + timedelta(days=days)

    @property
    def takes_measures(self):
        """What is closed is opened again first; its own plan of measures asks."""
        return self.status == self.Status.OPEN

    @property
    def is_to_raise(self):
        """Whether the level above must be told, and has not been."""
        return self.takes_measures and self.level.must_raise and not self.raised_at

    def topics(self):
        """What it has in common with others: the question that brought it to light."""
        key = self.answer.question.key if self.answer_id else ""
        return [f"question:{key}"] if key else []

    def allows(self, due_on):
        """Whether the level lets a measure wait until the day."""
        latest = self.latest_due_on
        return latest is None or due_on <= latest

    def next_page(self, user):
        """Where who leads the unit goes on once the last measure is done.

        A measure asks this of all that it was decided for.
        """
        waiting = Risk.objects.handled_by(user).to_rerate()
        if not waiting.filter(pk=self.pk).exists():
            return ""
        return f"{self.get_absolute_url()}?act=weigh#act"

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
        version=None,
    ):
        """Weigh it anew; the ratings before stay, each with its reason.

        What is serious follows from the level unless it is said. With `version`, of the
        risk as it was seen, it raises Stale when somebody has weighed it since.
        """
        matrix = matrix or RiskMatrix.objects.current()
        rating = Rating.of(matrix, likelihood, consequence, is_serious)
        self._hold_open(version)
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
            # The level above is told of each rating that asks for it.
            raised_at=None,
            version=F("version") + 1,
        )
        self.refresh_from_db()

    def _hold_open(self, version=None):
        """Keep others from weighing or closing it until the transaction ends."""
        current = Risk.objects.select_for_update(of=["self"]).get(pk=self.pk)
        if version is not None and current.version != version:
            raise Stale(current)
        if current.status != self.Status.OPEN:
            raise InvalidTransition(MOVED_ON)

    def note_raised(self):
        """Whether the level above is to be told of the present rating, by who asks first."""
        untold = Risk.objects.to_raise().filter(pk=self.pk, version=self.version)
        if not untold.update(raised_at=timezone.now()):
            return False
        self.refresh_from_db(fields=["raised_at"])
        return True

    def confirm(self, *, by, reason):
        """Weigh it as it was weighed, as when a follow-up finds it unchanged."""
        weighed = ["matrix", "likelihood", "consequence", "is_serious"]
        same = {name: getattr(self, name) for name in [*weighed, "existing_measures"]}
        self.rate(by=by, reason=reason, **same)

    def withdraw(self, *, by):
        self._move_to(self.Status.WITHDRAWN, by=by)

    @transaction.atomic
    def close(self, *, by, reason):
        """It is gone, or what remains of it is accepted; the reason says which.

        Raises InvalidTransition while there is a measure left to do.
        """
        self._hold_open()
        if self.measures.open().exists():
            raise InvalidTransition(
                _("There are measures left. Carry them out or cancel them first.")
            )
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
        """Hand it over to another unit, as when its own is closed; what was stays.

        Measures of its own go with it, not those of what it came from.
        """
        risks = Risk.objects.select_for_update(of=["self"])
        risk = risks.select_related("action_plan__unit").get(pk=self.pk)
        if risk.unit_id != self.unit_id or to.pk == risk.unit_id:
            raise InvalidTransition(MOVED_ON)
        moved = risk.moves.create(
            from_unit_id=risk.unit_id, to_unit=to, by=by, reason=reason
        )
        Risk.objects.filter(pk=self.pk).update(unit=to, version=F("version") + 1)
        if risk.action_plan and risk.action_plan.unit_id == risk.unit_id:
            move_plans([risk.action_plan], to=to, by=by, reason=reason)
        self.refresh_from_db()
        return moved

    @transaction.atomic
    def add_measure(self, *, by, late_reason="", **what):
        """Decide a measure against the risk; also after its round is signed.

        One that is due later than the level allows says why, which the history keeps.
        """
        self._hold_open()
        if not self.allows(what["due_on"]):
            if not late_reason:
                raise InvalidTransition(_("Say why it cannot be done in time."))
            self.transitions.create(
                from_status=self.status,
                to_status=self.status,
                by=by,
                note=f"{what['activity']}, {what['due_on']:%Y-%m-%d}: {late_reason}",
            )
        measure = self.plan_of_measures().add_measure(by=by, **what)
        self.measures.add(measure)
        return measure

    @transaction.atomic
    def plan_of_measures(self):
        """The plan of what it came from; its own when that has none or it has moved.

        A source that takes no more measures, as an incident that is closed, has none.
        """
        source = self.source
        plan = source and source.unit == self.unit and source.plan_of_measures()
        # It may have been moved out of a unit that is closed.
        if plan and plan.unit_id == self.unit_id:
            return plan
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

    @property
    def act(self):
        """What was done, in words; the status stays for a measure that comes late."""
        if self.from_status == self.to_status:
            return _("A measure later than the level allows")
        return Risk.Status(self.to_status).label


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
