from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from attachments.waiting import sender_of
from incidents import reporting
from incidents.forms.reporting import ReportForm
from incidents.links import gives_links
from incidents.models import Incident
from sam.sent import takes_form


@takes_form
def incident_report(request):
    """Anyone who is logged in may report, for any workplace."""
    unit = request.user.unit_id
    if request.method != "POST":
        return _render(request, ReportForm(unit=unit))
    form = ReportForm(request.POST, request.FILES, unit=unit, sender=sender_of(request))
    if not form.is_valid():
        return _render(request, form, status=422)
    incident = reporting.report(by=request.user, **form.cleaned_data)
    return redirect("incidents:receipt", incident.pk)


def _render(request, form, status=200):
    context = {"form": form, "gives_links": gives_links(request.user)}
    return render(request, "incidents/report.html", context, status=status)


@require_safe
def incident_receipt(request, pk):
    reported = Incident.objects.filter(reported_by=request.user)
    incident = get_object_or_404(reported.in_full(), pk=pk)
    return render(request, "incidents/receipt.html", {"incident": incident})
