"""What somebody may begin: which units and bodies they may plan meetings for."""

from meetings.models import Body
from organisation.models import Unit, UnitPermission


def units_led_by(user):
    """Those whose meetings the person plans and takes minutes of."""
    units = Unit.objects.existing().permitting(user, UnitPermission.HANDLE_YEAR)
    return units.select_related("parent")


def units_managed_by(user):
    """Those for which the person, as HR, sets up bodies, series and templates."""
    units = Unit.objects.existing().permitting(user, UnitPermission.MANAGE_YEAR)
    return units.select_related("parent")


def units_seen_by(user):
    units = Unit.objects.existing().permitting(user, UnitPermission.VIEW_YEAR)
    return units.select_related("parent")


def bodies_led_by(user):
    return Body.objects.existing().led_by(user).select_related("unit")


def is_hr(user):
    return units_managed_by(user).exists()
