from django.utils.functional import SimpleLazyObject

from organisation.models import Municipality, Role, UnitPermission
from organisation.roles import PERMISSIONS


def municipality(request):
    """For the head of each page; asked for once, and only by pages that show it."""
    held = SimpleLazyObject(lambda: _held(request.user))
    return {
        "municipality": SimpleLazyObject(Municipality.objects.first),
        "roles": SimpleLazyObject(
            lambda: list(dict.fromkeys(Role(role).label for role, _parent in held))
        ),
        "is_representative": SimpleLazyObject(
            lambda: any(role == Role.SAFETY_REPRESENTATIVE for role, _parent in held)
        ),
        "runs_program": SimpleLazyObject(lambda: _runs_program(held)),
        "sees_organisation": SimpleLazyObject(lambda: _sees_organisation(held)),
        "runs_year": SimpleLazyObject(lambda: _permitted(held, *_RUN_YEAR)),
    }


# Of who leads a unit, and of HR: pages of the year's work that are theirs alone.
_RUN_YEAR = UnitPermission.HANDLE_YEAR, UnitPermission.MANAGE_YEAR


def _held(user):
    """What the person is here, each once though it may be in many units."""
    held = user.appointments.in_force().order_by("role")
    return list(held.values_list("role", "unit__parent").distinct())


def _runs_program(held):
    """Whether a role on the root permits to manage the organisation."""
    return any(
        parent is None and UnitPermission.MANAGE_ORGANISATION in PERMISSIONS[role]
        for role, parent in held
    )


def _sees_organisation(held):
    """Who runs the program, and HR, which names managers and representatives."""
    return _runs_program(held) or _permitted(held, UnitPermission.MANAGE_YEAR)


def _permitted(held, *permissions):
    """Whether a role permits one of them, in some unit."""
    return any(
        permission in PERMISSIONS[role]
        for role, _parent in held
        for permission in permissions
    )
