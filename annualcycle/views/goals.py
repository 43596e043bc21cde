"""Goals of units: the list, the page, and what is written on it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans import goal_figures
from actionplans.models import Goal, GoalAlert, Measure
from actionplans.views.measures import measure_page
from annualcycle.forms.goals import (
    AnswerForm,
    EvaluationForm,
    GoalFilterForm,
    GoalForm,
    ReadingForm,
    TargetForm,
)
from annualcycle.forms.wheel import WheelForm, may_write, units_written_by
from sam.access import get_allowed
from sam.dates import today
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from ui.acting import is_done, render_form
from ui.paging import Page, page_of


@require_safe
def goal_list(request):
    form = GoalFilterForm(request.GET, user=request.user)
    goals = form.filter(Goal.objects.visible_to(request.user)).with_course()
    page = page_of(goals, request.GET, by="unit__name")
    context = {
        "filter_form": form,
        "page": Page(
            [goal_figures.Standing(goal) for goal in page], page.previous, page.next
        ),
        "may_add": units_written_by(request.user).exists(),
    }
    return render_page_or_partial(
        request, "annualcycle/goal_list.html", "results", context
    )


@takes_form
def goal_add(request):
    units = units_written_by(request.user)
    if not (highest := units.order_by("lineage__len", "name").first()):
        raise PermissionDenied
    unit = highest
    if asked := WheelForm(request.GET, user=request.user).cleaned_data.get("unit"):
        unit = get_object_or_404(units, pk=asked.pk)
    fresh = Goal(unit=unit, first_year=today().year)
    form = GoalForm(sent(request), unit=unit, instance=fresh)
    if form.is_valid():
        goal = form.begin(by=request.user)
        messages.success(request, _("The goal is set."))
        return redirect(goal)
    return render_form(request, form, "annualcycle/goal_form.html", unit=unit)


@require_safe
def goal_detail(request, pk):
    goals = Goal.objects.visible_to(request.user).with_course()
    goal = get_object_or_404(goals.select_related("unit", "owner"), pk=pk)
    user = request.user
    standing = goal_figures.Standing(goal)
    measures = Measure.objects.visible_to(user).filter(serves=goal)
    context = {
        "goal": goal,
        "standing": standing,
        "chart": goal_figures.chart(standing),
        "points": [
            (each, goal_figures.verdict(goal, each)) for each in standing.points[::-1]
        ],
        **_evaluations(goal),
        "measures": measures.select_related("responsible", "unit")[:50],
        "activities": goal.activities.filter(last_year=None).select_related("unit"),
        "alerts": goal.alerts.select_related("unit", "answered_by"),
        "writes": may_write(user, goal.unit),
    }
    return render(request, "annualcycle/goal_detail.html", context)


def _evaluations(goal):
    """Its own, and what units below say of it in their plans."""
    said = goal.evaluations.exclude(outcome="").select_related("unit", "by")
    said = list(said.order_by("-year", "unit__lineage__len", "unit__name")[:100])
    return {
        "evaluations": [each for each in said if each.unit_id == goal.unit_id],
        "below": [each for each in said if each.unit_id != goal.unit_id],
    }


@takes_form
def goal_edit(request, pk):
    goal = _written(request, pk)
    form = GoalForm(sent(request), unit=goal.unit, instance=goal)
    if is_done(request, form, _("Saved.")):
        return redirect(goal)
    context = {"unit": goal.unit, "goal": goal}
    return render_form(request, form, "annualcycle/goal_form.html", **context)


@takes_form
def goal_figure(request, pk):
    """For those that people write down figures of."""
    goal = _written(request, pk)
    if goal.measured_by != Goal.MeasuredBy.READINGS:
        messages.error(request, _("Figures of this goal are not written down here."))
        return redirect(goal)
    form = ReadingForm(goal, sent(request))
    title, button = _("Write down a figure"), _("Save the figure")
    return _act(request, goal, form, title=title, button=button)


@takes_form
def goal_target(request, pk):
    goal = _written(request, pk)
    if not goal.has_target:
        messages.error(request, _("This goal has no target."))
        return redirect(goal)
    title = _("Set a target for coming years")
    form = TargetForm(goal, sent(request))
    return _act(request, goal, form, title=title, button=_("Set the target"))


@takes_form
def goal_evaluate(request, pk):
    goal = _written(request, pk)
    form = EvaluationForm(goal, sent(request))
    title, button = _("Evaluate the goal"), _("Save the evaluation")
    return _act(request, goal, form, title=title, button=button)


def _act(request, goal, form, *, title, button):
    if is_done(request, form, _("Saved.")):
        return redirect(goal)
    context = {"goal": goal, "title": title, "button": button}
    return render_form(request, form, "annualcycle/goal_act.html", **context)


@takes_form
def goal_measure(request, pk):
    """A measure that serves the goal."""
    goal = _written(request, pk)
    return measure_page(request, goal, add=goal.add_measure, reason=goal.text)


@takes_form
def goal_alert(request, pk):
    """Measures are to be considered: what is done, or why nothing is."""
    alerts = GoalAlert.objects.select_related("goal__unit", "unit", "answered_by")
    seen, handled = alerts.visible_to(request.user), alerts.handled_by(request.user)
    alert = get_object_or_404(seen, pk=pk)
    may_answer = handled.filter(pk=pk).exists()
    if request.method == "POST" and not may_answer:
        raise PermissionDenied
    form = AnswerForm(alert, sent(request))
    if is_done(request, form, _("Your answer is noted.")):
        return redirect(alert.goal)
    goal = Goal.objects.with_course().get(pk=alert.goal_id)
    context = {
        "alert": alert,
        "standing": goal_figures.Standing(goal),
        "may_answer": may_answer and alert.answered_on is None,
        "writes": may_write(request.user, goal.unit),
    }
    return render_form(request, form, "annualcycle/goal_alert.html", **context)


def _written(request, pk):
    goals = Goal.objects
    allowed = goals.written_by(request.user).with_course()
    return get_allowed(allowed, goals.visible_to(request.user), pk=pk)
