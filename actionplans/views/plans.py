"""Plans of units: the list, where there is none, the page, and what becomes of a plan."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from actionplans import beside, planning
from actionplans.forms.plans import (
    ACTS,
    BeginForm,
    CoverageFilterForm,
    EditForm,
    EvaluateForm,
    PlanFilterForm,
    RowFilterForm,
    acts_for,
)
from actionplans.models import WorkEnvironmentPlan
from organisation.models import Municipality, Unit, UnitPermission
from organisation.permissions import granted_units
from sam.access import get_allowed
from sam.dates import today
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from sam.workflow import MOVED_ON, InvalidTransition
from ui.acting import is_done, render_form
from ui.forms import is_carried_out
from ui.paging import SIZE, page_of

WRITE_PLANS = UnitPermission.WRITE_PLANS
# So many measures from elsewhere stand on the plan's own page, and so many are counted.
FEW, MOST = 5, 1_000


@require_safe
def plan_list(request):
    """With the plans of one's own workplace on top."""
    form = PlanFilterForm(request.GET, user=request.user)
    plans = WorkEnvironmentPlan.objects.visible_to(request.user)
    shown = form.filter(plans.select_related("unit").with_progress())
    units = Unit.objects.permitting(request.user, WRITE_PLANS)
    context = {
        "filter_form": form,
        "page": page_of(shown, request.GET, by="-first_year"),
        "own": _of_own_workplace(request.user, plans),
        "may_add": units.existing().exists(),
        "may_look_below": bool(_held(request.user, UnitPermission.VIEW_MEASURES)),
    }
    return render_page_or_partial(request, "plans/plan_list.html", "results", context)


def _of_own_workplace(user, plans):
    if not user.unit_id:
        return []
    plans = plans.filter(unit__in=user.unit.lineage).of_year(today().year)
    return plans.select_related("unit").order_by("-unit__lineage__len", "pk")


def _held(user, permission):
    return granted_units(user, permission).units


@require_safe
def plan_coverage(request):
    """Which units have no plan for the year."""
    if not _held(request.user, UnitPermission.VIEW_MEASURES):
        raise PermissionDenied
    form = CoverageFilterForm(request.GET, user=request.user)
    covered = planning.coverage(
        form.chosen_year, user=request.user, unit=form.cleaned_data.get("unit")
    )
    page = page_of(covered.lacking, request.GET, by="name")
    handled = granted_units(request.user, WRITE_PLANS)
    context = {
        "filter_form": form,
        "year": form.chosen_year,
        "covered": covered,
        "page": page,
        "may_begin": {unit.pk for unit in page if handled.reaches(unit, WRITE_PLANS)},
    }
    return render_page_or_partial(
        request, "plans/plan_coverage.html", "results", context
    )


def _year_to_plan(user):
    """This one, or the next when the own workplace has a plan for this."""
    year = today().year
    of_year = WorkEnvironmentPlan.objects.of_year(year)
    return year + of_year.filter(unit=user.unit_id).exists()


@takes_form
def plan_add(request):
    units = Unit.objects.permitting(request.user, WRITE_PLANS)
    if not (units := units.existing()).exists():
        raise PermissionDenied
    initial = {
        "unit": request.GET.get("unit") or request.user.unit_id,
        "title": planning.TERMS[Municipality.objects.country()].title,
        "first_year": request.GET.get("year") or _year_to_plan(request.user),
    }
    form = BeginForm(sent(request), units=units, initial=initial)
    if form.is_valid() and (plan := form.begin(by=request.user)):
        messages.success(
            request, _("The plan is begun as a draft. Go on with goals and measures.")
        )
        return redirect(plan)
    return render_form(request, form, "plans/plan_add.html")


@takes_form
def plan_edit(request, pk):
    plan = plan_to_handle(request, pk)
    form = EditForm(sent(request), instance=plan)
    if not plan.is_draft and not form.is_bound:
        return moved_on(request, plan)
    if is_carried_out(form):
        messages.success(request, _("Saved."))
        return redirect(plan)
    return render_form(request, form, "plans/plan_edit.html", plan=plan)


@require_safe
def plan_detail(request, pk):
    return render_plan(request, visible_plan(request, pk))


@takes_form
def plan_act(request, pk, name):
    if name not in ACTS:
        raise Http404
    plan = plan_to_handle(request, pk)
    form = ACTS[name](plan, request.POST)
    if request.method == "POST" and is_done(request, form):
        return redirect(plan)
    if request.method != "POST":
        # Who reloads the page after an answer with an error gets the form anew.
        return redirect(f"{plan.get_absolute_url()}?act={name}#act")
    current = visible_plan(request, pk)
    return render_plan(request, current, name=name, form=form, status=422)


@takes_form
def plan_evaluate(request, pk):
    """Say of each goal whether it was reached; then end the plan, or go on with the next."""
    plan = plan_to_handle(request, pk)
    form = EvaluateForm(plan, sent(request))
    if not plan.is_decided and not form.is_bound:
        return moved_on(request, plan)
    if form.is_valid():
        try:
            following = form.carry_out(by=request.user)
        except InvalidTransition as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(following)
    context = {"plan": plan, "left": plan.rows_left().count()}
    return render_form(request, form, "plans/plan_evaluate.html", **context)


@require_POST
def plan_go_on(request, pk):
    """Have the plan that follows one which has ended."""
    plan = plan_to_handle(request, pk)
    if plan.status != plan.Status.ENDED:
        return moved_on(request, plan)
    return redirect(planning.go_on(plan, by=request.user))


@require_safe
def plan_elsewhere(request, pk):
    """Its beginning is put into the plan's own page."""
    plan = visible_plan(request, pk)
    measures = planning.elsewhere(plan, user=request.user)
    size = FEW if request.htmx else SIZE
    context = {
        "plan": plan,
        "beside": beside.elsewhere.of(plan, request.user, can_handle=False),
        "number": measures[:MOST].count(),
        "most": MOST,
        "page": page_of(measures.with_source(), request.GET, by="due_on", size=size),
    }
    return render_page_or_partial(
        request, "plans/plan_elsewhere.html", "elsewhere", context
    )


# Finding and answering


def visible_plan(request, pk):
    plans = WorkEnvironmentPlan.objects.visible_to(request.user).with_line()
    plans = plans.with_totals().with_left_before().with_next_row()
    plans = plans.select_related("created_by", "previous")
    return get_object_or_404(plans, pk=pk)


def plan_to_handle(request, pk):
    plans = WorkEnvironmentPlan.objects.select_related("unit", "previous")
    return get_allowed(
        plans.handled_by(request.user), plans.visible_to(request.user), pk=pk
    )


def moved_on(request, plan):
    messages.error(request, MOVED_ON)
    return redirect(plan)


# The page


def render_plan(request, plan, *, name=None, form=None, status=200):
    # Read once, for the page and for its head.
    municipality = Municipality.objects.current()
    user = request.user
    filter_form = RowFilterForm(request.GET)
    reviews = list(plan.reviews.select_related("by"))
    can_handle = user.has_perm("organisation.write_plans", plan)
    holding, line = planning.goals_to_show(plan, user=user)
    context = {
        "plan": plan,
        "municipality": municipality,
        "terms": planning.TERMS[municipality.country],
        "filter_form": filter_form,
        "page": page_of(filter_form.filter(plan.rows()), request.GET, by="order"),
        "line": line,
        "holding": holding,
        "may_carry": any(each.carried is None for each in holding),
        "reviews": reviews,
        "is_long_since": plan.is_decided and plan.is_long_since(reviews),
        "transitions": plan.transitions.select_related("by"),
        "can_handle": can_handle,
        "beside": beside.plan_page.of(plan, user, can_handle=can_handle),
        # Where only some rows are shown, above and below are not what they seem.
        "may_move": can_handle and plan.takes_measures and not filter_form.is_narrowed,
        "can_comment": user.has_perm("organisation.review_rounds", plan),
        "can_look": user.has_perm("organisation.view_measures", plan),
        "to_carry_over": can_handle and plan.takes_measures and plan.number_left_before,
        **_acts(request, plan, name, form, can_handle=can_handle),
    }
    return render(request, "plans/plan_detail.html", context, status=status)


def _acts(request, plan, name, form, *, can_handle):
    """The form that is open, and the buttons of the others."""
    acts = acts_for(plan) if can_handle else {}
    name = name or request.GET.get("act")
    return {
        "form": form,
        "act_name": name,
        "act": form or (acts[name](plan) if name in acts else None),
        "other_acts": {each: acts[each].label for each in acts if each != name},
    }
