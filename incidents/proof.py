"""The reporter's proof: what was reported, when, under which number, as a document."""

import hashlib

from incidents.models import Incident
from ui.kept import KeptDocument
from ui.pdf import document

KEPT = KeptDocument("incidents.proof", waits=60)


def make(pk, language):
    incident = Incident.objects.select_related("unit").get(pk=pk)
    context = {"incident": incident, "fingerprint": fingerprint(incident)}
    pdf = document(
        "incidents/documents/proof.html",
        context,
        identifier=f"proof-{pk}-{language}",
        language=language,
    )
    KEPT.keep(pk, language, pdf)


def fingerprint(incident):
    """Of what was reported: another text, number or time gives another one."""
    facts = [
        incident.number,
        incident.reported_at.isoformat(),
        incident.kind,
        incident.unit_id,
        incident.occurred_on.isoformat(),
        incident.description,
    ]
    digest = hashlib.sha256("\n".join(map(str, facts)).encode()).hexdigest()
    return " ".join(digest[start : start + 8] for start in range(0, 64, 8))
