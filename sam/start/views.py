from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from incidents.limits import address, is_within
from incidents.models import Incident
from organisation.models import CalendarFeed, Unit, UnitPermission
from organisation.permissions import granted_units, holds_everywhere
from representatives.models import StopWork
from sam.dates import today
from sam.start.agenda import agenda
from sam.start.calendar import calendar_of, fingerprint
from sam.start.glance import FEW, glance

NEW = timedelta(days=7)
SHOWN = 10


@require_safe
def start(request):
    """What to do, how it stands and what is new; for each person as far as it concerns."""
    user = request.user
    sees_units = bool(granted_units(user, UnitPermission.VIEW_INCIDENTS).units)
    tasks, more = agenda(user)
    context = {
        "agenda": tasks,
        "more": more,
        "stops": StopWork.objects.handled_by(user).in_force().select_related("unit"),
        "sees_units": sees_units,
        "begins": _begins(user),
        "sees_reports": bool(granted_units(user, UnitPermission.VIEW_REPORTS).units),
        **(_of_units(request) if sees_units else _of_employee(user)),
    }
    return render(request, "start/start.html", context)


def _begins(user):
    """Whoever runs the program finds the municipality without any unit."""
    runs = holds_everywhere(user, UnitPermission.MANAGE_ORGANISATION)
    return runs and not Unit.objects.exclude(parent=None).exists()


def _of_units(request):
    incidents = Incident.objects.visible_to(request.user).for_list()
    rows = glance(request.user)
    shows_all = "all" in request.GET
    return {
        "rows": rows if shows_all else rows[:FEW],
        "most_behind": max((row.behind for row in rows if not row.is_whole), default=0),
        "has_more": len(rows) > FEW and not shows_all,
        "year": today().year,
        "new": incidents.filter(reported_at__gte=timezone.now() - NEW)[:SHOWN],
    }


def _of_employee(user):
    return {"mine": Incident.objects.filter(reported_by=user).for_list()[:SHOWN]}


@login_not_required
@require_safe
def calendar(request, token):
    """The days of whoever's address it is, for a program that knows nothing else."""
    feed = CalendarFeed.objects.opened_by(token).select_related("user").first()
    if feed is None:
        if not is_within(request, "calendar_unknown", address(request)):
            return HttpResponse(status=429)
        raise Http404
    if not is_within(request, "calendar", token):
        return HttpResponse(status=429)
    feed.note_reading()
    content = calendar_of(feed.user)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["ETag"] = f'"{fingerprint(content)}"'
    response["Content-Disposition"] = 'inline; filename="sam.ics"'
    patch_cache_control(response, private=True, no_cache=True)
    return get_conditional_response(request, etag=response["ETag"], response=response)
