"""How it stands in each administration, and what is decided because of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from annualcycle import gauges
from annualcycle.forms.overview import DecisionForm
from annualcycle.forms.wheel import may_write
from annualcycle.models import OverviewDecision
from organisation.models import Level, Unit, UnitPermission
from sam.replica import from_replica
from sam.sent import sent, takes_form
from ui.acting import render_form


@require_safe
@from_replica
def overview(request):
    administrations = list(_seen_by(request.user))
    if not administrations:
        raise PermissionDenied
    places = gauges.Places(administrations)
    columns = [(gauge, gauge.read(places)) for gauge in gauges.all_gauges()]
    decisions = OverviewDecision.objects.visible_to(request.user)
    context = {
        "gauges": gauges.all_gauges(),
        "rows": [
            (
                unit,
                [
                    (
                        gauge,
                        found[unit.pk],
                        found[unit.pk].address or gauge.address(unit),
                    )
                    for gauge, found in columns
                ],
                may_write(request.user, unit),
            )
            for unit in administrations
        ],
        "decisions": [
            (each, gauges.named(each.gauge))
            for each in decisions.select_related("unit", "decided_by")[:50]
        ],
    }
    return render(request, "annualcycle/overview.html", context)


def _seen_by(user):
    units = Unit.objects.existing().filter(level=Level.ADMINISTRATION)
    return units.permitting(user, UnitPermission.VIEW_YEAR).order_by("name")


@takes_form
def overview_decide(request, unit, gauge):
    """A decision on one cell; it becomes a measure of the administration."""
    unit = get_object_or_404(_seen_by(request.user), pk=unit)
    if not (gauge := gauges.named(gauge)):
        raise Http404
    if not may_write(request.user, unit):
        raise PermissionDenied
    reading = gauge.read(gauges.Places([unit]))[unit.pk]
    form = DecisionForm(sent(request), unit=unit, by=request.user)
    if form.is_valid():
        form.carry_out(by=request.user, gauge=gauge, figure=reading.words)
        messages.success(request, _("The decision is noted, with its measure."))
        return redirect("annualcycle:overview")
    return render_form(
        request,
        form,
        "annualcycle/overview_decide.html",
        unit=unit,
        gauge=gauge,
        reading=reading,
    )
