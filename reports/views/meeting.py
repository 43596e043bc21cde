from django.shortcuts import get_object_or_404, render

from reports.models import Report
from sam.sent import takes_form


@takes_form
def meeting(request, pk):
    report = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
    return render(request, "reports/meeting/page.html", {"report": report})
