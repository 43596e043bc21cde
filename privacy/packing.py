"""What is given out: a document for people, data for programs, together as one file."""

import json
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from organisation.models import Municipality
from privacy.holdings import purposes
from privacy.law import authority, secrecy_words
from privacy.masking import Kind
from privacy.models import DataRequest, Extract, Handout
from privacy.models.extracts import MASKS
from sam.personal import Part
from ui.kept import KeptDocument, as_download
from ui.pdf import document

KEPT = KeptDocument("privacy.extract", waits=600)
# The earliest that a zip file can say: the same content is the same file at any time.
_DAY = (1980, 1, 1, 0, 0, 0)


def make(request_pk, language):
    request = DataRequest.objects.select_related("person__identity", "extract").get(
        pk=request_pk
    )
    with override(language):
        packed = pack(request, language)
    KEPT.keep(request.pk, language, packed)


def pack(request, language):
    """The zip file: extract.pdf and extract.json, without anything that is masked."""
    sections = sections_of(request.extract)
    pdf = document(
        "privacy/documents/extract.html",
        context_of(request, sections),
        identifier=f"extract-{request.pk}-{language}",
        language=language,
    )
    files = {"extract.pdf": pdf, "extract.json": _as_json(request, sections)}
    if request.kind == DataRequest.Kind.PUBLIC:
        del files["extract.json"]
    return _zipped(files)


def context_of(request, sections):
    municipality = Municipality.objects.current()
    return {
        "case": request,
        "municipality": municipality,
        "authority": authority(municipality.country),
        "sections": sections,
        "withheld": withheld_of(request.extract),
        "is_public": request.kind == DataRequest.Kind.PUBLIC,
        "name": _called(request),
        "gathered_on": timezone.localdate(request.extract.begun_at),
    }


def _called(request):
    """The document is for the person, who has a name there."""
    identity = getattr(request.person, "identity", None) if request.person else None
    return identity.name if identity else request.name or str(request.person or "")


def withheld_of(extract):
    """[(reason, how many)]: that something is left out is told, never what."""
    found: dict = {}
    for item in extract.items.exclude(withheld_because="").only("withheld_because"):
        found[item.withheld_because] = found.get(item.withheld_because, 0) + 1
    return [(secrecy_words(reason), number) for reason, number in found.items()]


def sections_of(extract):
    """[{title, items}] by purpose, each passage as pieces: (text, what masks it)."""
    sections: dict = {}
    titles = {code: purpose.title for code, (purpose, _held) in purposes().items()}
    items = extract.items.given().prefetch_related("passages")
    for item in items:
        title = titles.get(item.purpose, item.purpose)
        sections.setdefault(str(title), []).append(_item(item))
    return [{"title": title, "items_": those} for title, those in sections.items()]


def _item(item):
    passages = sorted(item.passages.all(), key=lambda each: each.position)
    return {
        "heading": item.heading,
        "day": item.day,
        "parts": [str(Part(part).label) for part in item.parts],
        "facts": item.facts,
        "passages": [
            {"label": each.label, "pieces": given_pieces(each)} for each in passages
        ],
    }


def given_pieces(passage):
    """[(text, mask)]: the text where it is given, else in words what is masked."""
    found = []
    for piece in passage.pieces():
        span = piece["span"]
        is_masked = span and _is_masked(span)
        found.append(("", mask_words(span)) if is_masked else (piece["text"], ""))
    return found


def _is_masked(span):
    return not span.get("shown") and span["kind"] != Kind.OWN


def mask_words(span):
    words = str(MASKS[span["kind"]])
    return f"{words} {span['letter']}" if span.get("letter") else words


def _as_json(request, sections):
    """Structured, as GDPR art. 20 asks, with the words of the document as keys."""
    said = {
        "request": request.number,
        "gathered_on": timezone.localdate(request.extract.begun_at).isoformat(),
        "sections": [
            {
                "title": section["title"],
                "records": [_record(item) for item in section["items_"]],
            }
            for section in sections
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _record(item):
    return {
        "record": item["heading"],
        "day": item["day"] and item["day"].isoformat(),
        "you": item["parts"],
        "facts": [{"label": label, "value": value} for label, value in item["facts"]],
        "texts": [
            {
                "label": passage["label"],
                "text": "".join(
                    text or f"[{mask}]" for text, mask in passage["pieces"]
                ),
            }
            for passage in item["passages"]
        ],
    }


def _zipped(files):
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            entry = ZipInfo(name, _DAY)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


@transaction.atomic
def hand_out(request, packed, *, by):
    """Log what is given: how much, and a fingerprint by which it is known again."""
    extract: Extract = request.extract
    spans = extract.passages.filter(item__withheld_because="").values_list(
        "spans", flat=True
    )
    return Handout.objects.create(
        request=request,
        by=by,
        fingerprint=sha256(packed).hexdigest(),
        records=extract.items.given().count(),
        masked=sum(_is_masked(span) for those in spans for span in those),
        withheld=extract.items.exclude(withheld_because="").count(),
    )


def file_name(request):
    return _("extract-%(number)s.zip") % {"number": request.number}


def serve(request, language, *, by):
    """The answer with the file, which is logged as given to whoever fetches it."""
    if not (packed := KEPT.made(request, language)):
        raise Http404
    hand_out(request, packed, by=by)
    return as_download(packed, file_name(request), content_type="application/zip")
