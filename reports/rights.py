"""Who does what concerns the reports of the whole municipality."""

from django.core.exceptions import PermissionDenied

from organisation.models import UnitPermission
from organisation.permissions import holds_everywhere


def produces(user):
    """Whoever writes for the whole municipality: the HR department."""
    return holds_everywhere(user, UnitPermission.EDIT_REPORTS)


def require_producer(user):
    if not produces(user):
        raise PermissionDenied


def dresses(user):
    """Who says what documents look like: HR, and whoever runs the program."""
    return holds_everywhere(
        user, UnitPermission.EDIT_REPORTS, UnitPermission.MANAGE_ORGANISATION
    )
