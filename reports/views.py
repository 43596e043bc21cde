from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from organisation.models import UnitPermission
from organisation.permissions import granted_units
from reports import importing, producing
from reports.contents import YearContents, tables_beside, titled
from reports.forms import ACTS, EDITORS, ImportForm
from reports.models import (
    Document,
    FigureImport,
    Job,
    Production,
    Report,
    ReportingYear,
    ReportTemplate,
    with_documents,
)
from reports.snapshots import Incomplete, current_content
from sam.access import get_allowed
from sam.dates import today
from sam.sent import takes_form
from sam.workflow import InvalidTransition, Stale

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONTENT_TYPES = {Document.Kind.PDF: "application/pdf", Document.Kind.XLSX: XLSX}


@require_safe
def report_list(request):
    years = list(ReportingYear.objects.select_related("template"))
    wanted = request.GET.get("year", "")
    year = next(
        (each for each in years if str(each) == wanted), next(iter(years), None)
    )
    reports = Report.objects.visible_to(request.user).filter(reporting_year=year)
    produces = _produces(request.user)
    is_open = any(each.year == today().year for each in years)
    context = {
        "years": years,
        "year": year,
        "opens": "" if is_open else today().year,
        "reports": with_documents(reports.for_list().select_related("committee")),
        "produces": produces,
        "production": year and _newest_production(year),
    }
    return render(request, "reports/list.html", context)


@require_safe
def report_detail(request, pk):
    reports = _in_full(request.user)
    return _render_detail(
        request, get_object_or_404(reports.visible_to(request.user), pk=pk)
    )


@takes_form
def section_edit(request, pk, code):
    """The form of one section, with the figures it is about beside it."""
    report = _get_editable(request.user, pk)
    contents = YearContents(report.reporting_year, only=report)
    section = _section_or_404(contents, code)
    sections = contents.of(report)["sections"]
    form = EDITORS[section.kind](report, section, sections, request.POST or None)
    title = next(title for each, title in titled(sections) if each["code"] == code)
    context = {"report": report, "section": section, "title": title, "form": form}
    if form.is_valid():
        try:
            form.carry_out(by=request.user)
        except Stale as stale:
            form.meet(stale.current, by=stale.current.written_by)
        except InvalidTransition as error:
            messages.error(request, error)
            return redirect(report)
        else:
            messages.success(request, _("Saved."))
            return redirect(f"{report.get_absolute_url()}#{code}")
    context["beside"] = tables_beside(sections, code)
    context["municipality"] = contents.municipality
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/section.html", context, status=status)


@require_POST
def report_act(request, pk, name):
    act = ACTS.get(name)
    if not act:
        raise Http404
    reports = _in_full(request.user)
    allowed = reports.decided_by if act.decides else reports.edited_by
    report = get_allowed(allowed(request.user), reports.visible_to(request.user), pk=pk)
    form = act(report, request.POST)
    if not form.is_valid():
        return _render_detail(request, report, name=name, form=form, status=422)
    try:
        form.carry_out(by=request.user)
    except (InvalidTransition, Incomplete) as error:
        messages.error(request, error)
    else:
        messages.success(request, form.done)
    return redirect(report)


@require_POST
def year_open(request):
    """Begin this year's reports, on the newest template."""
    _require_producer(request.user)
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
def year_produce(request, year):
    _require_producer(request.user)
    reporting_year = get_object_or_404(ReportingYear, year=year)
    producing.start(reporting_year, by=request.user)
    return redirect(reporting_year)


@require_safe
def production_progress(request, pk):
    """Asked for again and again by the page while documents are made."""
    _require_producer(request.user)
    production = get_object_or_404(Production.objects.with_jobs(), pk=pk)
    context = {"production": production, "produces": True}
    return render(request, "reports/list.html#production", context)


@require_POST
def job_retry(request, pk):
    _require_producer(request.user)
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


@takes_form
def import_figures(request):
    _require_producer(request.user)
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
    _require_producer(request.user)
    content = importing.empty_workbook(ReportingYear.objects.first())
    headers = {"Content-Disposition": 'attachment; filename="underlag.xlsx"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)


def _in_full(user):
    reports = Report.objects.with_rights_of(user).select_related(
        "reporting_year__template", "committee", "approved_snapshot"
    )
    return with_documents(reports)


def _get_editable(user, pk):
    reports = _in_full(user)
    return get_allowed(reports.edited_by(user), reports.visible_to(user), pk=pk)


def _render_detail(request, report, *, name="", form=None, status=None):
    contents = YearContents(report.reporting_year, only=report)
    context = {
        "report": report,
        "content": current_content(report, contents),
        "stray": contents.measured.stray if report.is_summary else 0,
        "acts": _acts(request.user, report) | ({name: form} if form else {}),
        "writes": report.is_editable and report.status == Report.Status.DRAFT,
        # Read already: the page's head need not ask again.
        "municipality": contents.municipality,
    }
    if form:
        context["form"] = form
    return render(request, "reports/detail.html", context, status=status)


def _acts(user, report):
    """The forms of the moves that this person can make now."""
    return {
        name: act(report)
        for name, act in ACTS.items()
        if act.fits == report.status
        and (_produces(user) if act.decides else report.is_editable)
    }


def _section_or_404(contents, code):
    found = [each for each in contents.sections if each.code == code]
    if not found or found[0].kind not in EDITORS:
        raise Http404
    return found[0]


def _newest_production(year):
    return Production.objects.with_jobs().filter(reporting_year=year).first()


def _produces(user):
    """Whoever writes for the whole municipality."""
    return granted_units(user, UnitPermission.EDIT_REPORTS).everywhere


def _require_producer(user):
    if not _produces(user):
        raise PermissionDenied
