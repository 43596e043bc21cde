"""The reports of a year: opened, listed, and made into documents."""

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from attachments.spreadsheets import XLSX
from reports import producing
from reports.models import (
    Document,
    Job,
    Production,
    Report,
    ReportingYear,
    ReportTemplate,
    with_documents,
)
from reports.rights import produces, require_producer
from sam.dates import today

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CONTENT_TYPES = {
    Document.Kind.PDF: "application/pdf",
    Document.Kind.ARCHIVE: "application/pdf",
    Document.Kind.XLSX: XLSX,
    Document.Kind.DOCX: DOCX,
}


@require_safe
def report_list(request):
    """The newest year's."""
    return _render_year(request, ReportingYear.objects.first())


@require_safe
def report_year(request, pk):
    return _render_year(request, get_object_or_404(ReportingYear, pk=pk))


def _render_year(request, year):
    years = list(ReportingYear.objects.select_related("template"))
    reports = Report.objects.visible_to(request.user).filter(reporting_year=year)
    is_open = any(each.year == today().year for each in years)
    context = {
        "years": years,
        "year": year,
        "opens": "" if is_open else today().year,
        "reports": with_documents(reports.printed().for_list().with_places()),
        "produces": produces(request.user),
        "production": year and _newest_production(year),
    }
    return render(request, "reports/list.html", context)


@require_POST
def year_open(request):
    """Begin this year's reports, on the newest template."""
    require_producer(request.user)
    template = ReportTemplate.objects.for_new_year()
    if not template:
        messages.error(
            request, _("There is no report template. Ask the administrator.")
        )
        return redirect("reports:list")
    year = ReportingYear.objects.open(today().year, template)
    messages.success(request, _("The reports of %(year)s are open.") % {"year": year})
    return redirect(year)


@require_POST
def year_produce(request, pk):
    require_producer(request.user)
    reporting_year = get_object_or_404(ReportingYear, pk=pk)
    producing.start(reporting_year, by=request.user)
    return redirect(reporting_year)


@require_safe
def production_progress(request, pk):
    """Asked for again and again by the page while documents are made."""
    require_producer(request.user)
    production = get_object_or_404(Production.objects.with_jobs(), pk=pk)
    context = {"production": production, "produces": True}
    return render(request, "reports/list.html#production", context)


@require_POST
def job_retry(request, pk):
    require_producer(request.user)
    failed = Job.objects.filter(status=Job.Status.FAILED)
    job = get_object_or_404(failed.select_related("report__reporting_year"), pk=pk)
    producing.retry(job)
    return redirect(job.report.reporting_year)


@require_safe
def document(request, pk):
    visible = Report.objects.visible_to(request.user)
    found = get_object_or_404(Document, pk=pk, snapshot__report__in=visible)
    return FileResponse(
        found.file.open(),
        as_attachment=True,
        filename=found.file_name,
        content_type=CONTENT_TYPES[found.kind],
    )


def _newest_production(year):
    return Production.objects.with_jobs().filter(reporting_year=year).first()
