from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from riskassessment import scheduling
from riskassessment.forms.schedules import ScheduleForm, units_to_schedule
from riskassessment.models import RoundSchedule
from sam.access import get_allowed
from ui.paging import page_of

_FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def schedule_list(request):
    """Those of one's own workplaces, and those above that plan rounds in them."""
    schedules = RoundSchedule.objects.concerning(request.user).in_force()
    context = {
        "schedules": scheduling.standing(schedules.select_related("unit")),
        "may_add": units_to_schedule(request.user).exists(),
        "managed": set(
            RoundSchedule.objects.managed_by(request.user).values_list("pk", flat=True)
        ),
    }
    return render(request, "riskassessment/schedule_list.html", context)


@_FORM
def schedule_add(request):
    if not units_to_schedule(request.user).exists():
        raise PermissionDenied
    form = ScheduleForm(
        request.POST if request.method == "POST" else None, by=request.user
    )
    if form.is_valid() and form.save():
        messages.success(
            request,
            _("The round comes back from now on. The first ones are planned tonight."),
        )
        return redirect("riskassessment:schedule_list")
    context = {"form": form}
    template = "riskassessment/schedule_add.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_safe
def schedule_detail(request, pk):
    """In which workplaces its next round is planned, and in which it is not."""
    schedules = RoundSchedule.objects.concerning(request.user)
    schedule = get_object_or_404(schedules.select_related("unit"), pk=pk)
    units = scheduling.units_of(schedule, visible_to=request.user)
    context = {
        "schedule": scheduling.standing([schedule])[0],
        "page": page_of(units, request.GET, by="name"),
        "may_end": _managed(request).filter(pk=pk, ended_on=None).exists(),
    }
    return render(request, "riskassessment/schedule_detail.html", context)


@_FORM
def schedule_end(request, pk):
    """Ask first; what is planned already stays."""
    schedule = get_allowed(
        _managed(request),
        RoundSchedule.objects.concerning(request.user),
        pk=pk,
    )
    if request.method == "POST":
        schedule.end()
        messages.success(request, _("The round does not come back any more."))
        return redirect("riskassessment:schedule_list")
    context = {"schedule": schedule}
    return render(request, "riskassessment/schedule_end.html", context)


def _managed(request):
    return RoundSchedule.objects.managed_by(request.user).select_related("unit")
