"""The reporter's proof: what was reported, when, under which number, as a document.

Made by a job and kept for a short while where the jobs' queue is, not with the files: it
would be one more copy of what the report's own rules protect.
"""

import hashlib

from django.core.cache import cache

from incidents.models import Incident
from ui.pdf import document

# In seconds: how long it lies ready, and when one may ask anew for what never came.
LASTS = 15 * 60
WAITS = 60
_WAITING = b""


def begin(incident, language):
    """Whether it is to be made: not when it is made already or on its way."""
    return cache.add(_key(incident.pk, language), _WAITING, WAITS)


def state(incident, language):
    """“made”, “waiting” or none."""
    kept = cache.get(_key(incident.pk, language))
    if kept is None:
        return ""
    return "made" if kept else "waiting"


def made(incident, language):
    return cache.get(_key(incident.pk, language)) or None


def make(pk, language):
    incident = Incident.objects.select_related("unit").get(pk=pk)
    context = {"incident": incident, "fingerprint": fingerprint(incident)}
    pdf = document(
        "incidents/documents/proof.html",
        context,
        identifier=f"proof-{pk}-{language}",
        language=language,
    )
    cache.set(_key(pk, language), pdf, LASTS)


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


def _key(pk, language):
    return f"incidents.proof:{pk}:{language}"
