from functools import wraps

from django.core.exceptions import PermissionDenied

from organisation.models import UnitPermission
from organisation.permissions import granted_units
from organisation.roles import POWERFUL


def administrator_required(view):
    """For whoever runs the program for the whole municipality: accounts belong to no unit."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        held = granted_units(request.user, UnitPermission.MANAGE_ORGANISATION)
        if not held.everywhere:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def gives_power(request, *args, **kwargs):
    """Whether a role is given that reaches far, for `when` of `recently_logged_in`."""
    return request.method == "POST" and request.POST.get("role") in POWERFUL
