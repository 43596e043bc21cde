"""HR's figures: an import from the file to the figures, step by step."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from attachments.serving import serve_workbook
from attachments.spreadsheets import XLSX, workbook
from reports import importing
from reports.forms.figures import ColumnsForm, ImportForm, TakeInForm, WordsForm
from reports.importing import running
from reports.models import FigureImport, ReportingYear
from reports.rights import require_producer
from sam.reauthentication import acts, recently_logged_in
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition
from ui.forms import is_carried_out

Status = FigureImport.Status
# So many earlier imports, and so many refused rows, are shown; all rows are in the file.
SHOWN, SHOWN_ROWS = 20, 500


@takes_form
def import_figures(request):
    require_producer(request.user)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return redirect(form.carry_out(by=request.user))
    imports = FigureImport.objects.select_related("by")[:SHOWN]
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "imports": imports}
    return render(request, "reports/figures/import.html", context, status=status)


@require_safe
def import_template(request):
    """A spreadsheet to fill with the figures of the newest year's period."""
    require_producer(request.user)
    content = importing.empty_workbook(ReportingYear.objects.first())
    headers = {"Content-Disposition": 'attachment; filename="underlag.xlsx"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)


@takes_form
def figure_import(request, pk):
    """The dry run with its button, or what became of the import."""
    source = _get(request.user, pk)
    if source.status == Status.WAITING:
        return redirect(_next_step(source))
    if source.status != Status.CHECKED:
        context = {"import": source, "figures": source.figures.count()}
        return render(request, "reports/figures/done.html", context)
    tried = running.dry_run(source)
    form = TakeInForm(source, tried, sent(request))
    if request.method == "POST" and is_carried_out(form, by=request.user):
        messages.success(request, _("The figures have been taken in."))
        return redirect(source)
    context = {
        "import": source,
        "form": form,
        "checked": tried.checked,
        "counts": tried.counts,
        "refused": tried.checked.refused_rows[:SHOWN_ROWS],
        "step": 4,
    }
    return _render_step(request, "dry_run", context)


@takes_form
def figure_columns(request, pk):
    source = _get(request.user, pk)
    if source.status not in running.OPEN_IN:
        return redirect(source)
    form = ColumnsForm(source, sent(request))
    if form.is_bound and is_carried_out(form, by=request.user):
        return redirect(_next_step(form.source))
    context = {"import": source, "form": form, "rows": form.sheet.rows[:5], "step": 2}
    return _render_step(request, "columns", context)


@takes_form
def figure_words(request, pk):
    source = _get(request.user, pk)
    if source.status != Status.WAITING or not source.mapping:
        return redirect(source)
    form = WordsForm(source, sent(request))
    if form.is_bound and is_carried_out(form, by=request.user):
        return redirect(_next_step(form.source))
    return _render_step(request, "words", {"import": source, "form": form, "step": 3})


@require_safe
def figures_refused(request, pk):
    """Every refused row with its reasons, as a spreadsheet."""
    source = _get(request.user, pk)
    if source.status != Status.CHECKED:
        raise Http404
    checked, _counts = running.dry_run(source)
    heading = [_("Row"), _("Column"), _("Reason")]
    rows = [[each.row or "", each.column, each.reason] for each in checked.problems]
    file = workbook(_("Refused rows"), [heading, *rows])
    return serve_workbook(file, _("refused") + ".xlsx")


@require_POST
@recently_logged_in(when=acts("take-back"))
def figure_import_act(request, pk, name):
    source = _get(request.user, pk)
    act, done, then = _ACTS.get(name, (None, None, None))
    if not act:
        raise Http404
    try:
        act(source)
    except InvalidTransition as error:
        messages.error(request, error)
        return redirect(source)
    messages.success(request, done)
    return redirect(then or source)


_ACTS = {
    "take-back": (
        running.take_back,
        gettext_lazy("The figures that were there before are back."),
        None,
    ),
    "delete": (
        running.forget,
        gettext_lazy("The file has been deleted. Nothing was taken in."),
        "reports:import_figures",
    ),
}


def _get(user, pk):
    require_producer(user)
    return get_object_or_404(
        FigureImport.objects.select_related("mapping", "by"), pk=pk
    )


def _next_step(source):
    if source.status == Status.CHECKED:
        return source
    step = "words" if source.mapping else "columns"
    return reverse(f"reports:figure_{step}", args=[source.pk])


def _render_step(request, name, context):
    context["steps"] = [
        _("File"),
        _("Columns"),
        _("Words"),
        _("Dry run"),
        _("Taken in"),
    ]
    status = 422 if request.method == "POST" else 200
    return render(request, f"reports/figures/{name}.html", context, status=status)
