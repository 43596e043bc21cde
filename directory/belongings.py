"""What the directory's groups give in a unit, for a reorganisation."""

from django.utils.translation import gettext_lazy as _

from directory.models import GroupRole
from organisation.belongings import Belonging, reassign_unless
from organisation.roles import DEPUTISING

BELONGINGS = [
    # Who leads the new unit is named anew, and not by the group of the one before.
    Belonging(
        "group_roles",
        _("Groups of the directory that belong to the unit"),
        lambda: GroupRole.objects.exclude(role__in=DEPUTISING),
        reassign_unless(["group_id", "role"], _("The group means that already.")),
    ),
]
