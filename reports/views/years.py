"""The reports of a year: opened, listed, and made into documents."""

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from attachments.spreadsheets import XLSX
from reports import producing
from reports.forms.years import ChoiceForm, OpeningForm, SettingsForm
from reports.models import (
    Document,
    Job,
    Production,
    Report,
    ReportingYear,
    with_documents,
)
from reports.models.reports import OF_UNITS
from reports.rights import produces, require_producer
from sam.sent import sent, takes_form
from ui.forms import is_carried_out

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
    return _render_year(request, _years().first())


@require_safe
def report_year(request, pk):
    return _render_year(request, get_object_or_404(_years(), pk=pk))


def _years():
    return ReportingYear.objects.select_related("template")


def _render_year(request, year):
    visible = Report.objects.visible_to(request.user).filter(reporting_year=year)
    years = list(_years())
    listed = visible.printed().for_list().with_places().as_read_by(request.user)
    reports = list(with_documents(listed))
    context = {
        "years": years,
        "has_templates": len({each.template.code for each in years}) > 1,
        "year": year,
        "reports": reports,
        # The parts of workplaces and administrations have a page of their own.
        "has_parts": bool(year and year.template.collects)
        and (bool(reports) or visible.filter(level__in=OF_UNITS).exists()),
        "produces": produces(request.user),
        "production": year and _newest_production(year),
    }
    return render(request, "reports/list.html", context)


@takes_form
def year_open(request):
    """Begin a year's reports: first which, then the periods that follow from it."""
    require_producer(request.user)
    chosen = ChoiceForm(request.GET if "what" in request.GET else None)
    if not chosen.fields["what"].choices:
        return render(request, "reports/open_year.html", {"chosen": None})
    if not chosen.is_valid():
        return _render_opening(request, chosen)
    form = OpeningForm(chosen, sent(request))
    if not form.is_valid():
        return _render_opening(request, chosen, form)
    year = form.carry_out()
    messages.success(request, _("The reports of %(year)s are open.") % {"year": year})
    return redirect(year)


def _render_opening(request, chosen, form=None):
    is_refused = request.method == "POST" or chosen.errors
    context = {"chosen": chosen, "form": form}
    status = 422 if is_refused else 200
    return render(request, "reports/open_year.html", context, status=status)


@takes_form
def year_settings(request, pk):
    """The due dates and whether the figures are open data."""
    require_producer(request.user)
    year = get_object_or_404(_years(), pk=pk)
    form = SettingsForm(year, sent(request))
    if is_carried_out(form):
        messages.success(request, _("Saved."))
        return redirect(year)
    status = 422 if request.method == "POST" else 200
    context = {"year": year, "form": form}
    return render(request, "reports/year_settings.html", context, status=status)


@require_POST
def year_follow(request, pk):
    """Add what is missing since the organisation changed."""
    require_producer(request.user)
    year = get_object_or_404(_years(), pk=pk)
    added, moved = year.follow_organisation()
    messages.success(
        request,
        _(
            "Reports added: %(added)s. Parts that went with their workplace to another"
            " committee: %(moved)s."
        )
        % {"added": added, "moved": moved},
    )
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
    found = get_object_or_404(Document.objects.visible_to(request.user), pk=pk)
    return FileResponse(
        found.file.open(),
        as_attachment=True,
        filename=found.file_name,
        content_type=CONTENT_TYPES[found.kind],
    )


def _newest_production(year):
    return Production.objects.with_jobs().filter(reporting_year=year).first()
