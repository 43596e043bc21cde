from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from incidents import handling, history
from incidents.models import Incident, Reading
from incidents.views.detail import may_read_log, sees_person
from ui.paging import page_of


@require_safe
def incident_log(request, pk):
    """Who has read the incident and what has been changed in it, for those who answer."""
    visible = Incident.objects.visible_to(request.user).in_full()
    incident = get_object_or_404(visible, pk=pk)
    if not may_read_log(request.user, incident):
        raise PermissionDenied
    handling.note_reading(incident, by=request.user, what=Reading.What.LOG)
    changes, older = history.older_than(
        history.changes_of(incident, sees_persons=sees_person(request.user, incident)),
        request.GET.get("changes", ""),
    )
    readings = incident.readings.select_related("by")
    context = {
        "incident": incident,
        "changes": changes,
        "older": older,
        "accesses": incident.emergency_accesses.select_related("by"),
        "page": page_of(readings, request.GET, by="-at"),
    }
    return render(request, "incidents/log.html", context)
