"""Who prepares surveys: HR, wherever in the municipality."""

from functools import wraps

from django.core.exceptions import PermissionDenied

from organisation.models import UnitPermission
from organisation.permissions import granted_units


def manages_surveys(user):
    return bool(granted_units(user, UnitPermission.MANAGE_YEAR).units)


def managers_only(view):
    @wraps(view)
    def allowed(request, *args, **kwargs):
        if not manages_surveys(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return allowed
