"""Who may look at the organisation and change it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from organisation.models import Role, Unit, UnitPermission
from organisation.permissions import granted_units, holds_everywhere

# HR names who leads and who represents; who runs the program, all else too.
NAMED_BY_HR = [
    Role.MANAGER,
    Role.HEAD,
    Role.SUBSTITUTE,
    Role.SAFETY_REPRESENTATIVE,
    Role.READER,
]


def runs_organisation(user):
    """Of the whole municipality: a reorganisation belongs to no unit alone."""
    return holds_everywhere(user, UnitPermission.MANAGE_ORGANISATION)


def require_administrator(user):
    if not runs_organisation(user):
        raise PermissionDenied


def units_seen_by(user):
    """The units whose page the person has: all for who runs them, HR's own for HR."""
    if runs_organisation(user):
        return Unit.objects.all()
    return Unit.objects.permitting(user, UnitPermission.MANAGE_YEAR)


def sees_organisation(user):
    return runs_organisation(user) or bool(
        granted_units(user, UnitPermission.MANAGE_YEAR).units
    )


def require_seeing(user):
    if not sees_organisation(user):
        raise PermissionDenied


def unit_of(user, pk):
    require_seeing(user)
    return get_object_or_404(units_seen_by(user).select_related("parent"), pk=pk)


def roles_named_by(user):
    return list(Role) if runs_organisation(user) else NAMED_BY_HR
