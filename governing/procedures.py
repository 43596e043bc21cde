"""What the documents in force say of how something is done, for the pages where it is."""

from django.utils.translation import get_language

from governing.models import (
    DocumentVersion,
    GoverningDocument,
    Kind,
    Theme,
    VersionText,
)
from governing.models.versions import best_of
from riskassessment.procedures import Procedure


def for_risks(unit, user):
    """The routine for rounds and risks that holds nearest to the unit, or none."""
    documents = GoverningDocument.objects.visible_to(user).holding_for(unit)
    routines = documents.filter(kind=Kind.ROUTINE, themes__contains=[Theme.RISKS])
    texts = VersionText.objects.filter(
        document_version__in=DocumentVersion.objects.in_force().values("pk"),
        document_version__document__in=routines.order_by().values("pk"),
    ).select_related("document_version__document")
    found = list(
        texts.order_by(
            "-document_version__document__unit__lineage__len", "document_version"
        )
    )
    if not found:
        return None
    nearest = found[0].document_version
    text = best_of(
        [each for each in found if each.document_version == nearest], get_language()
    )
    if not text.body:
        return None
    page = nearest.document.get_absolute_url()
    return Procedure(text.title, text.body, text.language, page)
