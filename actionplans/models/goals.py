"""What a unit is to reach over the years, how one sees that it did, and how it went."""

import uuid
from datetime import date
from decimal import Decimal
from enum import nonmember

import pghistory
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models, transaction
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Cast, JSONObject
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models.plans import ActionPlan
from organisation.models import Unit, UnitBoundQuerySet, UnitPermission
from sam.dates import today
from sam.workflow import InvalidTransition, Versioned


class Outcome(models.TextChoices):
    REACHED = "reached", _("Reached")
    PARTLY = "partly", _("Partly reached")
    NOT_REACHED = "not_reached", _("Not reached")


class Judged(models.Model):
    """Whether something was reached, and why; an empty outcome says that nobody has said."""

    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    outcome_note = models.TextField(_("why"), max_length=2_000, blank=True)
    judged_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def tone(self):
        return "success" if self.outcome == Outcome.REACHED else "warning"


class GoalQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        """Goals of one's own unit and of those above it are for everybody."""
        return self.holding_for(user, UnitPermission.VIEW_YEAR)

    def written_by(self, user):
        """By who leads the unit, and by HR."""
        either = UnitPermission.HANDLE_YEAR, UnitPermission.MANAGE_YEAR
        return self.reached_by_either(user, *either)

    def holding_in(self, unit):
        """Those of the unit and of the units above it."""
        return self.filter(unit__in=unit.lineage)

    def of_years(self, first, last):
        return self.filter(first_year__lte=last).filter(
            Q(last_year=None) | Q(last_year__gte=first)
        )

    def of_year(self, year):
        return self.of_years(year, year)

    def measured_by_metric(self):
        return self.filter(measured_by=Goal.MeasuredBy.METRIC)

    def from_the_top(self):
        return self.order_by("unit__lineage__len", "order", "pk")

    def with_course(self, *, until=None):
        """With what tells how it stands (until a day), read in the same query."""
        readings = GoalReading.objects.filter(goal=OuterRef("pk")).order_by("until")
        if until:
            readings = readings.filter(until__lte=until)
        written = {name: name for name in ("until", "words", "source", "by_id")}
        value = Cast("value", models.TextField())
        targets = GoalTarget.objects.filter(goal=OuterRef("pk")).order_by("year")
        return self.select_related("unit").annotate(
            readings_as_read=ArraySubquery(
                readings.values(json=JSONObject(value=value, **written))
            ),
            target_years=ArraySubquery(targets.values("year")),
            target_values=ArraySubquery(targets.values("value")),
        )

    @transaction.atomic
    def set(self, *, by, target=None, **what):
        """A new goal, the last of its unit; `target` is that of its first year."""
        of_unit = Goal.objects.filter(unit=what["unit"])
        last = of_unit.aggregate(last=models.Max("order"))["last"] or 0
        goal = self.create(created_by=by, order=last + 1, **what)
        if target is not None:
            goal.aim_at(goal.first_year, target)
        return goal


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["version"],
)
class Goal(Versioned):
    """What a unit is to reach, by itself and with all that hangs below it.

    Plans carry goals; a plan's judgement of one that it carries is the goal's own.
    """

    class MeasuredBy(models.TextChoices):
        STATEMENT = "statement", _("It is judged in words")
        READINGS = "readings", _("By figures that we write down")
        METRIC = "metric", _("By one of the figures of the annual report")

    class Direction(models.TextChoices):
        """How a figure stands to its target when the goal is met."""

        BELOW = "below", _("Under the target")
        AT_MOST = "at_most", _("At most the target")
        ABOVE = "above", _("Over the target")
        AT_LEAST = "at_least", _("At least the target")
        RISING = "rising", _("Higher than the year before")
        FALLING = "falling", _("Lower than the year before")

        with_target = nonmember(("below", "at_most", "above", "at_least"))
        lower_is_better = nonmember(("below", "at_most", "falling"))

    # What its name reads beyond itself, for those who list what owns an action plan.
    TITLE_NEEDS = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="goals"
    )
    order = models.PositiveIntegerField(_("place"), default=0)
    text = models.CharField(_("goal"), max_length=500)
    criterion = models.CharField(
        _("how one sees that it is reached"), max_length=300, blank=True
    )
    theme = models.CharField(_("theme"), max_length=100, blank=True)
    # Where it was decided: "Policy for the work environment, § 41".
    source = models.CharField(_("decided in"), max_length=300, blank=True)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("who answers for it"),
        related_name="+",
        null=True,
        blank=True,
    )
    measured_by = models.CharField(
        _("how it is measured"),
        max_length=20,
        choices=MeasuredBy,
        default=MeasuredBy.STATEMENT,
    )
    # A code of those who offer figures; see actionplans.yardsticks.
    metric = models.SlugField(_("figure"), blank=True)
    direction = models.CharField(
        _("when it is met"), max_length=20, choices=Direction, blank=True
    )
    # What stands behind a figure: "%", "points".
    scale = models.CharField(_("unit of the figure"), max_length=20, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0)
    baseline = models.DecimalField(
        _("where one begins"), max_digits=14, decimal_places=3, null=True, blank=True
    )
    # Of the template it was taken from, so that it is taken once.
    template_item = models.CharField(max_length=100, blank=True, editable=False)
    action_plan = models.OneToOneField(
        ActionPlan, models.PROTECT, verbose_name=_("action plan"), null=True, blank=True
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "order", "pk"]
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        indexes = [models.Index(fields=["unit", "first_year"], name="goal_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year=None) | Q(last_year__gte=F("first_year")),
                name="goal_years_in_order",
                violation_error_message=_("The last year comes before the first."),
            ),
            models.CheckConstraint(
                condition=Q(measured_by="statement", direction="")
                | (~Q(measured_by="statement") & ~Q(direction="")),
                name="goal_measured_says_when_met",
                violation_error_message=_("Say when the goal is met."),
            ),
            models.CheckConstraint(
                condition=(Q(measured_by="metric") & ~Q(metric=""))
                | (~Q(measured_by="metric") & Q(metric="")),
                name="goal_of_metric_names_it",
                violation_error_message=_("Choose which figure."),
            ),
            models.CheckConstraint(
                condition=Q(decimals__lte=3), name="goal_at_most_three_decimals"
            ),
            models.UniqueConstraint(
                fields=["unit", "template_item"],
                condition=~Q(template_item=""),
                name="goal_taken_once_from_a_template",
            ),
        ]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return reverse("annualcycle:goal_detail", args=[self.pk])

    @property
    def years(self):
        """Until further notice where no last year is set."""
        if self.last_year == self.first_year:
            return str(self.first_year)
        return f"{self.first_year}\N{EN DASH}{self.last_year or ''}"

    @property
    def is_measured(self):
        return self.measured_by != self.MeasuredBy.STATEMENT

    @property
    def has_target(self):
        return self.direction in self.Direction.with_target

    @property
    def is_over(self):
        return self.last_year is not None and self.last_year < today().year

    @property
    def takes_measures(self):
        return not self.is_over

    def target_of(self, year):
        """The one that was set last by then; none before the first."""
        values = [value for since, value in self._aims() if since <= year]
        return values[-1] if values else None

    @property
    def read_readings(self):
        """Its figures, the oldest first, as they were read with its course."""
        return [
            GoalReading(
                goal_id=self.pk,
                until=date.fromisoformat(each["until"]),
                value=None if each["value"] is None else Decimal(each["value"]),
                words=each["words"],
                source=each["source"],
                by_id=each["by_id"],
            )
            for each in self.readings_as_read
        ]

    def _aims(self):
        """(year, target), the earliest first; read along with its course, or now."""
        if hasattr(self, "target_years"):
            return list(zip(self.target_years, self.target_values, strict=True))
        return list(self.targets.order_by("year").values_list("year", "value"))

    def is_met_by(self, value, against):
        """“Under” is strictly less: 5.40 does not meet a goal of under 5.4."""
        Direction = self.Direction
        match self.direction:
            case Direction.BELOW | Direction.FALLING:
                return value < against
            case Direction.AT_MOST:
                return value <= against
            case Direction.ABOVE | Direction.RISING:
                return value > against
        return value >= against

    # Verbs

    @transaction.atomic
    def change(self, *, by, version, target=None, **what):
        """Write it anew; raises Stale. A target is that of this year, or of the first."""
        self._change(version=version, **what)
        if target is not None:
            self.aim_at(max(self.first_year, today().year), target)

    def aim_at(self, year, value):
        """Set the target from that year on; earlier years keep theirs."""
        before = self.target_of(year)
        if before is None or before != value:
            self.targets.update_or_create(year=year, defaults={"value": value})
            vars(self).pop("target_years", None)

    def end(self, *, year):
        """Let the year be its last."""
        if year < self.first_year:
            raise InvalidTransition(_("The last year comes before the first."))
        self._change(version=self.version, last_year=year)

    def read(self, *, by, until, words, value, source=""):
        """Write down a figure of the time that ends that day; a later one replaces it."""
        said = {"words": words, "value": value, "source": source, "by": by}
        reading, _created = self.readings.update_or_create(until=until, defaults=said)
        return reading

    @transaction.atomic
    def evaluate(self, *, by, unit, year, outcome, note=""):
        """Say how it went in the unit that year; what plans of the unit say of it is this."""
        evaluation, _created = self.evaluations.update_or_create(
            unit=unit,
            year=year,
            defaults={
                "outcome": outcome,
                "outcome_note": note,
                "judged_on": today() if outcome else None,
                "by": by,
            },
        )
        carried = self.carried_by.filter(plan__unit=unit, plan__last_year=year)
        carried.update(evaluation=evaluation)
        return evaluation

    @transaction.atomic
    def plan_of_measures(self):
        """Its action plan, made when the first measure needs it."""
        goal = Goal.objects.select_for_update(no_key=True).get(pk=self.pk)
        if goal.action_plan is None:
            goal.action_plan = ActionPlan.objects.create(unit_id=goal.unit_id)
            goal.save(update_fields=["action_plan"])
        self.action_plan = goal.action_plan
        return goal.action_plan

    def add_measure(self, *, by, **what):
        """A measure that serves it, in its own action plan."""
        plan = self.plan_of_measures()
        return plan.add_measure(by=by, serves=self, **what)


class GoalTarget(models.Model):
    """What the figure is to be from a year on."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField(_("from year"))
    value = models.DecimalField(_("target"), max_digits=14, decimal_places=3)

    class Meta:
        ordering = ["goal", "year"]
        verbose_name = _("target")
        constraints = [
            models.UniqueConstraint(fields=["goal", "year"], name="goaltarget_once")
        ]

    def __str__(self):
        return f"{self.year}: {self.value}"


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class GoalReading(models.Model):
    """What the figure was over a time that ended on a day.

    Those of metrics are fetched by the program, which replaces them when they are put
    right; one that tells of too few people is kept without its value.
    """

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="readings")
    until = models.DateField(_("last day of the period"))
    # What the time is called: "2026", "R12 2026-09".
    words = models.CharField(_("period"), max_length=40)
    value = models.DecimalField(
        _("value"), max_digits=14, decimal_places=3, null=True, blank=True
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    # Nobody: then the program has fetched it.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField(_("written"), auto_now=True)

    class Meta:
        ordering = ["goal", "until"]
        verbose_name = _("reading")
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "until"],
                name="goalreading_once",
                violation_error_message=_("There is a figure of that period."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(by=None),
                name="goalreading_written_has_a_value",
            ),
        ]

    def __str__(self):
        return f"{self.words}: {self.value}"

    @property
    def is_hidden(self):
        return self.value is None


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class GoalEvaluation(Judged):
    """How a goal went in a unit in a year: its own, or one below that carries it in a plan."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="evaluations")
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("unit"), related_name="+"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["goal", "-year", "unit"]
        verbose_name = _("evaluation of a goal")
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "unit", "year"], name="goalevaluation_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", judged_on=None)
                | (~Q(outcome="") & Q(judged_on__isnull=False)),
                name="goalevaluation_outcome_says_when",
            ),
        ]

    def __str__(self):
        return f"{self.year}: {self.get_outcome_display()}"


class GoalAlertQuerySet(UnitBoundQuerySet):
    def open(self):
        return self.filter(answered_on=None)

    def visible_to(self, user):
        return self.reached_by(user, UnitPermission.VIEW_YEAR)

    def handled_by(self, user):
        return self.reached_by(user, UnitPermission.HANDLE_YEAR)


class GoalAlert(models.Model):
    """That a figure has been on the wrong side of its target twice in a row, and what the
    one who leads the unit says of it; until then it is a task."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="alerts")
    # Of which measures are to be considered.
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    # The period that was the second.
    until = models.DateField()
    raised_on = models.DateField(default=today)
    answer = models.TextField(_("what is done about it"), max_length=2_000, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = GoalAlertQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_on", "pk"]
        verbose_name = _("alert of a goal")
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "unit"],
                condition=Q(answered_on=None),
                name="goalalert_one_open",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None)
                | (~Q(answer="") & Q(answered_by__isnull=False)),
                name="goalalert_answer_says_what_and_who",
            ),
        ]

    def __str__(self):
        return f"{self.goal_id} {self.until}"

    def get_absolute_url(self):
        return reverse("annualcycle:goal_alert", args=[self.pk])

    def settle(self, *, by, answer):
        """Say what is done, or why nothing is; of two who do, the first is heard."""
        unanswered = GoalAlert.objects.open().filter(pk=self.pk)
        said = {"answer": answer, "answered_on": today(), "answered_by": by}
        if not unanswered.update(**said):
            raise InvalidTransition(_("Somebody has answered it already."))
        self.refresh_from_db()
