"""Units and people from a spreadsheet, step by step."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from attachments.spreadsheets import XLSX, workbook
from organisation.vacancies import units_without_manager
from reorganisation import access
from reorganisation.consequences import number_left_in
from reorganisation.forms.imports import (
    CarryOutForm,
    ColumnsForm,
    DifferenceForm,
    FilesForm,
    queue,
)
from reorganisation.importing.running import forget
from reorganisation.models import Difference, OrganisationImport
from reorganisation.models.imports import CHANGES
from sam.htmx import render_page_or_partial
from sam.reauthentication import is_sent, recently_logged_in
from sam.sent import sent, takes_form
from ui.paging import page_of

Status = OrganisationImport.Status
MAPPED_IN = (Status.READ, Status.CHECKED)
# So many earlier imports are shown.
SHOWN = 20


@takes_form
def import_list(request):
    access.require_administrator(request.user)
    form = FilesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return redirect(form.carry_out(by=request.user))
    imports = OrganisationImport.objects.select_related("by")[:SHOWN]
    context = {"form": form, "imports": imports}
    status = 422 if request.method == "POST" else 200
    return render(request, "reorganisation/imports/list.html", context, status=status)


@takes_form
@recently_logged_in(when=is_sent)
def import_detail(request, pk):
    """Asked for again and again by the page while a job is at work; sent to carry it out."""
    found = _get(request.user, pk)
    form = (
        CarryOutForm(found, sent(request)) if found.status == Status.CHECKED else None
    )
    if form and form.is_valid():
        form.carry_out()
        if form.is_valid():
            return redirect(found)
    context = {
        "import": found,
        "steps": [_("File"), _("Columns"), _("Dry run"), _("Carrying out")],
        "step": _step(found),
        "counts": _counts(found),
        "form": form,
    }
    if found.status == Status.DONE:
        context["vacancies"] = units_without_manager().count()
    status = 422 if form and form.is_bound else 200
    return render_page_or_partial(
        request, "reorganisation/imports/import.html", "progress", context, status
    )


@takes_form
def import_columns(request, pk):
    found = _get(request.user, pk)
    if found.status not in MAPPED_IN:
        return redirect(found)
    form = ColumnsForm(found, sent(request))
    if form.is_valid():
        form.carry_out()
        return redirect(found)
    context = {"import": found, "form": form}
    status = 422 if form.is_bound else 200
    return render(
        request, "reorganisation/imports/columns.html", context, status=status
    )


@require_safe
def import_differences(request, pk):
    found = _get(request.user, pk)
    form = DifferenceForm(request.GET)
    page = page_of(form.filter(found.differences.all()), request.GET, by="id")
    closed = [each.target for each in page if each.kind == Difference.Kind.CLOSED]
    context = {
        "import": found,
        "filter_form": form,
        "page": page,
        "left": number_left_in(closed) if closed else {},
        "is_searched": any(request.GET.values()),
    }
    return render_page_or_partial(
        request, "reorganisation/imports/differences.html", "results", context
    )


@require_safe
def import_differences_file(request, pk):
    found = _get(request.user, pk)
    rows = DifferenceForm(request.GET).filter(found.differences.all())
    heading = [_("About"), _("What"), _("Name"), _("Before"), _("After"), _("Row")]
    # Outside the braces of an f-string, where texts to translate are not found.
    name = _("differences") + ".xlsx"
    return FileResponse(
        workbook(_("Differences"), _lines(heading, rows)),
        as_attachment=True,
        filename=name,
        content_type=XLSX,
    )


def _lines(heading, rows):
    yield heading
    hidden = _("Protected identity")
    for each in rows.order_by("pk").iterator(2_000):
        yield [
            str(each.get_about_display()),
            str(each.get_kind_display()),
            hidden if each.is_protected else each.label,
            each.before,
            each.after,
            each.row,
        ]


@require_safe
def import_refused(request, pk):
    found = _get(request.user, pk)
    if not found.refused_file:
        raise Http404
    # Outside the braces of an f-string, where texts to translate are not found.
    name = _("refused") + ".xlsx"
    return FileResponse(
        found.refused_file.open(),
        as_attachment=True,
        filename=name,
        content_type=XLSX,
    )


@require_POST
def import_act(request, pk, name):
    found = _get(request.user, pk)
    if name == "go-on" and found.is_stuck:
        found.note(error="")
        queue(found)
    elif name == "delete" and found.status in {
        Status.UPLOADED,
        Status.FAILED,
        *MAPPED_IN,
    }:
        forget(found)
        messages.success(request, _("The file is deleted."))
        return redirect("reorganisation:import_list")
    elif name not in ("go-on", "delete"):
        raise Http404
    return redirect(found)


def _counts(found):
    """[(about, kind, how many)] of what is other."""
    About, Kind = Difference.About, Difference.Kind
    return [
        (about, kind, About(about).label, Kind(kind).label, number)
        for about, kind in CHANGES
        if (number := found.counts.get(f"{about}:{kind}", 0))
    ]


def _step(found):
    if found.status in {Status.UPLOADED, Status.FAILED, Status.FORGOTTEN}:
        return 1
    if found.status == Status.READ:
        return 2
    return 3 if found.status in {Status.CHECKING, Status.CHECKED} else 4


def _get(user, pk):
    access.require_administrator(user)
    return get_object_or_404(OrganisationImport, pk=pk)
