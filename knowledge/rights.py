"""Who may do what with courses and certificates, beyond what querysets say."""

from django.core.exceptions import PermissionDenied

from organisation.models import Unit, UnitPermission, User
from organisation.permissions import granted_units


def manages(user):
    """HR, for some unit."""
    return bool(granted_units(user, UnitPermission.MANAGE_YEAR).units)


def leads(user):
    """Who leads a unit, and HR."""
    return manages(user) or bool(granted_units(user, UnitPermission.HANDLE_YEAR).units)


def require(is_allowed):
    if not is_allowed:
        raise PermissionDenied


def units_led_by(user):
    """Units whose people's certificates the person sees and registers."""
    led = Unit.objects.permitting(user, UnitPermission.HANDLE_YEAR)
    managed = Unit.objects.permitting(user, UnitPermission.MANAGE_YEAR)
    return (led | managed).distinct()


def people_led_by(user):
    people = User.objects.filter(is_active=True, unit__in=units_led_by(user))
    return people.select_related("unit")


def people_managed_by(user):
    """All people of the units that HR looks after, also those who have left."""
    managed = Unit.objects.permitting(user, UnitPermission.MANAGE_YEAR)
    return User.objects.filter(unit__in=managed)
