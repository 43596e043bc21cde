"""How many employees each manager has."""

from collections import defaultdict

from django.contrib import messages
from django.db.models import F
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans.forms.measures import MeasureForm
from actionplans.models import Measure
from actionplans.views.measures import render_measure_form
from allocation.forms.lists import SpanLimitForm
from allocation.forms.spans import SpanFilterForm
from allocation.models import SpanCase, SpanLimit
from allocation.rights import manages, require
from allocation.spans import spans, trend
from organisation.models import Unit, UnitPermission
from organisation.permissions import granted_units
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition
from ui import charts
from ui.acting import is_done, render_form

# So many are shown; who has more of them chooses a unit.
MOST = 200


@require_safe
def span(request):
    user = request.user
    form = SpanFilterForm(request.GET, user=user)
    granted = granted_units(user, UnitPermission.VIEW_YEAR)
    top = form.cleaned_data.get("unit")

    def is_reached(unit):
        within = not top or top.pk in unit.lineage
        return within and granted.reaches(unit, UnitPermission.VIEW_YEAR)

    limit = SpanLimit.current()
    all_ = [each for each in spans() if any(map(is_reached, each.units))]
    above = [each for each in all_ if each.is_above(limit)]
    shown = (above if form.cleaned_data.get("above") else all_)[:MOST]
    units = Unit.objects.permitting(user, UnitPermission.VIEW_YEAR)
    years = trend(form.in_unit(units, path="pk"), limit=limit)
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


def _handled(user, shown):
    """Ids of the units in which the person may decide on measures."""
    permission = UnitPermission.HANDLE_MEASURES
    granted = granted_units(user, permission)
    units = {unit for each in shown for unit in each.units}
    return {unit.pk for unit in units if granted.reaches(unit, permission)}


def _chart(years):
    if len(years) < 2:
        return ""
    return charts.columns(
        _("Managers above the limit"),
        [date_format(month, "M Y") for month, _all, _above, _most in years],
        [(_("Managers above the limit"), [above for _m, _all, above, _most in years])],
        decimals=0,
    )


def _with_measures(shown, user, limit):
    """Each with the measures that are decided about it, and whether it is too many."""
    units = [unit.pk for each in shown for unit in each.units]
    measures = Measure.objects.visible_to(user).filter(plan__spancase__unit__in=units)
    by_unit = defaultdict(list)
    for measure in measures.annotate(case_unit=F("plan__spancase__unit")):
        by_unit[measure.case_unit].append(measure)
    return [
        (
            each,
            [one for unit in each.units for one in by_unit[unit.pk]],
            each.is_above(limit),
        )
        for each in shown
    ]


@takes_form
def span_limit(request):
    require(manages(request.user))
    form = SpanLimitForm(sent(request), instance=SpanLimit.objects.first())
    if is_done(request, form, _("Saved.")):
        return redirect("allocation:span")
    return render_form(request, form, "allocation/span_limit.html")


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
