"""What stands in a plan: goals and rows, and that it was gone through."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from actionplans import planning
from actionplans.forms.measures import PlanRowForm
from actionplans.forms.plans import CarryForm, CommentForm, GoalForm, ReviewForm
from actionplans.models import WorkEnvironmentPlan
from actionplans.views.plans import moved_on, plan_to_handle
from sam.access import get_allowed
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition
from ui.acting import is_done, render_form


@takes_form
def goal_add(request, pk):
    plan = plan_to_handle(request, pk)
    form = GoalForm(sent(request))
    if not plan.is_draft:
        return moved_on(request, plan)
    if form.is_valid():
        return _done(request, plan, plan.add_goal, **form.cleaned_data)
    return render_form(request, form, "plans/goal_form.html", plan=plan)


@takes_form
def goal_edit(request, pk, goal):
    plan = plan_to_handle(request, pk)
    goal = get_object_or_404(plan.goals, pk=goal)
    form = GoalForm(sent(request), instance=goal)
    if not plan.is_draft:
        return moved_on(request, plan)
    if form.is_valid():
        return _done(request, plan, plan.change_goal, goal, **form.cleaned_data)
    return render_form(request, form, "plans/goal_form.html", plan=plan, goal=goal)


@takes_form
def goal_carry(request, pk):
    """Choose among the goals of the unit and of those above it."""
    plan = plan_to_handle(request, pk)
    form = CarryForm(plan, sent(request))
    if not plan.is_draft:
        return moved_on(request, plan)
    if form.is_bound and is_done(request, form, _("The plan carries them.")):
        return redirect(plan)
    return render_form(request, form, "plans/goal_carry.html", plan=plan)


@require_POST
def goal_remove(request, pk, goal):
    plan = plan_to_handle(request, pk)
    goal = get_object_or_404(plan.goals, pk=goal)
    return _done(request, plan, plan.remove_goal, goal)


@takes_form
def row_add(request, pk):
    """A row of the table, in the order of its columns."""
    plan = plan_to_handle(request, pk)
    years = plan.first_year, plan.last_year
    form = PlanRowForm(
        sent(request),
        unit=plan.unit,
        by=request.user,
        years=years,
        initial={"serves": request.GET.get("serves")},
    )
    if not plan.takes_measures and not form.is_bound:
        return moved_on(request, plan)
    if form.is_valid():
        try:
            plan.add_row(by=request.user, **form.cleaned_data)
        except InvalidTransition as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The measure is added."))
            another = "another" in request.POST
            return redirect("plans:row_add", pk) if another else redirect(plan)
    return render_form(request, form, "plans/row_form.html", plan=plan)


@require_POST
def row_move(request, pk):
    """One step up or down; back to the same part of the table."""
    plan = plan_to_handle(request, pk)
    direction = "up" if "up" in request.POST else "down"
    try:
        row = UUID(request.POST.get(direction, ""))
        plan.move_row(row, up=direction == "up")
    except ValueError:
        return redirect(plan)
    except InvalidTransition as error:
        messages.error(request, error)
        return redirect(plan)
    return redirect(f"{plan.get_absolute_url()}?{request.GET.urlencode()}#row-{row}")


@require_POST
def carry_over(request, pk):
    plan = plan_to_handle(request, pk)
    try:
        number = planning.carry_over(plan, by=request.user)
    except InvalidTransition as error:
        messages.error(request, error)
    else:
        done = ngettext(
            "%(number)s row is taken over.", "%(number)s rows are taken over.", number
        )
        messages.success(request, done % {"number": number})
    return redirect(plan)


@takes_form
def plan_review(request, pk):
    """Note that it was gone through; the safety representative says so in own words."""
    plans = WorkEnvironmentPlan.objects.select_related("unit")
    handled, user = plans.handled_by(request.user), request.user
    plan = get_allowed(handled | plans.reviewed_by(user), plans.visible_to(user), pk=pk)
    asked = ReviewForm if handled.filter(pk=pk).exists() else CommentForm
    form = asked(plan, sent(request))
    if form.is_bound and is_done(request, form, _("It is noted.")):
        return redirect(plan)
    return render_form(request, form, "plans/plan_review.html", plan=plan)


def _done(request, plan, verb, *args, **what):
    """Go back to the plan, which may have been decided meanwhile."""
    try:
        verb(*args, **what)
    except InvalidTransition as error:
        messages.error(request, error)
    return redirect(f"{plan.get_absolute_url()}#goals")
