"""What a unit has in prizes, for a reorganisation."""

from django.utils.translation import gettext_lazy as _

from organisation.belongings import Belonging
from recognition.models import Award

BELONGINGS = [
    Belonging(
        "awards",
        _("Prizes whose winner is not told yet"),
        lambda: Award.objects.unfinished().select_related("unit"),
    ),
]
