from datetime import timedelta

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from incidents.models import Incident
from organisation.models import UnitPermission
from organisation.permissions import granted_units
from representatives.models import StopWork
from sam.start.agenda import agenda
from sam.start.glance import FEW, glance

NEW = timedelta(days=7)
SHOWN = 10


@require_safe
def start(request):
    """What to do, how it stands and what is new; for each person as far as it concerns."""
    user = request.user
    sees_units = bool(granted_units(user, UnitPermission.VIEW_INCIDENTS).units)
    context = {
        "agenda": agenda(user),
        "stops": StopWork.objects.handled_by(user).in_force().select_related("unit"),
        "sees_units": sees_units,
        "sees_reports": bool(granted_units(user, UnitPermission.VIEW_REPORTS).units),
        **(_of_units(request) if sees_units else _of_employee(user)),
    }
    return render(request, "start/start.html", context)


def _of_units(request):
    incidents = Incident.objects.visible_to(request.user).for_list()
    rows = glance(request.user)
    shows_all = "all" in request.GET
    return {
        "rows": rows if shows_all else rows[:FEW],
        "has_more": len(rows) > FEW and not shows_all,
        "new": incidents.filter(reported_at__gte=timezone.now() - NEW)[:SHOWN],
    }


def _of_employee(user):
    return {"mine": Incident.objects.filter(reported_by=user).for_list()[:SHOWN]}
