"""Documents that a job makes on demand: they lie ready where the jobs' queue is.

Not with the files: each would be one more copy of what its records' own rules protect,
and it can be made anew at any time.
"""

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from sam.htmx import render_page_or_partial

# In seconds: how long one lies ready.
LASTS = 15 * 60
_WAITING = b""


class KeptDocument:
    """One kind of document, one of it for each row and language.

    `waits` is in seconds: when one may ask anew for what never came.
    """

    def __init__(self, kind, *, waits):
        self.kind, self.waits = kind, waits

    def begin(self, row, language):
        """Whether it is to be made: not when it is made already or on its way."""
        return cache.add(self._key(row.pk, language), _WAITING, self.waits)

    def begin_anew(self, row, language):
        """Whether it is to be made: also when it is made, but not while on its way."""
        key = self._key(row.pk, language)
        if cache.get(key):
            cache.delete(key)
        return self.begin(row, language)

    def state(self, row, language):
        """“made”, “waiting” or none."""
        kept = cache.get(self._key(row.pk, language))
        if kept is None:
            return ""
        return "made" if kept else "waiting"

    def made(self, row, language):
        return cache.get(self._key(row.pk, language)) or None

    def serve(self, row, language, name):
        """The answer with it; 404 when it is not made."""
        if not (pdf := self.made(row, language)):
            raise Http404
        return as_download(pdf, name)

    def keep(self, pk, language, pdf):
        cache.set(self._key(pk, language), pdf, LASTS)

    def _key(self, pk, language):
        return f"{self.kind}:{pk}:{language}"


def order_page(
    request,
    kept,
    row,
    language,
    /,
    *,
    order,
    file_url,
    template,
    making="",
    save_words="",
    **context,
):
    """The page where a document is ordered, waited for and fetched.

    `order` begins the job. The template has a partial `document`, which includes
    ui/document_state.html. `making` says how long it takes.
    """
    here = request.get_full_path()
    if request.method == "POST":
        if kept.begin_anew(row, language):
            order()
        return redirect(here)
    context |= {
        "state": kept.state(row, language),
        "here": here,
        "file_url": file_url,
        "save_words": save_words or _("Save the document (PDF)"),
        "making": making or _("The document is being made. It takes a few seconds."),
    }
    return render_page_or_partial(request, template, "document", context)


def as_download(content, name, content_type="application/pdf"):
    """The answer with the document, which no cache on the way keeps."""
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, name),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
