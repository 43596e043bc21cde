from django.utils.functional import SimpleLazyObject

from organisation.models import Municipality, Role, UnitPermission
from organisation.permissions import granted_units, holds_everywhere, roles_held


def municipality(request):
    """For the head of each page; asked for once, and only by pages that show it."""
    return {
        "municipality": SimpleLazyObject(Municipality.objects.current),
        "roles": SimpleLazyObject(
            lambda: [Role(role).label for role in roles_held(request.user)]
        ),
        "is_representative": SimpleLazyObject(
            lambda: Role.SAFETY_REPRESENTATIVE in roles_held(request.user)
        ),
        "runs_program": SimpleLazyObject(lambda: _runs_program(request.user)),
        "sees_organisation": SimpleLazyObject(lambda: _sees_organisation(request.user)),
        "keeps_records": SimpleLazyObject(lambda: _keeps_records(request.user)),
        "runs_year": SimpleLazyObject(lambda: _runs_year(request.user)),
    }


def _runs_program(user):
    return holds_everywhere(user, UnitPermission.MANAGE_ORGANISATION)


def _keeps_records(user):
    """Who keeps, gives out or oversees what is written: those pages are theirs.

    {permission: True} of those that the person holds, by which places.html chooses links.
    """
    permissions = (
        UnitPermission.MANAGE_RECORDS,
        UnitPermission.ANSWER_REQUESTS,
        UnitPermission.OVERSEE_PERSONAL_DATA,
    )
    return {each.value: True for each in permissions if holds_everywhere(user, each)}


def _runs_year(user):
    """Who leads a unit, and HR: pages of the year's work that are theirs alone."""
    permissions = UnitPermission.HANDLE_YEAR, UnitPermission.MANAGE_YEAR
    return any(granted_units(user, each).units for each in permissions)


def _sees_organisation(user):
    """Who runs the program, and HR, which names managers and representatives."""
    names = granted_units(user, UnitPermission.MANAGE_YEAR)
    return _runs_program(user) or bool(names.units)
