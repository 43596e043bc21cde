from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans.forms.filters import MeasureFilterForm
from actionplans.forms.measures import MeasureForm
from actionplans.models import ActionPlan, Measure
from organisation.models import Unit, UnitPermission, User
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.workflow import InvalidTransition
from ui.paging import page_of
from ui.searching import render_matches


@require_safe
def measure_list(request):
    form = MeasureFilterForm(request.GET, user=request.user)
    measures = form.filter(Measure.objects.visible_to(request.user).with_source())
    page = page_of(measures, request.GET, by="due_on")
    context = {"filter_form": form, "page": page}
    return render_page_or_partial(
        request, "actionplans/measure_list.html", "results", context
    )


def measure_add(request, pk):
    """Add a measure to a plan, and go back to the page of what the plan belongs to."""
    plans = ActionPlan.objects.with_source()
    plan = get_allowed(
        plans.handled_by(request.user), plans.visible_to(request.user), pk=pk
    )
    form = MeasureForm(request.POST or None, unit=plan.unit)
    if form.is_valid():
        try:
            measure = plan.add_measure(by=request.user, **form.cleaned_data)
        except InvalidTransition as error:
            messages.error(request, error)
            return redirect(plan.source)
        messages.success(request, _("The measure is added."))
        return redirect(plan.source or measure)
    return render_measure_form(request, form, plan.source)


def render_measure_form(request, form, source, *, reason=""):
    context = {
        "form": form,
        "source": source,
        "reason": reason,
        "cancel_url": source.get_absolute_url() if source else "",
    }
    status = 422 if form.is_bound else 200
    return render(request, "actionplans/measure_form.html", context, status=status)


@require_safe
def responsible_options(request, unit):
    """People who may answer for a measure in the unit, by typed name."""
    units = Unit.objects.permitting(request.user, UnitPermission.HANDLE_MEASURES)
    unit = get_object_or_404(units, pk=unit)
    return render_matches(request, User.objects.working_for(unit))
