"""What a unit has in inspections, for a reorganisation."""

from django.utils.translation import gettext_lazy as _

from annualcycle.models import AuthorityInspection
from organisation.belongings import Belonging

BELONGINGS = [
    Belonging(
        "inspections",
        _("Open inspections by the authority"),
        lambda: AuthorityInspection.objects.open().select_related("unit"),
    ),
]
