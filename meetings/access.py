"""What somebody may begin: which units and bodies they may plan meetings for."""

from meetings.models import Body
from organisation.models import Unit, UnitPermission
from organisation.permissions import granted_units


def units_led_by(user):
    """Those whose meetings the person plans and takes minutes of."""
    units = Unit.objects.existing().permitting(user, UnitPermission.HANDLE_YEAR)
    return units.select_related("parent")


def units_managed_by(user):
    """Those for which the person, as HR, sets up bodies, series and templates."""
    units = Unit.objects.existing().permitting(user, UnitPermission.MANAGE_YEAR)
    return units.select_related("parent")


def bodies_led_by(user):
    return Body.objects.existing().led_by(user).select_related("unit")


def leads_units(user):
    return bool(granted_units(user, UnitPermission.HANDLE_YEAR).units)


def sees_units(user):
    return bool(granted_units(user, UnitPermission.VIEW_YEAR).units)


def is_hr(user):
    return bool(granted_units(user, UnitPermission.MANAGE_YEAR).units)


def may_plan(user):
    return leads_units(user) or bodies_led_by(user).exists()
