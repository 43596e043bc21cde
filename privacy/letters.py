"""The answer to a request as a letter."""

from django.utils import timezone
from django.utils.translation import override

from organisation.models import Municipality
from privacy.law import appeal, authority, secrecy_words
from privacy.models import DataRequest
from privacy.packing import withheld_of
from ui.kept import KeptDocument
from ui.pdf import document

KEPT = KeptDocument("privacy.letter", waits=120)


def make(request_pk, language):
    related = DataRequest.objects.select_related("person", "handler", "extract")
    request = related.get(pk=request_pk)
    municipality = Municipality.objects.current()
    with override(language):
        context = {
            "case": request,
            "municipality": municipality,
            "authority": authority(municipality.country),
            "appeal": appeal(municipality.country),
            "provisions": secrecy_words(request.provisions),
            "withheld": withheld_of(request.extract) if _has(request) else [],
            "is_public": request.kind == DataRequest.Kind.PUBLIC,
            "day": timezone.localdate(request.closed_at),
            # A protected person's letter is handed over by hand, without the name.
            "name": request.name or str(request.person or ""),
        }
        pdf = document(
            "privacy/documents/letter.html",
            context,
            identifier=f"answer-{request.pk}-{language}",
            language=language,
        )
    KEPT.keep(request.pk, language, pdf)


def _has(request):
    return hasattr(request, "extract")
