"""The plan of a unit, an administration or the municipality for a year or a project."""

import uuid
from datetime import timedelta

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, F, Func, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actionplans.models.goals import Goal, GoalEvaluation, Judged, Outcome
from actionplans.models.measures import Measure
from actionplans.models.plans import ActionPlan, OwnsPlan
from actionplans.models.told import Audience, Feedback, Told
from organisation.models import Unit, UnitBoundQuerySet, UnitPermission
from sam.dates import today
from sam.workflow import Stateful, Transition, Versioned

# After so long a decided plan should have been gone through again.
HALF_A_YEAR = timedelta(days=183)


def _of_rows(figure):
    """A figure of each plan's rows, but for those that are cancelled."""
    rows = Measure.objects.filter(plan=OuterRef("action_plan"))
    rows = rows.exclude(status=Measure.Status.CANCELLED).order_by()
    return Subquery(rows.values("plan").values(figure=figure))


class WorkEnvironmentPlanQuerySet(UnitBoundQuerySet):
    def visible_to(self, user):
        """A decided plan is read by all who work in the unit or below it."""
        above = Unit.objects.filter(pk=user.unit_id).values_list(
            Func(F("lineage"), function="unnest")
        )
        own = Q(unit__in=above) & ~Q(status="draft")
        return self.reached_by(user, UnitPermission.VIEW_MEASURES, or_own=own)

    def handled_by(self, user):
        """By the managers, and by HR, which writes plans with them."""
        return self.reached_by(user, UnitPermission.WRITE_PLANS)

    def reviewed_by(self, user):
        """Plans on which the person has a say as safety representative."""
        return self.reached_by(user, UnitPermission.REVIEW_ROUNDS)

    def of_year(self, year):
        return self.filter(first_year__lte=year, last_year__gte=year)

    def above(self, unit):
        """Plans of the units above it, the nearest first."""
        plans = self.filter(unit__in=unit.lineage[:-1])
        return plans.order_by("-unit__lineage__len", "-kind", "-first_year", "pk")

    def with_line(self):
        """With the plans whose goals it takes over, as far up as units go."""
        above = [f"{'__'.join(['parent'] * steps)}__unit" for steps in (1, 2, 3)]
        return self.select_related("unit", *above)

    def with_progress(self):
        """How many rows each has that count, and how many of them are carried out."""
        done = ~Q(status__in=Measure.Status.open_states)
        return self.annotate(
            number_of_rows=Coalesce(_of_rows(Count("pk")), 0),
            number_done=Coalesce(_of_rows(Count("pk", filter=done)), 0),
        )

    def with_totals(self):
        """What the rows that count cost in money and hours, as far as is said."""
        return self.with_progress().annotate(
            total_cost=_of_rows(Sum("cost")), total_hours=_of_rows(Sum("hours"))
        )

    def with_left_before(self):
        """How many rows the plan before each has not carried out."""
        rows = Measure.objects.open().filter(plan=OuterRef("previous__action_plan"))
        count = rows.order_by().values("plan").values(n=Count("pk"))
        return self.annotate(number_left_before=Coalesce(Subquery(count), 0))

    def with_next_row(self):
        """The row that is to be done first of those that are not: its key, words and day."""
        rows = Measure.objects.open().with_deadline()
        rows = rows.filter(plan=OuterRef("action_plan")).order_by("due_on", "pk")
        return self.annotate(
            next_row=Subquery(rows.values("pk")[:1]),
            next_activity=Subquery(rows.values("activity")[:1]),
            next_due_on=Subquery(rows.values("due_on")[:1]),
        )

    @transaction.atomic
    def begin(self, *, by, unit, **what):
        """A draft below the nearest plan above, after the one of the year before."""
        year = what["first_year"]
        return self.create(
            created_by=by,
            unit=unit,
            parent=self.above(unit).of_year(year).first(),
            previous=self.filter(unit=unit, last_year=year - 1).first(),
            **what,
        )


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
    # Of a project: what it is to do, and who does it, as one says it.
    mandate = models.TextField(_("mandate"), max_length=5_000, blank=True)
    working_group = models.CharField(_("working group"), max_length=500, blank=True)
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
    def is_draft(self):
        return self.status == self.Status.DRAFT

    @property
    def is_decided(self):
        return self.status == self.Status.DECIDED

    @property
    def takes_measures(self):
        return self.status != self.Status.ENDED

    @property
    def next_first_year(self):
        return self.last_year + 1

    @property
    def line(self):
        """The plans above it, the highest first."""
        above, each = [], self.parent
        # A reorganisation can turn upside down what lies above what.
        while each and each != self and each not in above:
            above.insert(0, each)
            each = each.parent
        return above

    def rows(self):
        """Its own measures, in the order of the plan."""
        rows = Measure.objects.filter(plan=self.action_plan_id)
        return rows.select_related("responsible").order_by("order", "pk")

    def rows_left(self):
        return self.rows().open()

    def goals_by_plan(self):
        """Each plan of its line and at last itself, with their goals."""
        plans = [*self.line, self]
        goals = PlanGoal.objects.filter(plan__in=plans).with_judging()
        by_plan = {plan.pk: [] for plan in plans}
        for goal in goals.order_by("order", "pk"):
            by_plan[goal.plan_id].append(goal)
        return [(plan, by_plan[plan.pk]) for plan in plans]

    def is_long_since(self, reviews):
        """Whether nobody has gone through it for half a year, while it is in force."""
        last = max([self.decided_on, *(each.told_on for each in reviews)])
        return today() - last > HALF_A_YEAR

    # What stands in it

    @transaction.atomic
    def edit(self, *, version, **changes):
        """Say anew what it is called and covers; raises Stale, see Versioned."""
        self.hold(self.Status.DRAFT)
        self._change(version=version, **changes)

    @transaction.atomic
    def add_goal(self, **what):
        self.hold(self.Status.DRAFT)
        last = self.goals.aggregate(last=Max("order"))["last"] or 0
        if goal := what.get("goal"):
            year = {"unit": self.unit_id, "year": self.last_year}
            what["evaluation"] = goal.evaluations.filter(**year).first()
        return self.goals.create(order=last + 1, **what)

    @transaction.atomic
    def carry(self, goals):
        """Take goals of the unit and of those above it into the plan, in their own words."""
        for goal in goals:
            self.add_goal(goal=goal, text=goal.text, criterion=goal.criterion)

    @transaction.atomic
    def change_goal(self, goal, **what):
        self.hold(self.Status.DRAFT)
        self.goals.filter(pk=goal.pk).update(**what)

    @transaction.atomic
    def remove_goal(self, goal):
        self.hold(self.Status.DRAFT)
        self.goals.filter(pk=goal.pk).delete()

    @transaction.atomic
    def add_row(self, *, by, **what):
        """Put a measure last in the plan; raises InvalidTransition when it has ended."""
        self.hold(self.Status.DRAFT, self.Status.DECIDED)
        plan = self.plan_of_measures()
        return plan.add_measure(by=by, order=self.last_place() + 1, **what)

    def last_place(self):
        return self.rows().aggregate(last=Max("order"))["last"] or 0

    @transaction.atomic
    def move_row(self, pk, *, up):
        """Let a row change places with the one above or below it; at the end it stays."""
        self.hold(self.Status.DRAFT, self.Status.DECIDED)
        rows = list(self.rows().select_related(None).only("order"))
        here = next((at for at, row in enumerate(rows) if row.pk == pk), None)
        there = here if here is None else here + (-1 if up else 1)
        if here is None or not 0 <= there < len(rows):
            return
        rows[here], rows[there] = rows[there], rows[here]
        # Rows that came in from elsewhere may share a place.
        misplaced = [(at, row) for at, row in enumerate(rows, 1) if row.order != at]
        for at, row in misplaced:
            row.order = at
        Measure.objects.bulk_update(
            [row for _at, row in misplaced], ["order"], batch_size=500
        )

    # What becomes of it

    @transaction.atomic
    def decide(self, *, by, decided_on, decided_by, case_number=""):
        said = {
            "decided_on": decided_on,
            "decided_by": decided_by,
            "case_number": case_number,
        }
        note = ", ".join(filter(None, [str(decided_on), decided_by, case_number]))
        self._move_to(self.Status.DECIDED, by=by, note=note, **said)

    def take_back(self, *, by, reason):
        """Make it a draft again, to be decided anew."""
        self._move_to(
            self.Status.DRAFT,
            by=by,
            note=reason,
            decided_on=None,
            decided_by="",
            case_number="",
        )

    @transaction.atomic
    def judge_goals(self, judged, *, by):
        """Say which goals were reached, and why: a pair for each goal's key.

        What is said of a goal that the plan carries is the goal's evaluation of the year.
        """
        self.hold(self.Status.DECIDED)
        for own in self.goals.filter(pk__in=judged).select_related("goal"):
            outcome, note = judged[own.pk]
            if own.goal:
                said = {"outcome": outcome, "note": note}
                own.goal.evaluate(by=by, unit=self.unit, year=self.last_year, **said)
            else:
                own.judge(outcome, note)

    @transaction.atomic
    def end(self, *, by, note=""):
        self.hold(self.Status.DECIDED)
        if self.action_plan_id:
            # Whoever adds a measure to it has finished, or finds it ended.
            ActionPlan.objects.hold(self.action_plan_id)
        self._move_to(self.Status.ENDED, by=by, note=note)

    def reopen(self, *, by, reason):
        self._move_to(self.Status.DECIDED, by=by, note=reason)

    @transaction.atomic
    def go_through(self, *, by, told=(), **what):
        """Note that it was gone through, and which measures were reported back there."""
        review = self.reviews.create(by=by, **what)
        if review.audience == Audience.EMPLOYEES:
            Feedback.objects.bulk_create(
                Feedback(measure=measure, by=by, **what) for measure in told
            )
        return review


class WorkEnvironmentPlanTransition(Transition):
    plan = models.ForeignKey(
        WorkEnvironmentPlan, models.CASCADE, related_name="transitions"
    )

    @property
    def words(self):
        return WorkEnvironmentPlan.Status(self.to_status).label


class PlanGoalQuerySet(models.QuerySet):
    def with_judging(self):
        """With what is said of those that plans carry, and whose they are."""
        return self.select_related("goal__unit", "evaluation")

    def not_reached(self):
        reached = self.filter(PlanGoal.said(Outcome.REACHED))
        return self.exclude(pk__in=reached.order_by().values("pk"))


class PlanGoal(Judged):
    """What a plan is to reach; plans below it take it over as it stands.

    It may carry a goal of the unit or of one above, in the words that it had then.
    """

    Outcome = Outcome

    plan = models.ForeignKey(WorkEnvironmentPlan, models.CASCADE, related_name="goals")
    goal = models.ForeignKey(
        Goal,
        models.PROTECT,
        verbose_name=_("goal that it carries"),
        related_name="carried_by",
        null=True,
        blank=True,
    )
    # What the plan's unit says of the goal of that year; in place of an outcome of its own.
    evaluation = models.ForeignKey(
        GoalEvaluation, models.SET_NULL, related_name="+", null=True, blank=True
    )
    order = models.PositiveIntegerField(default=0)
    text = models.CharField(_("goal"), max_length=500)
    # How one sees that it is reached: "reported sick leave under 5.4 %".
    criterion = models.CharField(
        _("how one sees that it is reached"), max_length=300, blank=True
    )
    due_on = models.DateField(_("to be reached by"), null=True, blank=True)

    objects = PlanGoalQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "order", "pk"]
        verbose_name = _("goal of a plan")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", judged_on=None)
                | (~Q(outcome="") & Q(judged_on__isnull=False)),
                name="plangoal_outcome_says_when",
            ),
            models.CheckConstraint(
                condition=Q(goal=None, evaluation=None)
                | Q(goal__isnull=False, outcome=""),
                name="plangoal_judged_in_one_place",
            ),
            models.UniqueConstraint(
                fields=["plan", "goal"],
                name="plangoal_carries_once",
                violation_error_message=_("The plan has that goal already."),
            ),
        ]

    def __str__(self):
        return self.text

    @staticmethod
    def said(*outcomes):
        """One of the outcomes, wherever it stands."""
        return Q(outcome__in=outcomes) | Q(evaluation__outcome__in=outcomes)

    @property
    def judged(self):
        """Where its outcome stands: the goal's evaluation, or its own row."""
        return self.evaluation or self

    def judge(self, outcome, note):
        self.outcome, self.outcome_note = outcome, note
        self.judged_on = today() if outcome else None
        self.save(update_fields=["outcome", "outcome_note", "judged_on"])


class PlanReview(Told):
    """That a plan was gone through at a meeting."""

    plan = models.ForeignKey(
        WorkEnvironmentPlan, models.CASCADE, related_name="reviews"
    )

    class Meta(Told.Meta):
        verbose_name = _("review of a plan")

    def __str__(self):
        return f"{self.get_audience_display()}, {self.told_on}"
