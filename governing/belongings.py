"""What a unit has in governing documents, for a reorganisation."""

from django.utils.translation import gettext_lazy as _

from governing.models import GoverningDocument, LocalAddition
from organisation.belongings import Belonging, reassign, reassign_unless

BELONGINGS = [
    # What holds for those who come along; HR withdraws what the new unit has no use for.
    Belonging(
        "documents",
        _("Governing documents that the unit has of its own"),
        lambda: GoverningDocument.objects.living(),
        reassign,
    ),
    Belonging(
        "document_additions",
        _("What the unit has added to governing documents"),
        lambda: LocalAddition.objects.all(),
        reassign_unless(
            ["document_id"], _("The unit has an addition already. Change that one.")
        ),
    ),
]
