"""Requests and what was looked into: how long they are kept is the municipality's rule."""

from django.utils.translation import gettext_lazy as _

from privacy.models import DataRequest, Finding, Look
from sam.keeping import SET_UP, RecordKind, destroy, everywhere

_PROOF = _("It proves that readings are reviewed, and says of nobody what they read.")

KEPT = [
    RecordKind(
        "data_requests",
        _("Requests on personal data and for public documents"),
        lambda: DataRequest.objects.all(),
        closed="closed_at",
        unit="",
        dated="received_on",
        known_as="number",
        persons=("person", "handler"),
        goes_too=("privacy.Handout.request",),
        proposed=everywhere(destroy(years=3)),
    ),
    RecordKind(
        "findings",
        _("Readings that stood out"),
        lambda: Finding.objects.all(),
        closed="reviewed_at",
        unit="",
        dated="day",
        persons=("person",),
        proposed=everywhere(destroy(years=3)),
    ),
    RecordKind(
        "looks",
        _("Who has looked into the logs of readings"),
        lambda: Look.objects.all(),
        closed="at",
        unit="",
        persons=("by", "person"),
        is_many=True,
        proposed=everywhere(destroy(years=3)),
    ),
]
STAYS = {"privacy.Addition": SET_UP, "privacy.MonthReviewed": _PROOF}
