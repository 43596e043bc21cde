"""The written confirmation that the law asks for: when a request was handed over, to whom.

It is kept with the request, for it is what the representative shows the authority.
"""

import hashlib

from django.conf import settings
from django.db import transaction

from attachments import files
from representatives.law import in_context
from representatives.models import RepRequest
from ui import pdf


@transaction.atomic
def confirm(pk):
    """Make the document once, however many workers try."""
    rows = RepRequest.objects.unconfirmed().select_for_update(of=["self"])
    request = rows.select_related("unit", "representative").filter(pk=pk).first()
    if request:
        kept = files.keep(_document(request))
        RepRequest.objects.filter(pk=pk).update(confirmation=kept)


def _document(request):
    """In the municipality's language, which is that of the request's readers."""
    context = {
        **in_context(),
        "request": request,
        "fingerprint": fingerprint(request),
    }
    content = pdf.document(
        "representatives/documents/confirmation.html",
        context,
        identifier=f"rep-request-{request.pk}",
        language=settings.LANGUAGE_CODE,
    )
    return files.Document(
        content, files.PDF, files.readable_name(str(request), files.PDF)
    )


def fingerprint(request):
    """Of what was handed over: another text, file, time or receiver gives another one."""
    facts = [
        request.reference,
        request.sent_at.isoformat(),
        request.unit_id,
        request.representative_id,
        request.problem,
        request.wants,
        request.wanted,
        request.answer_due_on.isoformat(),
        *sorted(str(each.pk) for each in request.attachments.all()),
        *sorted(str(each.pk) for each in request.handed_to.all()),
    ]
    digest = hashlib.sha256("\n".join(map(str, facts)).encode()).hexdigest()
    return " ".join(digest[start : start + 8] for start in range(0, 64, 8))
