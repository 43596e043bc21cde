"""Who sees and who does what here: the archivist all, the data protection officer reads."""

from organisation.models import UnitPermission
from organisation.permissions import for_whole_municipality, holds_everywhere

_KEEP = UnitPermission.MANAGE_RECORDS

archivist_required = for_whole_municipality(_KEEP)
# The archivist, or who oversees: neither reads a record here.
overseer_required = for_whole_municipality(_KEEP, UnitPermission.OVERSEE_PERSONAL_DATA)


def keeps(user):
    return holds_everywhere(user, _KEEP)
