"""The report at the committee's meeting, and what was decided there."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render

from reports.forms.meeting import DecisionForm
from reports.meeting import Meeting
from reports.models import Report
from reports.models.templates import PRINTED_LEVELS
from sam.sent import sent, takes_form
from ui.acting import is_done


@takes_form
def meeting(request, pk):
    """A page for the committee; whoever may note its meeting writes down what it decided."""
    reports = Report.objects.visible_to(request.user).filter(level__in=PRINTED_LEVELS)
    reports = reports.as_read_by(request.user).with_places()
    report = get_object_or_404(reports.select_related("approved_snapshot"), pk=pk)
    notes = report.is_editable and report.is_frozen
    if request.method == "POST" and not report.is_editable:
        raise PermissionDenied
    is_sent = request.method == "POST"
    form = DecisionForm(report, sent(request)) if notes or is_sent else None
    if is_sent and is_done(request, form):
        return redirect("reports:meeting", pk)
    return _render(request, report, form)


def _render(request, report, form):
    context = {
        "report": report,
        "meeting": Meeting(report, request.user),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/meeting/page.html", context, status=status)
