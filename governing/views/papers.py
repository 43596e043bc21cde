"""A version as a tagged PDF, in the language in which its reader has it before them."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from governing import paper, tasks
from governing.views.finding import chosen_text, versions_of, visible_document
from sam.sent import takes_form
from ui.kept import order_page


@takes_form
def document(request, pk, number):
    """The page where the PDF is ordered, waited for and fetched."""
    version, copy = _copy(request, pk, number)
    language = copy.text.language

    def order():
        additions = [str(each.pk) for each in copy.additions]
        tasks.make_document.delay_on_commit(str(copy.text.pk), additions, language)

    file_url = reverse("governing:document_file", args=[pk, number])
    return order_page(
        request,
        paper.KEPT,
        copy,
        language,
        order=order,
        file_url=f"{file_url}?text={copy.text.code}",
        template="governing/documents/order.html",
        version=version,
        text=copy.text,
    )


@require_safe
def document_file(request, pk, number):
    version, copy = _copy(request, pk, number)
    name = f"{slugify(copy.text.title)}-{version.number}.pdf"
    return paper.KEPT.serve(copy, copy.text.language, name)


def _copy(request, pk, number):
    document = visible_document(request, pk)
    version = get_object_or_404(versions_of(document, request.user), number=number)
    if not (text := chosen_text(request, version)):
        raise Http404
    additions = document.additions.visible_to(request.user)
    return version, paper.copy_of(text, additions)
