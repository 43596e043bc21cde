"""Who sees and who does what here: the archivist all, the data protection officer reads."""

from functools import wraps

from django.core.exceptions import PermissionDenied

from organisation.models import UnitPermission
from organisation.permissions import granted_units


def keeps(user):
    return granted_units(user, UnitPermission.MANAGE_RECORDS).everywhere


def oversees(user):
    return granted_units(user, UnitPermission.OVERSEE_PERSONAL_DATA).everywhere


def archivist_required(view):
    return _only(view, keeps)


def overseer_required(view):
    """The archivist, or who oversees: neither reads a record here."""
    return _only(view, lambda user: keeps(user) or oversees(user))


def _only(view, may):
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not may(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
