from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from organisation.models import Unit, UnitPermission
from organisation.permissions import granted_units
from riskassessment.forms.planning import RoundFilterForm, RoundForm, UnitForm
from riskassessment.models import InspectionRound
from sam.htmx import render_page_or_partial
from ui.paging import page_of


@require_safe
def round_list(request):
    form = RoundFilterForm(request.GET, user=request.user)
    rounds = InspectionRound.objects.visible_to(request.user)
    rounds = form.filter(rounds.select_related("unit"))
    context = {
        "filter_form": form,
        "page": page_of(rounds, request.GET, by="-planned_on"),
        "can_plan": bool(
            granted_units(request.user, UnitPermission.HANDLE_ROUNDS).units
        ),
    }
    return render_page_or_partial(
        request, "riskassessment/round_list.html", "results", context
    )


def round_plan(request):
    """Ask where, unless there is only one place; then what, when and who."""
    units = Unit.objects.permitting(request.user, UnitPermission.HANDLE_ROUNDS)
    units = units.existing()
    if not (first := list(units[:2])):
        raise PermissionDenied
    unit_form = UnitForm(request.GET or None, units=units)
    if len(first) == 1:
        unit = first[0]
    elif unit_form.is_valid():
        unit = unit_form.cleaned_data["unit"]
    else:
        return render(request, "riskassessment/round_unit.html", {"form": unit_form})
    return _plan_in(request, unit)


def _plan_in(request, unit):
    form = RoundForm(request.POST or None, unit=unit)
    if form.is_valid():
        round = InspectionRound.objects.plan(
            by=request.user, unit=unit, **form.cleaned_data
        )
        return redirect(round)
    context = {"form": form, "unit": unit}
    status = 422 if form.is_bound else 200
    return render(request, "riskassessment/round_plan.html", context, status=status)
