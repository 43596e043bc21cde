from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from attachments.serving import serve_workbook
from incidents.forms.history import ColumnsForm, HistoryFileForm, ValuesForm, queue
from incidents.history_import.running import forget
from incidents.models import HistoryImport
from incidents.models.history_imports import Touched
from organisation.models import Municipality, UnitPermission
from organisation.permissions import holds_everywhere
from sam.htmx import render_page_or_partial
from sam.reauthentication import acts, recently_logged_in
from sam.sent import sent, takes_form

Status = HistoryImport.Status
MAPPED_IN = (Status.READ, Status.CHECKED)
# So many earlier imports are shown.
SHOWN = 20


@takes_form
def history(request):
    require_importer(request.user)
    form = HistoryFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return redirect(form.carry_out(by=request.user))
    imports = HistoryImport.objects.select_related("by")[:SHOWN]
    context = {"form": form, "imports": imports}
    status = 422 if request.method == "POST" else 200
    return render(request, "incidents/history/list.html", context, status=status)


@require_safe
def history_import(request, pk):
    """Asked for again and again by the page while a job is at work."""
    found = _get(request.user, pk)
    context = {"import": found, "steps": _steps(), "step": _step(found)}
    return render_page_or_partial(
        request, "incidents/history/import.html", "progress", context
    )


@takes_form
def history_columns(request, pk):
    found = _get(request.user, pk)
    if found.status not in MAPPED_IN:
        return redirect(found)
    form = ColumnsForm(found, _country(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.carry_out()
        return redirect("incidents:history_values", pk)
    return _render_mapping(request, "columns", found, form)


@takes_form
def history_values(request, pk):
    found = _get(request.user, pk)
    if found.status not in MAPPED_IN:
        return redirect(found)
    if not found.mapping:
        return redirect("incidents:history_columns", pk)
    # A file in which nothing needs an answer sends an empty form, which is right.
    data = sent(request)
    form = ValuesForm(found, _country(), data)
    if form.is_valid():
        form.carry_out()
        return redirect(found)
    return _render_mapping(request, "values", found, form)


@require_POST
@recently_logged_in(when=acts("take-back"))
def history_act(request, pk, name):
    found = _get(request.user, pk)
    act = _ACTS.get(name)
    if not act:
        raise Http404
    try:
        act(found)
    except Touched as touched:
        messages.error(request, _touched(touched.number))
    return redirect(found)


@require_safe
def history_refused(request, pk):
    found = _get(request.user, pk)
    if not found.refused_file:
        raise Http404
    return serve_workbook(found.refused_file.open(), _("refused") + ".xlsx")


def imports_history(user):
    """Whoever writes for the whole municipality: the HR department."""
    return holds_everywhere(user, UnitPermission.EDIT_REPORTS)


def require_importer(user):
    if not imports_history(user):
        raise PermissionDenied


def _get(user, pk):
    require_importer(user)
    return get_object_or_404(HistoryImport, pk=pk)


def _country():
    return Municipality.objects.country()


def _render_mapping(request, step, found, form):
    context = {
        "import": found,
        "form": form,
        "steps": _steps(),
        "step": 2 if step == "columns" else 3,
    }
    status = 422 if request.method == "POST" else 200
    template = f"incidents/history/{step}.html"
    return render(request, template, context, status=status)


def _steps():
    return [_("File"), _("Columns"), _("Words"), _("Dry run"), _("Import")]


def _step(found):
    if found.status in {Status.UPLOADED, Status.FAILED, Status.FORGOTTEN}:
        return 1
    if found.status == Status.READ:
        return 2
    return 4 if found.status in {Status.CHECKING, Status.CHECKED} else 5


def _import(found):
    if found.status == Status.CHECKED and found.start_import():
        queue(found)


def _take_back(found):
    if found.status == Status.DONE and found.start_taking_back():
        queue(found)


def _go_on(found):
    if found.is_stuck:
        found.note(error="")
        queue(found)


def _delete(found):
    if found.status in {Status.UPLOADED, *MAPPED_IN, Status.FAILED}:
        forget(found)


_ACTS = {
    "import": _import,
    "take-back": _take_back,
    "go-on": _go_on,
    "delete": _delete,
}


def _touched(number):
    return ngettext(
        "%(number)s incident of the import has been edited or answered. Nothing was taken"
        " back.",
        "%(number)s incidents of the import have been edited or answered. Nothing was"
        " taken back.",
        number,
    ) % {"number": number}
