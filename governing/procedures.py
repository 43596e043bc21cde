"""What the documents in force say of how something is done, for the pages where it is."""

from django.utils.translation import get_language

from governing.models import GoverningDocument, Kind, Theme
from riskassessment.procedures import Procedure


def for_risks(unit, user):
    """The routine for rounds and risks that holds nearest to the unit, or none."""
    documents = GoverningDocument.objects.visible_to(user).in_force().holding_for(unit)
    routines = documents.filter(kind=Kind.ROUTINE, themes__contains=[Theme.RISKS])
    nearest = (
        routines.order_by("-unit__lineage__len", "title", "pk").with_version().first()
    )
    version = nearest and nearest.current_versions[0]
    text = version and version.text_in(get_language())
    if not text or not text.body:
        return None
    return Procedure(text.title, text.body, text.language, nearest.get_absolute_url())
