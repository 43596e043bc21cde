"""Who does what concerns the reports of the whole municipality."""

from django.core.exceptions import PermissionDenied

from organisation.models import UnitPermission
from organisation.permissions import granted_units


def produces(user):
    """Whoever writes for the whole municipality: the HR department."""
    return granted_units(user, UnitPermission.EDIT_REPORTS).everywhere


def require_producer(user):
    if not produces(user):
        raise PermissionDenied


def dresses(user):
    """Who says what documents look like: HR, and whoever runs the program."""
    manages = granted_units(user, UnitPermission.MANAGE_ORGANISATION)
    return produces(user) or manages.everywhere
