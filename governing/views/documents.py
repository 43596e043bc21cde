"""A document as its readers see it, and what stands beside its text."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from attachments.serving import serve_file
from governing import reading
from governing.forms.additions import units_below
from governing.forms.documents import (
    AddForm,
    ChangeForm,
    WithdrawForm,
    writes_somewhere,
)
from governing.models import DocumentVersion, GoverningDocument, VersionTransition
from governing.views.finding import (
    chosen_text,
    in_force_of,
    versions_of,
    visible_document,
    written_document,
)
from governing.views.lists import sees_year
from meetings import rulings
from organisation.models import Unit
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition
from ui.acting import is_done, render_form


@require_safe
def document_detail(request, pk):
    """The version in force; of a document that is not decided, its draft."""
    document = visible_document(request, pk)
    return _render(request, document, list(versions_of(document, request.user)))


@require_safe
def version(request, pk, number):
    """Another version: an older one for everyone, a draft for those who write it."""
    document = visible_document(request, pk)
    versions = list(versions_of(document, request.user))
    if not any(each.number == number for each in versions):
        raise Http404
    return _render(request, document, versions, number=number)


@require_safe
def version_by_key(request, pk):
    """Where a case of a body points."""
    return redirect(_version(request.user, pk))


@takes_form
def ruling_add(request, pk):
    """What a body made of the version, by whoever writes the document."""
    found = _version(request.user, pk)
    document = written_document(request, found.document_id)
    return rulings.add_page(request, found, unit=document.unit)


def _version(user, pk):
    documents = GoverningDocument.objects.visible_to(user)
    versions = DocumentVersion.objects.filter(document__in=documents.values("pk"))
    found = get_object_or_404(versions.select_related("document__unit"), pk=pk)
    if found.is_draft and not found.document.is_written_by(user):
        raise Http404
    return found


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
    if not writes_somewhere(request.user):
        raise PermissionDenied
    form = AddForm(sent(request), by=request.user)
    if form.is_valid():
        document = form.carry_out(by=request.user)
        messages.success(request, _("The draft is begun. Write the text now."))
        text = document.draft.texts.get()
        return redirect("governing:text_edit", document.pk, text.code)
    return render_form(request, form, "governing/document_form.html")


@takes_form
def document_edit(request, pk):
    document = written_document(request, pk)
    form = ChangeForm(document, sent(request), by=request.user)
    if is_done(request, form, _("Saved.")):
        return redirect(document)
    return render_form(request, form, "governing/document_form.html", document=document)


@takes_form
def document_withdraw(request, pk):
    document = written_document(request, pk)
    form = WithdrawForm(document, sent(request))
    if is_done(request, form, _("The document no longer holds.")):
        return redirect(document)
    return render_form(request, form, "governing/withdraw.html", document=document)


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


def _render(request, document, versions, *, number=None):
    """The version of the number; without one that in force, else the newest there is."""
    user = request.user
    current = in_force_of(versions)
    shown = next(
        (each for each in versions if each.number == number), current or versions[0]
    )
    writes = document.is_written_by(user)
    is_current = shown == current
    children = GoverningDocument.objects.visible_to(user).filter(parent=document)
    leads, adds = _own_part(document, user)
    additions = document.additions.visible_to(user).select_related("unit")
    context = {
        "document": document,
        "version": shown,
        "text": chosen_text(request, shown),
        "texts": shown.texts.all(),
        "versions": versions,
        "is_current": is_current,
        "current": current,
        "draft": next((each for each in versions if each.is_draft), None),
        "writes": writes,
        "additions": additions.with_ours(user) if adds else additions,
        "children": children.in_force(),
        "is_to_read": document.is_read_by_each and is_current and document.holds_here,
        "units_to_lead": document.is_gone_through and is_current and leads,
        "adds": adds,
        "sees_year": sees_year(user),
        "project": document.project_of(user),
        "beside": [_rulings(shown, user, writes)],
        "transitions": _moves(versions) if writes else (),
    }
    return render(request, "governing/document.html", context)


def _own_part(document, user):
    """Whether there are workplaces to go through it with, and units to add to it for."""
    if not writes_somewhere(user):
        return False, False
    of_document = Unit.objects.filter(pk=document.unit_id).order_by()
    return of_document.values_list(
        Exists(reading.units_to_lead(document, user=user)),
        Exists(units_below(document, by=user)),
    ).get()


def _rulings(shown, user, writes):
    add_url = reverse("governing:ruling_add", args=[shown.pk]) if writes else ""
    return rulings.part(shown, user, add_url=add_url)


def _moves(versions):
    """The log of all versions, the oldest first."""
    moves = VersionTransition.objects.filter(document_version__in=versions)
    return moves.select_related("by")
