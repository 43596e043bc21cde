from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from incidents import reporting
from incidents.forms.reporting import ReportForm
from incidents.models import Incident


@require_http_methods(["GET", "HEAD", "POST"])
def incident_report(request):
    """Anyone who is logged in may report, for any workplace."""
    if request.method != "POST":
        form = ReportForm(by=request.user)
        return render(request, "incidents/report.html", {"form": form})
    form = ReportForm(request.POST, request.FILES, by=request.user)
    if not form.is_valid():
        return render(request, "incidents/report.html", {"form": form}, status=422)
    incident = reporting.report(by=request.user, **form.cleaned_data)
    return redirect("incidents:receipt", incident.pk)


@require_safe
def incident_receipt(request, pk):
    reported = Incident.objects.filter(reported_by=request.user)
    incident = get_object_or_404(reported.in_full(), pk=pk)
    return render(request, "incidents/receipt.html", {"incident": incident})
