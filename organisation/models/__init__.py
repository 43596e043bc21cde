from organisation.models.appointments import (
    Appointment,
    Role,
    UnitGroupObjectPermission,
    UnitUserObjectPermission,
)
from organisation.models.people import User
from organisation.models.units import (
    Committee,
    Country,
    Level,
    Municipality,
    Placement,
    Unit,
    UnitBoundQuerySet,
)
from organisation.permissions import UnitPermission

__all__ = [
    "Appointment",
    "Committee",
    "Country",
    "Level",
    "Municipality",
    "Placement",
    "Role",
    "Unit",
    "UnitBoundQuerySet",
    "UnitGroupObjectPermission",
    "UnitPermission",
    "UnitUserObjectPermission",
    "User",
]
