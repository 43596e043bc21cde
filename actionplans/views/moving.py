from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import ngettext

from actionplans import moving
from actionplans.forms.moving import MovePlansForm
from organisation.models import Unit, UnitPermission
from sam.access import get_allowed
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition
from ui.acting import render_form


@takes_form
def closed_unit(request, pk):
    """What is unfinished in a unit that is closed, to be moved to those that took over."""
    closed = Unit.objects.exclude(closed_on=None)
    visible = closed.permitting(request.user, UnitPermission.VIEW_MEASURES)
    unit = get_allowed(moving.units_moved_from(request.user), visible, pk=pk)
    plans = moving.left_in(unit)
    form = MovePlansForm(sent(request), plans=plans)
    if form.is_valid() and _is_moved(request, form):
        return redirect(*_next_page(plans, unit))
    rows = [(plan, form.is_ticked(plan)) for plan in moving.shown(plans)]
    return render_form(
        request,
        form,
        "actionplans/closed_unit.html",
        unit=unit,
        rows=rows,
        most=moving.MOST_PLANS,
    )


def _is_moved(request, form):
    """Move what is ticked; what is refused is shown again with what was typed."""
    try:
        measures = moving.move(by=request.user, **form.cleaned_data)
    except InvalidTransition as error:
        form.add_error(None, str(error))
        return False
    number = len(measures)
    text = ngettext("%(n)s measure is moved.", "%(n)s measures are moved.", number)
    messages.success(request, text % {"n": number})
    return True


def _next_page(plans, unit):
    """Where a unit is split, there is more to move."""
    if plans.exists():
        return "actionplans:closed_unit", unit.pk
    return ("actionplans:measure_list",)
