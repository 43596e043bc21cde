"""A document as its readers see it, and what stands beside its text."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from attachments.serving import serve_file
from governing import reading
from governing.forms.documents import (
    AddForm,
    ChangeForm,
    WithdrawForm,
    units_written_for,
)
from governing.models import GoneThrough, GoverningDocument
from governing.views.finding import (
    chosen_text,
    versions_of,
    visible_document,
    written_document,
)
from governing.views.lists import sees_year
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition, Stale
from ui.forms import is_carried_out


@require_safe
def document_detail(request, pk):
    """The version in force; of a document that is not decided, its draft."""
    document = visible_document(request, pk)
    shown = document.current or document.coming or document.versions.first()
    return _render(request, document, shown)


@require_safe
def version(request, pk, number):
    """Another version: an older one for everyone, a draft for those who write it."""
    document = visible_document(request, pk)
    shown = get_object_or_404(versions_of(document, request.user), number=number)
    return _render(request, document, shown)


@require_safe
def version_file(request, pk, number, code):
    """The file that was uploaded with a text."""
    document = visible_document(request, pk)
    shown = get_object_or_404(versions_of(document, request.user), number=number)
    text = next((each for each in shown.texts.all() if each.code == code), None)
    if not text or not text.file:
        raise Http404
    return serve_file(text.file)


@takes_form
def document_add(request):
    if not units_written_for(request.user).exists():
        raise PermissionDenied
    form = AddForm(sent(request), by=request.user)
    if form.is_valid():
        document = form.carry_out(by=request.user)
        messages.success(request, _("The draft is begun. Write the text now."))
        text = document.draft.texts.get()
        return redirect("governing:text_edit", document.pk, text.code)
    status = 422 if form.is_bound else 200
    return render(
        request, "governing/document_form.html", {"form": form}, status=status
    )


@takes_form
def document_edit(request, pk):
    document = written_document(request, pk)
    form = ChangeForm(document, sent(request), by=request.user)
    try:
        if is_carried_out(form, by=request.user):
            messages.success(request, _("Saved."))
            return redirect(document)
    except Stale as stale:
        form.meet(stale.current)
    context = {"form": form, "document": document}
    status = 422 if form.is_bound else 200
    return render(request, "governing/document_form.html", context, status=status)


@takes_form
def document_withdraw(request, pk):
    document = written_document(request, pk)
    form = WithdrawForm(document, sent(request))
    if is_carried_out(form, by=request.user):
        messages.success(request, _("The document no longer holds."))
        return redirect(document)
    context = {"form": form, "document": document}
    status = 422 if form.is_bound else 200
    return render(request, "governing/withdraw.html", context, status=status)


@require_POST
def version_add(request, pk):
    document = written_document(request, pk)
    try:
        draft = document.write_anew(by=request.user)
    except InvalidTransition as error:
        messages.error(request, error)
        return redirect(document)
    messages.success(request, _("The draft has the words of the version before."))
    return redirect(draft)


def _render(request, document, shown):
    user = request.user
    versions = list(versions_of(document, user).prefetch_related("transitions__by"))
    shown = next(each for each in versions if each.pk == shown.pk)
    text = chosen_text(request, shown)
    writes = GoverningDocument.objects.written_by(user).filter(pk=document.pk).exists()
    holds = bool(user.unit and document.holds_for(user.unit))
    current = document.current
    context = {
        "document": document,
        "version": shown,
        "text": text,
        "texts": shown.texts.all(),
        "versions": versions,
        "is_current": current == shown,
        "current": current,
        "draft": next((each for each in versions if each.is_draft), None),
        "writes": writes,
        "additions": document.additions.visible_to(user).select_related("unit"),
        "children": GoverningDocument.objects.visible_to(user).filter(parent=document),
        "has_read": holds
        and document.is_read_by_each
        and current == shown
        and current.acknowledgements.filter(person=user).first(),
        "is_to_read": holds and document.is_read_by_each and current == shown,
        "units_to_lead": document.is_gone_through
        and current == shown
        and reading.units_to_lead(document, user=user).exists(),
        "adds": _adds(document, user),
        "sees_year": sees_year(user),
        "gone_through": _gone_through(document, user),
        "transitions": [
            move for each in reversed(versions) for move in each.transitions.all()
        ],
    }
    return render(request, "governing/document.html", context)


def _adds(document, user):
    units = units_written_for(user).filter(lineage__contains=[document.unit_id])
    return units.exclude(pk=document.unit_id).exists()


def _gone_through(document, user):
    found = GoneThrough.objects.visible_to(user).standing()
    found = found.filter(document_version__document=document, unit=user.unit_id)
    return found.select_related("document_version").first()
