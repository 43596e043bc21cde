"""Reorganisations, and files of units and people."""

from django.utils.translation import gettext_lazy as _

from reorganisation.models import OrganisationImport, Reorganisation
from sam.keeping import RecordKind, destroy, everywhere, preserve

KEPT = [
    RecordKind(
        "reorganisations",
        _("Reorganisations"),
        lambda: Reorganisation.objects.all(),
        closed="carried_out_at",
        unit="",
        dated="on",
        persons=("created_by",),
        proposed=everywhere(preserve()),
    ),
    RecordKind(
        "organisation_imports",
        _("Files of units and people that were read in"),
        lambda: OrganisationImport.objects.all(),
        closed="finished_at",
        unit="",
        persons=("by",),
        proposed=everywhere(destroy(years=1)),
    ),
]
