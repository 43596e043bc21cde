"""A version as a tagged PDF, in the language in which its reader has it before them."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from governing import paper, tasks
from governing.views.finding import chosen_text, versions_of, visible_document
from sam.htmx import render_page_or_partial
from sam.sent import takes_form
from ui.kept import as_download


@takes_form
def document(request, pk, number):
    """The page where the PDF is ordered, waited for and fetched."""
    version, copy = _copy(request, pk, number)
    language = copy.text.language
    if request.method == "POST":
        if paper.begin(copy, language):
            additions = [str(each.pk) for each in copy.additions]
            tasks.make_document.delay_on_commit(str(copy.text.pk), additions, language)
        return redirect(request.get_full_path())
    context = {
        "document": version.document,
        "version": version,
        "text": copy.text,
        "state": paper.state(copy, language),
    }
    return render_page_or_partial(
        request, "governing/documents/order.html", "document", context
    )


@require_safe
def document_file(request, pk, number):
    version, copy = _copy(request, pk, number)
    if not (pdf := paper.made(copy, copy.text.language)):
        raise Http404
    return as_download(pdf, f"{slugify(copy.text.title)}-{version.number}.pdf")


def _copy(request, pk, number):
    document = visible_document(request, pk)
    version = get_object_or_404(versions_of(document, request.user), number=number)
    if not (text := chosen_text(request, version)):
        raise Http404
    additions = document.additions.visible_to(request.user)
    return version, paper.copy_of(text, additions)
