"""Who may do what here, beyond what querysets of allocations say."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from organisation.models import Level, Unit, UnitPermission
from organisation.permissions import granted_units

_HANDLE, _MANAGE = UnitPermission.HANDLE_YEAR, UnitPermission.MANAGE_YEAR


def manages(user):
    """HR, for some unit."""
    return bool(granted_units(user, _MANAGE).units)


def allocates(user):
    """Who leads a unit, and HR."""
    return manages(user) or bool(granted_units(user, _HANDLE).units)


def require(is_allowed):
    if not is_allowed:
        raise PermissionDenied


def units_of(user):
    """Units in which the person may allocate, or prepare it for others."""
    units = Unit.objects.existing()
    handled = units.permitting(user, _HANDLE)
    managed = units.permitting(user, _MANAGE)
    return (handled | managed).distinct().select_related("parent")


def tops_of(user):
    """Those of them that have managers below, for whom much is prepared at once."""
    return units_of(user).exclude(level=Level.UNIT)


def units_read_by(user):
    """Everyone reads of the own unit; above that who sees the year's work."""
    seen = Unit.objects.permitting(user, UnitPermission.VIEW_YEAR)
    return Unit.objects.filter(
        Q(pk=user.unit_id) | Q(pk__in=seen.order_by().values("pk"))
    )
