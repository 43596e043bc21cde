"""The authority's inspections, and what was done in the year."""

from django.utils.translation import gettext_lazy as _

from annualcycle.models import AuthorityInspection, Occurrence, OverviewDecision
from sam.keeping import SET_UP, RecordKind, destroy, everywhere, preserve

KEPT = [
    RecordKind(
        "inspections",
        _("The authority's inspections"),
        lambda: AuthorityInspection.objects.all(),
        closed="closed_on",
        dated="held_on",
        known_as="case_number",
        persons=("registered_by",),
        proposed=everywhere(preserve()),
    ),
    RecordKind(
        "activities",
        _("Activities of the year that were done"),
        lambda: Occurrence.objects.all(),
        closed="done_on",
        persons=("by",),
        is_many=True,
        proposed=everywhere(destroy(years=5)),
    ),
    RecordKind(
        "overview_decisions",
        _("Decisions on what the overview shows"),
        lambda: OverviewDecision.objects.all(),
        closed="decided_on",
        persons=("decided_by",),
        proposed=everywhere(destroy(years=10)),
    ),
]
STAYS = {"annualcycle.Activity": SET_UP}
