"""What safety representatives have asked for, and work that they have stopped."""

from django.utils.translation import gettext_lazy as _

from representatives.models import RepRequest, StopWork
from sam.keeping import RecordKind, everywhere, preserve

KEPT = [
    RecordKind(
        "rep_requests",
        _("Requests of safety representatives"),
        lambda: RepRequest.objects.all(),
        closed="finished_at",
        dated="created_at",
        known_as="year/number",
        persons=("representative", "answered_by"),
        proposed=everywhere(preserve()),
    ),
    RecordKind(
        "stops",
        _("Stops of dangerous work"),
        lambda: StopWork.objects.all(),
        closed="lifted_at",
        dated="stopped_at",
        known_as="year/number",
        persons=("representative",),
        proposed=everywhere(preserve()),
    ),
]
