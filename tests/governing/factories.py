from datetime import timedelta

from governing.models import GoverningDocument
from sam.dates import today
from tests.factories import UserFactory


def document(unit, *, by=None, title="Policy", body="Nobody shall be hurt.", **what):
    """One that is not decided."""
    by = by or UserFactory()
    said = {"kind": "policy", "owner": by} | what
    return GoverningDocument.objects.begin(
        by=by, unit=unit, language="sv", title=title, body=body, **said
    )


def decide(document, *, by=None, **said):
    """Decide the draft, in force from today for a year."""
    decision = {
        "decided_by": "The council",
        "decided_on": today(),
        "valid_from": today(),
        "review_on": today() + timedelta(days=365),
    } | said
    version = document.draft
    version.decide(by=by or document.owner, **decision)
    document.__dict__.pop("current_versions", None)
    return version


def decided(unit, **what):
    found = document(unit, **what)
    decide(found)
    return found
