from django.views.decorators.http import require_safe

from incidents.forms.filters import IncidentFilterForm
from incidents.models import Incident
from sam.htmx import render_page_or_partial
from ui.paging import page_of


@require_safe
def incident_list(request):
    form = IncidentFilterForm(request.GET)
    incidents = form.filter(Incident.objects.visible_to(request.user), by=request.user)
    page = page_of(incidents.for_list(), request.GET, by="-reported_at")
    context = {"filter_form": form, "page": page}
    return render_page_or_partial(request, "incidents/list.html", "results", context)
