"""What a unit has in action plans, for a reorganisation."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplans.models import (
    ActionPlan,
    Escalation,
    Goal,
    GoalAlert,
    WorkEnvironmentPlan,
)
from actionplans.moving import move_plans
from organisation.belongings import Belonging, reassign, reassign_unless
from sam.dates import today
from sam.workflow import InvalidTransition


def _move_plans(plans, *, to, by, reason):
    """Each by itself: one that its source does not let go keeps no other back."""
    left = {}
    for plan in plans:
        try:
            move_plans([plan], to=to, by=by, reason=reason)
        except InvalidTransition as error:
            left[plan] = str(error)
    return left


def _move_work_plans(plans, *, to, by, reason):
    """A unit has one plan a year: a second stays, and its measures go alone."""
    taken = set(
        WorkEnvironmentPlan.objects.filter(unit=to, kind="yearly").values_list(
            "first_year", flat=True
        )
    )
    left, free = {}, []
    for plan in plans:
        is_yearly = plan.kind == WorkEnvironmentPlan.Kind.YEARLY
        if is_yearly and plan.first_year in taken:
            left[plan] = _("The unit already has a plan for that year.")
        else:
            free.append(plan)
            taken |= {plan.first_year} if is_yearly else set()
    if free:
        reassign(free, to=to, by=by, reason=reason)
    return left


BELONGINGS = [
    Belonging(
        "goals",
        gettext_lazy("Goals"),
        lambda: Goal.objects.of_years(today().year, today().year + 1),
        # What both units took from the same template is one goal there.
        reassign_unless(
            ["template_item"], gettext_lazy("The unit already has that goal.")
        ),
    ),
    # A figure that went wrong where it did; whoever takes over says what is done.
    Belonging(
        "goal_alerts",
        gettext_lazy("Goals on the wrong side of their target"),
        lambda: GoalAlert.objects.open(),
    ),
    Belonging(
        "work_plans",
        gettext_lazy("Work environment plans"),
        lambda: WorkEnvironmentPlan.objects.exclude(status="ended"),
        _move_work_plans,
    ),
    Belonging(
        "action_plans",
        gettext_lazy("Action plans with unfinished measures"),
        lambda: ActionPlan.objects.unfinished().with_source(),
        _move_plans,
        order=9,
    ),
    Belonging(
        "lifted",
        gettext_lazy("Lifted matters to answer"),
        lambda: Escalation.objects.waiting(),
        path="to_unit",
    ),
]
