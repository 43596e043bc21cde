"""Prizes, and what was nominated."""

from django.utils.translation import gettext_lazy as _

from recognition.models import Award
from sam.keeping import RecordKind, destroy, everywhere

KEPT = [
    RecordKind(
        "awards",
        _("Prizes and nominations"),
        lambda: Award.objects.all(),
        closed="published_on",
        persons=("created_by",),
        proposed=everywhere(destroy(years=5)),
    )
]
