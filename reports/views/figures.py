"""HR's figures."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from attachments.spreadsheets import XLSX
from reports import importing
from reports.forms import ImportForm
from reports.models import FigureImport, ReportingYear
from reports.rights import require_producer
from sam.sent import takes_form


@takes_form
def import_figures(request):
    require_producer(request.user)
    form = ImportForm(request.POST or None, request.FILES or None)
    context = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            form.carry_out(by=request.user)
        except importing.ImportRefused as refused:
            context["problems"] = refused.problems
        else:
            messages.success(request, form.done)
            return redirect("reports:import_figures")
    context["imports"] = FigureImport.objects.select_related("by")[:10]
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/import.html", context, status=status)


@require_safe
def import_template(request):
    """A spreadsheet to fill with the figures of the newest year's period."""
    require_producer(request.user)
    content = importing.empty_workbook(ReportingYear.objects.first())
    headers = {"Content-Disposition": 'attachment; filename="underlag.xlsx"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)
