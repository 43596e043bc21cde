from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from riskassessment import scheduling
from riskassessment.forms.schedules import ScheduleForm, may_schedule
from riskassessment.models import RoundSchedule
from sam.access import get_allowed
from sam.sent import sent
from ui.acting import render_form
from ui.paging import page_of

_FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def schedule_list(request):
    """Those of one's own workplaces, and those above that plan rounds in them."""
    schedules = RoundSchedule.objects.concerning(request.user).in_force()
    schedules = list(schedules.select_related("unit"))
    context = {
        "schedules": scheduling.standing(schedules),
        "may_add": may_schedule(request.user),
        "managed": {each.pk for each in schedules if each.is_managed_by(request.user)},
    }
    return render(request, "riskassessment/schedule_list.html", context)


@_FORM
def schedule_add(request):
    if not may_schedule(request.user):
        raise PermissionDenied
    form = ScheduleForm(sent(request), by=request.user)
    if form.is_valid() and form.save():
        messages.success(
            request,
            _(
                "The round comes back from now on. Each is planned by itself six weeks ahead."
            ),
        )
        return redirect("riskassessment:schedule_list")
    return render_form(request, form, "riskassessment/schedule_add.html")


@require_safe
def schedule_detail(request, pk):
    """In which workplaces its next round is planned, and in which it is not."""
    schedules = RoundSchedule.objects.concerning(request.user)
    schedule = get_object_or_404(schedules.select_related("unit"), pk=pk)
    units = scheduling.units_of(schedule, visible_to=request.user)
    context = {
        "schedule": scheduling.standing([schedule])[0],
        "page": page_of(units, request.GET, by="name"),
        "may_end": not schedule.ended_on and schedule.is_managed_by(request.user),
    }
    return render(request, "riskassessment/schedule_detail.html", context)


@_FORM
def schedule_end(request, pk):
    """Ask first; what is planned already stays."""
    schedules = RoundSchedule.objects.select_related("unit")
    schedule = get_allowed(
        schedules.managed_by(request.user), schedules.concerning(request.user), pk=pk
    )
    if request.method == "POST":
        schedule.end()
        messages.success(request, _("The round does not come back any more."))
        return redirect("riskassessment:schedule_list")
    context = {"schedule": schedule}
    return render(request, "riskassessment/schedule_end.html", context)
