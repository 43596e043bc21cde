from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplans.models import Measure
from actionplans.views.measures import measure_page
from annualcycle.forms.inspections import (
    ACTS,
    ChangeForm,
    InspectionFilterForm,
    RegisterForm,
    units_handled_by,
)
from annualcycle.models import AuthorityInspection
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from ui.acting import act_page, is_done, render_form
from ui.paging import page_of


@require_safe
def inspection_list(request):
    form = InspectionFilterForm(request.GET, user=request.user)
    inspections = form.filter(AuthorityInspection.objects.visible_to(request.user))
    context = {
        "filter_form": form,
        "page": page_of(inspections.select_related("unit"), request.GET, by="-held_on"),
        "can_add": units_handled_by(request.user).exists(),
    }
    template = "annualcycle/inspection_list.html"
    return render_page_or_partial(request, template, "results", context)


@takes_form
def inspection_add(request):
    if not units_handled_by(request.user).exists():
        raise PermissionDenied
    form = RegisterForm(sent(request), by=request.user)
    if form.is_valid():
        inspection = form.carry_out(by=request.user)
        messages.success(request, _("The inspection is registered."))
        return redirect(inspection)
    return render_form(request, form, "annualcycle/inspection_form.html")


@require_safe
def inspection_detail(request, pk):
    inspections = AuthorityInspection.objects.visible_to(request.user)
    inspection = get_object_or_404(inspections.select_related("unit"), pk=pk)
    handled = AuthorityInspection.objects.handled_by(request.user)
    measures = Measure.objects.visible_to(request.user)
    measures = measures.filter(plan=inspection.action_plan_id)
    context = {
        "inspection": inspection,
        "acts": {
            name: act.label
            for name, act in ACTS.items()
            if act.starts == inspection.status
        },
        "handles": handled.filter(pk=pk).exists(),
        "measures": measures.select_related("responsible"),
        "transitions": inspection.transitions.select_related("by"),
    }
    return render(request, "annualcycle/inspection_detail.html", context)


@takes_form
def inspection_edit(request, pk):
    inspection = _handled(request.user, pk)
    form = ChangeForm(inspection, sent(request))
    if is_done(request, form, _("Saved.")):
        return redirect(inspection)
    return render_form(
        request, form, "annualcycle/inspection_form.html", inspection=inspection
    )


@takes_form
def inspection_act(request, pk, name):
    if name not in ACTS:
        raise Http404
    inspection = _handled(request.user, pk)
    form = ACTS[name](inspection, sent(request))
    template = "annualcycle/inspection_act.html"
    return act_page(request, form, inspection, template=template, name="inspection")


@takes_form
def measure_add(request, pk):
    """A measure for what the authority demands, in the inspection's own action plan."""
    inspection = _handled(request.user, pk)
    return measure_page(request, inspection, reason=inspection.demands)


def _handled(user, pk):
    inspections = AuthorityInspection.objects
    allowed = inspections.handled_by(user).select_related("unit")
    return get_allowed(allowed, inspections.visible_to(user), pk=pk)
