"""Plans of units beside and above each other: what each country calls them, what the next
year takes over, what else goes on, and where there is none."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplans.goal_figures import Standing
from actionplans.models import Goal, Measure, Outcome, PlanGoal, WorkEnvironmentPlan
from organisation.models import Country, Unit, UnitPermission

Status = WorkEnvironmentPlan.Status


class Terms(NamedTuple):
    """What a plan and the columns of its table are called, and in which language it is
    written there; the columns have one of their own where they are not in the page's."""

    title: str
    columns: tuple
    written: str
    language: str = ""


TERMS = {
    Country.SE: Terms(
        "Handlingsplan för arbetsmiljön",
        (
            gettext_lazy("No."),
            gettext_lazy("Focus area"),
            gettext_lazy("Goal"),
            gettext_lazy("Activity"),
            gettext_lazy("When"),
            gettext_lazy("Responsible"),
            gettext_lazy("Reported to"),
        ),
        "sv",
    ),
    # The same words in both kinds of Norwegian.
    Country.NO: Terms(
        "HMS-plan",
        ("Nr", "Innsatsområde", "Mål", "Aktivitet", "Når", "Ansvar", "Rapportering"),
        "nb",
        "nb",
    ),
    Country.DK: Terms(
        "Arbejdsmiljøhandleplan",
        (
            "Nr.",
            "Indsatsområde",
            "Mål",
            "Aktivitet",
            "Hvornår",
            "Ansvar",
            "Rapportering",
        ),
        "da",
        "da",
    ),
}


# The next year

# What a row that is not finished takes along into the next plan.
TAKEN_ALONG = [
    "number",
    "origin",
    "focus_area",
    "activity",
    "goal",
    "serves_id",
    "control",
    "responsible_id",
    "responsible_role",
    "responsible_words",
    "report_to",
    "timing",
    "due_words",
    "is_uncertain",
    "starts_on",
    "due_on",
    "cost",
    "hours",
    "repeats_every",
    "watched",
]


@transaction.atomic
def end(plan, *, by, judged, note=""):
    """Judge the goals and end the plan."""
    plan.judge_goals(judged, by=by)
    plan.end(by=by, note=note)


@transaction.atomic
def go_on(plan, *, by, judged=None, note=""):
    """End the plan and have the next one, with what is left; a second time the same one."""
    plan.hold(Status.DECIDED, Status.ENDED)
    if plan.is_decided:
        end(plan, by=by, judged=judged or {}, note=note)
    following = _following(plan) or _begin_after(plan, by=by)
    if following.is_draft and not following.goals.exists():
        for own in plan.goals.not_reached().select_related("goal"):
            following.add_goal(text=own.text, criterion=own.criterion, goal=own.goal)
    if following.takes_measures:
        carry_over(following, by=by)
    return following


def _following(plan):
    """The plan that comes after it, also one that was begun beforehand."""
    plans = WorkEnvironmentPlan.objects.filter(unit=plan.unit_id, kind=plan.kind)
    return plans.filter(
        Q(previous=plan) | Q(previous=None, first_year=plan.next_first_year)
    ).first()


def _begin_after(plan, *, by):
    lasts = plan.last_year - plan.first_year
    return WorkEnvironmentPlan.objects.begin(
        by=by,
        unit=plan.unit,
        kind=plan.kind,
        title=plan.title,
        first_year=plan.next_first_year,
        last_year=plan.next_first_year + lasts,
    )


@transaction.atomic
def carry_over(plan, *, by):
    """Take over what the plan before it has left; how many rows they were.

    The old row says where it went, and the new one which it follows.
    """
    plan.hold(Status.DRAFT, Status.DECIDED)
    if plan.previous is None:
        return 0
    action_plan = plan.plan_of_measures()
    action_plan.hold_open()
    left = list(plan.previous.rows_left().select_for_update(of=["self"]))
    copies = [
        _copy(old, action_plan, order, by)
        for order, old in enumerate(left, plan.last_place() + 1)
    ]
    Measure.objects.bulk_create(copies, batch_size=500)
    for old, copy in zip(left, copies, strict=True):
        if old.status == Measure.Status.STARTED:
            copy.start(by=by)
        old.cancel(by=by, reason=_("Carried over to %(plan)s") % {"plan": plan.years})
    return len(left)


def _copy(old, action_plan, order, by):
    along = {name: getattr(old, name) for name in TAKEN_ALONG}
    return Measure(
        plan=action_plan,
        unit_id=action_plan.unit_id,
        order=order,
        follows=old,
        created_by=by,
        **along,
    )


# The goals that hold in its unit


class Holding(NamedTuple):
    """A goal of the unit or of one above it, the plan's rows that serve it, and what the
    plan itself says of it, where it carries it."""

    standing: Standing
    rows: list
    carried: PlanGoal | None

    @property
    def worded(self):
        """What has its words: the plan keeps those of its day."""
        return self.carried or self.standing.goal


def goals_to_show(plan, *, user):
    """Those that hold in its unit, the highest first; and each plan of its line and at
    last itself, with the goals that are not among them: [(plan, goals)]."""
    line = plan.goals_by_plan()
    carried = {goal.goal_id: goal for goal in line[-1][1]}
    holding = [
        Holding(standing, rows, carried.get(standing.goal.pk))
        for standing, rows in _goals_that_hold(plan, user=user)
    ]
    shown = {each.standing.goal.pk for each in holding}
    others = [
        (each, [goal for goal in goals if goal.goal_id not in shown])
        for each, goals in line
    ]
    return holding, others


def _goals_that_hold(plan, *, user):
    goals = Goal.objects.visible_to(user).holding_in(plan.unit)
    goals = goals.of_years(plan.first_year, plan.last_year).with_course()
    rows = defaultdict(list)
    found = [Standing(goal) for goal in goals.from_the_top()]
    if found:
        for row in plan.rows().filter(serves__isnull=False):
            rows[row.serves_id].append(row)
    return [(each, rows[each.goal.pk]) for each in found]


# Besides the plan's own rows


def elsewhere(plan, *, user):
    """What goes on in the unit and below in the plan's years, from all but plans."""
    of_plans = WorkEnvironmentPlan.objects.filter(action_plan=OuterRef("plan"))
    years = date(plan.first_year, 1, 1), date(plan.last_year, 12, 31)
    measures = Measure.objects.visible_to(user).exclude(status="cancelled")
    measures = measures.filter(~Exists(of_plans), due_on__range=years)
    if plan.unit.parent_id is None:
        return measures
    return measures.filter(unit__in=Unit.objects.within([plan.unit_id]))


def below(plan):
    """Plans of units below it in its years that are more than drafts, unit by unit."""
    plans = WorkEnvironmentPlan.objects.exclude(pk=plan.pk).exclude(status="draft")
    units = Unit.objects.within([plan.unit_id])
    years = {"first_year__lte": plan.last_year, "last_year__gte": plan.first_year}
    return plans.filter(unit__in=units, **years).order_by("unit__lineage", "pk")


# Where is no plan?


class Coverage(NamedTuple):
    """How many units there are, how many have a plan and a decided one, how many goals of
    their own these have and how many of those a criterion, of how many goals in all it is
    said how they went and how many were reached, and which units have no plan."""

    all: int
    begun: int
    decided: int
    goals: int
    with_criterion: int
    judged: int
    reached: int
    lacking: object


def coverage(year, *, user, unit=None):
    units = Unit.objects.permitting(user, UnitPermission.VIEW_MEASURES).existing()
    if unit:
        units = units.within([unit.pk])
    plans = WorkEnvironmentPlan.objects.of_year(year).filter(unit=OuterRef("pk"))
    begun, decided = Exists(plans), Exists(plans.exclude(status="draft"))
    numbers = units.aggregate(
        all=Count("pk"),
        begun=Count("pk", filter=begun),
        decided=Count("pk", filter=decided),
    )
    goals = PlanGoal.objects.filter(
        plan__in=WorkEnvironmentPlan.objects.of_year(year), plan__unit__in=units
    ).aggregate(
        goals=Count("pk", filter=Q(goal=None)),
        with_criterion=Count("pk", filter=Q(goal=None) & ~Q(criterion="")),
        judged=Count("pk", filter=PlanGoal.said(*Outcome)),
        reached=Count("pk", filter=PlanGoal.said(Outcome.REACHED)),
    )
    return Coverage(
        **numbers, **goals, lacking=units.filter(~begun).select_related("parent")
    )
