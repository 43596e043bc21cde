from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from representatives.forms import LiftForm, StopFilterForm, StopForm
from representatives.law import in_context
from representatives.models import StopWork
from representatives.views.requests import is_representative
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from sam.workflow import MOVED_ON
from ui.acting import is_done, render_form
from ui.paging import page_of


@require_safe
def stop_list(request):
    form = StopFilterForm(request.GET, user=request.user)
    stops = form.filter(StopWork.objects.visible_to(request.user))
    listed = stops.select_related("unit", "representative")
    context = {
        **in_context(),
        "filter_form": form,
        "page": page_of(listed, request.GET, by="-stopped_at"),
        "is_representative": is_representative(request.user),
    }
    template = "representatives/stop_list.html"
    return render_page_or_partial(request, template, "results", context)


@takes_form
def stop_add(request):
    """Registered at once, in the corridor: one page, nothing to look over."""
    if not is_representative(request.user):
        raise PermissionDenied
    data = sent(request)
    form = StopForm(data, by=request.user)
    if form.is_valid():
        stop = form.carry_out(by=request.user)
        messages.success(
            request, _("The stop is registered. The managers and HR have been told.")
        )
        return redirect(stop)
    return render_form(request, form, "representatives/stop_form.html", **in_context())


@require_safe
def stop_detail(request, pk):
    stop = get_object_or_404(_visible(request.user), pk=pk)
    context = {
        **in_context(),
        "stop": stop,
        "transitions": stop.transitions.select_related("by"),
        "may_lift": stop.is_in_force
        and StopWork.objects.lifted_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "representatives/stop.html", context)


@takes_form
def stop_lift(request, pk):
    user = request.user
    liftable = StopWork.objects.lifted_by(user).select_related("unit", "representative")
    stop = get_allowed(liftable, _visible(user), pk=pk)
    data = sent(request)
    if not (stop.is_in_force or data):
        messages.error(request, MOVED_ON)
        return redirect(stop)
    reviews = user.has_perm("organisation.review_rounds", stop)
    form = LiftForm(stop, data, is_representative=reviews)
    if is_done(request, form, _("The stop is lifted, and the managers are told.")):
        return redirect(stop)
    page = "representatives/stop_lift.html"
    return render_form(request, form, page, stop=stop, **in_context())


def _visible(user):
    return StopWork.objects.visible_to(user).select_related("unit", "representative")
