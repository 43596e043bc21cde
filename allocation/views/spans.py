"""How many employees each manager has."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans.forms.measures import MeasureForm
from actionplans.models import Measure
from actionplans.views.measures import render_measure_form
from allocation.forms.lists import SpanLimitForm
from allocation.forms.spans import SpanFilterForm
from allocation.models import SpanCase, SpanLimit
from allocation.rights import manages, require
from allocation.spans import spans_in, trend
from organisation.models import Unit, UnitPermission
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition
from ui import charts
from ui.forms import is_carried_out

# So many are shown; who has more of them chooses a unit.
MOST = 200


@require_safe
def span(request):
    user = request.user
    form = SpanFilterForm(request.GET, user=user)
    units = Unit.objects.permitting(user, UnitPermission.VIEW_YEAR).existing()
    units = form.in_unit(units, path="pk")
    limit = SpanLimit.current()
    all_ = spans_in(units)
    above = [each for each in all_ if each.is_above(limit)]
    shown = (above if form.cleaned_data.get("above") else all_)[:MOST]
    years = trend(units, limit=limit)
    context = {
        "filter_form": form,
        "limit": limit,
        "spans": _with_measures(shown, user, limit),
        "number": len(all_),
        "above": len(above),
        "highest": all_[0].employees if all_ else 0,
        "trend": years,
        "chart": _chart(years),
        "more": len(above if form.cleaned_data.get("above") else all_) - len(shown),
        "handles": _handled(user, shown),
        "manages": manages(user),
    }
    return render_page_or_partial(request, "allocation/span.html", "results", context)


def _handled(user, spans):
    """Ids of the units in which the person may decide on measures."""
    units = Unit.objects.permitting(user, UnitPermission.HANDLE_MEASURES)
    units = units.filter(pk__in=[unit.pk for each in spans for unit in each.units])
    return set(units.values_list("pk", flat=True))


def _chart(years):
    if len(years) < 2:
        return ""
    return charts.columns(
        _("Managers above the limit"),
        [f"{month:%Y-%m}" for month, _all, _above, _most in years],
        [(_("Managers above the limit"), [above for _m, _all, above, _most in years])],
        decimals=0,
    )


def _with_measures(spans, user, limit):
    """Each with the measures that are decided about it, and whether it is too many."""
    units = [unit.pk for each in spans for unit in each.units]
    cases = SpanCase.objects.visible_to(user).filter(unit__in=units)
    plans = {case.action_plan_id: case.unit_id for case in cases}
    measures = Measure.objects.visible_to(user).filter(plan__in=plans)
    by_unit: dict = {}
    for measure in measures:
        by_unit.setdefault(plans[measure.plan_id], []).append(measure)
    return [
        (
            each,
            [one for unit in each.units for one in by_unit.get(unit.pk, [])],
            each.is_above(limit),
        )
        for each in spans
    ]


@takes_form
def span_limit(request):
    require(manages(request.user))
    form = SpanLimitForm(sent(request), instance=SpanLimit.objects.first())
    if is_carried_out(form, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("allocation:span")
    status = 422 if form.is_bound else 200
    return render(request, "allocation/span_limit.html", {"form": form}, status=status)


@takes_form
def span_measure(request, unit):
    """A measure against too many employees for the manager of a unit."""
    units, user = Unit.objects.existing(), request.user
    unit = get_allowed(
        units.permitting(user, UnitPermission.HANDLE_MEASURES),
        units.permitting(user, UnitPermission.VIEW_YEAR),
        pk=unit,
    )
    form = MeasureForm(sent(request), unit=unit, by=user)
    if form.is_valid():
        case, _made = SpanCase.objects.get_or_create(unit=unit)
        try:
            case.open_again(by=user)
            case.plan_of_measures().add_measure(by=user, **form.cleaned_data)
        except InvalidTransition as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The measure is added."))
            return redirect(case)
    return render_measure_form(request, form, SpanCase(unit=unit))
