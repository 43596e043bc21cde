"""Certificates from a spreadsheet, step by step."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from attachments.serving import serve_workbook
from attachments.spreadsheets import workbook
from knowledge import importing
from knowledge.forms.imports import ColumnsForm, ImportForm, TakeInForm
from knowledge.models import CertificateImport
from knowledge.rights import manages, people_managed_by, require
from sam.sent import sent, takes_form
from ui.acting import is_done
from ui.forms import is_carried_out

Status = CertificateImport.Status
# So many earlier imports, and so many refused rows, are shown; all rows are in the file.
SHOWN, SHOWN_ROWS = 20, 200


@takes_form
def import_list(request):
    require(manages(request.user))
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and is_carried_out(form, by=request.user):
        return redirect(form.source)
    imports = CertificateImport.objects.filter(by=request.user).defer("sheet")
    context = {"form": form, "imports": imports[:SHOWN]}
    status = 422 if request.method == "POST" else 200
    return render(request, "knowledge/import_list.html", context, status=status)


@takes_form
def import_(request, pk):
    """The dry run with its button, or what became of it."""
    source, user = _own(request.user, pk), request.user
    if source.status == Status.WAITING:
        return redirect("knowledge:import_columns", source.pk)
    if source.status == Status.DONE:
        return render(request, "knowledge/import_done.html", {"import": source})
    people = people_managed_by(user)
    tried = importing.try_out(source, people=people)
    form = TakeInForm(
        source, sent(request), people=people, has_refused=bool(tried.refused)
    )
    if is_done(request, form, _("The certificates are taken in.")):
        return redirect(source)
    context = {
        "import": source,
        "form": form,
        "tried": tried,
        "refused": tried.refused[:SHOWN_ROWS],
        "steps": _steps(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "knowledge/import_dry_run.html", context, status=status)


@takes_form
def import_columns(request, pk):
    source = _own(request.user, pk)
    if source.status == Status.DONE:
        return redirect(source)
    form = ColumnsForm(source, sent(request))
    if is_carried_out(form, by=request.user):
        return redirect(source)
    context = {
        "import": source,
        "form": form,
        "rows": source.sheet["rows"][:5],
        "steps": _steps(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "knowledge/import_columns.html", context, status=status)


@require_safe
def import_refused(request, pk):
    """Every refused row with its reasons, as a spreadsheet to put right."""
    source = _own(request.user, pk)
    if source.status != Status.CHECKED:
        return redirect(source)
    tried = importing.try_out(source, people=people_managed_by(request.user))
    heading = [_("Row"), _("Reason"), *source.sheet["headings"]]
    rows = [[each.row, " ".join(each.reasons), *each.cells] for each in tried.refused]
    file = workbook(_("Rows refused"), [heading, *rows])
    return serve_workbook(file, _("refused") + ".xlsx")


@require_POST
def import_delete(request, pk):
    """A file that is not to be taken in; what was taken in stays."""
    _own(request.user, pk).delete()
    messages.success(request, _("The file has been deleted."))
    return redirect("knowledge:import_list")


def _steps():
    return [_("File"), _("Columns"), _("Dry run"), _("Taken in")]


def _own(user, pk):
    require(manages(user))
    return get_object_or_404(CertificateImport, pk=pk, by=user)
