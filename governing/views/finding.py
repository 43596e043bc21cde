"""The document, version or text that an address names, for who may see or write it."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from governing import reading
from governing.models import DocumentVersion, GoverningDocument, VersionText
from sam.access import get_allowed


def visible_document(request, pk):
    documents = GoverningDocument.objects.visible_to(request.user)
    documents = documents.select_related("unit", "owner", "parent")
    return get_object_or_404(reading.with_own(documents, request.user), pk=pk)


def written_document(request, pk):
    documents, user = GoverningDocument.objects.select_related("unit"), request.user
    return get_allowed(documents.written_by(user), documents.visible_to(user), pk=pk)


def draft_of(request, pk):
    """The draft that somebody writes; none, and there is nothing to write in."""
    document = written_document(request, pk)
    drafts = document.versions.filter(status="draft")
    return get_object_or_404(drafts.select_related("document__unit"))


def versions_of(document, user):
    """Drafts are for those who write the document."""
    texts = Prefetch("texts", VersionText.objects.select_related("file"))
    versions = document.versions.prefetch_related(texts)
    if document.is_written_by(user):
        return versions
    return versions.exclude(status=DocumentVersion.Status.DRAFT)


def chosen_text(request, shown):
    """The one that the address asks for, else that of the reader's language."""
    code = request.GET.get("text", "")
    for text in shown.texts.all():
        if text.code == code:
            return text
    return shown.text_in(get_language())


def in_force_of(versions):
    """Of a document's versions the one that holds today, without a query."""
    begun = [
        each
        for each in versions
        if each.status == DocumentVersion.Status.DECIDED and not each.is_coming
    ]
    return max(begun, key=lambda each: (each.valid_from, each.number), default=None)
