"""Results of another instrument: the file, its columns, what would happen, taking it in."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from attachments.serving import serve_csv
from sam.sent import sent, takes_form
from surveys import importing
from surveys.forms.importing import ColumnsForm, FileForm, TakeInForm
from surveys.models import ResultImport
from surveys.views.managing import managers_only
from ui.acting import is_done, render_form
from ui.forms import is_carried_out

# So many refused rows stand on the page; all are in the file.
SHOWN = 50


@managers_only
@takes_form
def import_add(request):
    form = FileForm(sent(request), request.FILES or None, by=request.user)
    if is_carried_out(form, by=request.user):
        return redirect("surveys:import_columns", form.source.pk)
    imports = ResultImport.objects.managed_by(request.user).filter(taken_in_at=None)
    return render_form(
        request,
        form,
        "surveys/import_add.html",
        imports=imports.select_related("by")[:20],
    )


@managers_only
@takes_form
def import_columns(request, pk):
    source = _waiting(request.user, pk)
    form = ColumnsForm(source, sent(request))
    if is_carried_out(form, by=request.user):
        return redirect("surveys:import_check", pk)
    return render_form(
        request,
        form,
        "surveys/import_columns.html",
        source=source,
        rows=source.sheet["rows"][:3],
    )


@managers_only
@takes_form
def import_check(request, pk):
    """What would be taken in, and what not; then it is."""
    source = _waiting(request.user, pk)
    if importing.lacking(source.columns):
        return redirect("surveys:import_columns", pk)
    form = TakeInForm(source, sent(request))
    if is_done(request, form, _("The results are taken in.")):
        return redirect("surveys:survey_list")
    checked = importing.check(source)
    return render_form(
        request,
        form,
        "surveys/import_check.html",
        source=source,
        checked=checked,
        refused=checked.refused[:SHOWN],
        has_more=len(checked.refused) > SHOWN,
    )


@managers_only
@require_safe
def import_refused(request, pk):
    """The rows that are not understood, each with its reason, to be put right."""
    source = _waiting(request.user, pk)
    if importing.lacking(source.columns):
        return redirect("surveys:import_columns", pk)
    rows = [[_("Row"), _("Why"), *source.sheet["headings"]]]
    for number, cells, reason in importing.check(source).refused:
        rows.append([number, reason, *cells])
    return serve_csv(rows, _("refused") + ".csv")


@managers_only
@require_POST
def import_delete(request, pk):
    _waiting(request.user, pk).delete()
    messages.success(request, _("The file is thrown away."))
    return redirect("surveys:import_add")


def _waiting(user, pk):
    imports = ResultImport.objects.managed_by(user).filter(taken_in_at=None)
    return get_object_or_404(imports, pk=pk)
