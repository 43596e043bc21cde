from organisation.models.appointments import (
    Appointment,
    Role,
    UnitGroupObjectPermission,
    UnitUserObjectPermission,
)
from organisation.models.identity import Identity
from organisation.models.people import CalendarFeed, User
from organisation.models.units import (
    Committee,
    Country,
    IsAnyOf,
    Level,
    Municipality,
    Placement,
    Unit,
    UnitBoundQuerySet,
)
from organisation.permissions import UnitPermission

__all__ = [
    "Appointment",
    "CalendarFeed",
    "Committee",
    "Country",
    "Identity",
    "IsAnyOf",
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
