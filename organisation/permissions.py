"""Who may do what, where: read from guardian's rows on units, inherited down the tree."""

from collections import defaultdict
from functools import wraps
from typing import NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Case, Func, OuterRef, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _


class UnitPermission(models.TextChoices):
    VIEW_INCIDENTS = "view_incidents", _("Can view the unit's incidents")
    HANDLE_INCIDENTS = "handle_incidents", _("Can handle the unit's incidents")
    VIEW_PERSONS = "view_persons", _("Can view who was affected")
    VIEW_ROUNDS = "view_rounds", _("Can view the unit's rounds and risks")
    HANDLE_ROUNDS = "handle_rounds", _("Can plan and carry out the unit's rounds")
    REVIEW_ROUNDS = "review_rounds", _("Can review and sign the unit's rounds")
    MANAGE_ROUNDS = (
        "manage_rounds",
        _("Can manage checklists, the risk matrix and recurring rounds"),
    )
    VIEW_MEASURES = "view_measures", _("Can view the unit's measures")
    HANDLE_MEASURES = "handle_measures", _("Can handle the unit's measures")
    WRITE_PLANS = "write_plans", _("Can write the unit's work environment plans")
    CONTRIBUTE_REPORTS = (
        "contribute_reports",
        _("Can write the unit's own part of annual reports"),
    )
    VIEW_REPORTS = "view_reports", _("Can view annual reports on the unit")
    EDIT_REPORTS = "edit_reports", _("Can write annual reports on the unit")
    VIEW_YEAR = "view_year", _("Can view the unit's work of the year")
    HANDLE_YEAR = "handle_year", _("Can lead the unit's work of the year")
    MANAGE_YEAR = (
        "manage_year",
        _("Can manage the wheel, surveys, courses and documents of the unit"),
    )
    MANAGE_ORGANISATION = "manage_organisation", _("Can manage units and people")
    MANAGE_RECORDS = (
        "manage_records",
        _("Can say how long records are kept, archive and destroy them"),
    )
    ANSWER_REQUESTS = (
        "answer_requests",
        _("Can answer requests for personal data and for public documents"),
    )
    OVERSEE_PERSONAL_DATA = (
        "oversee_personal_data",
        _("Can oversee how personal data are handled"),
    )


# What stays with the unit itself: who was affected is not for everyone above.
CONFIDENTIAL = frozenset({UnitPermission.VIEW_PERSONS})


class Granted(NamedTuple):
    """Units on which a person holds a permission itself, without those below."""

    units: frozenset = frozenset()
    # Held on the root: reaches every unit, so that no condition is needed.
    everywhere: bool = False
    # The units and those below them, where the permission is inherited, as the database
    # writes an array of ids: hundreds come and go as one text. With the ids in a query it
    # takes its indexes; for a condition that it cannot foresee it would go through all
    # rows.
    reach: str = "{}"

    def reaches(self, unit, permission):
        """The same answer as `Unit.objects.permitting`, without a query for one unit."""
        if self.everywhere:
            return True
        if permission in CONFIDENTIAL:
            return unit.pk in self.units
        return not self.units.isdisjoint(unit.lineage)


def granted_units(user, permission):
    """What the person holds of the permission.

    All permissions of a person are read in one query and kept on the `user` object, that
    is for one request. Raises ValueError for a permission that does not exist.
    """
    permission = UnitPermission(permission)
    if not user.is_active:
        return Granted()
    return _rights_of(user).granted.get(permission, Granted())


def holds_everywhere(user, *permissions):
    """Whether the person holds one of them for the whole municipality."""
    return any(granted_units(user, each).everywhere for each in permissions)


def for_whole_municipality(*permissions):
    """A view for who holds one of them for the whole municipality; others get 403."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not holds_everywhere(request.user, *permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def require_administrator(user):
    """Of the whole municipality, for what belongs to no unit."""
    if not holds_everywhere(user, UnitPermission.MANAGE_ORGANISATION):
        raise PermissionDenied


def roles_held(user):
    """What the person is here today, each role once though it may be in many units.

    Guardian's rows follow from appointments, so both are read in the one query.
    """
    return _rights_of(user).roles


def forget_grants(user):
    """Read the person's permissions anew next time; called when an appointment changes."""
    user.__dict__.pop("_rights", None)
    user.__dict__.pop("_leading", None)


class _Rights(NamedTuple):
    granted: dict
    roles: list


def _rights_of(user):
    if not hasattr(user, "_rights"):
        user._rights = _read_rights(user)
    return user._rights


def _read_rights(user):
    units, reach, everywhere = defaultdict(set), defaultdict(list), set()
    held = set()
    # Also where statistics are read from a copy: what was taken away is away at once.
    rows = user.unituserobjectpermission_set.using(DEFAULT_DB_ALIAS)
    unit_model = rows.model.content_object.field.related_model
    appointed = user.appointments.in_force().filter(unit=OuterRef("content_object"))
    # A row for each unit, so that what hangs below is read once for all permissions.
    for unit, parent, permissions, roles, below, taken_over in rows.values_list(
        "content_object", "content_object__parent"
    ).annotate(
        held=ArrayAgg("permission__codename"),
        roles=ArraySubquery(appointed.order_by().values("role")),
        below=_ids_below(unit_model),
        taken_over=_ids_taken_over(unit_model),
    ):
        held.update(roles)
        for permission in permissions:
            is_inherited = permission not in CONFIDENTIAL
            # What a unit has taken over is the unit itself by now.
            itself = [unit, *taken_over]
            units[permission].update(itself)
            reach[permission].append(
                below if is_inherited else ",".join(map(str, itself))
            )
            if is_inherited and parent is None:
                everywhere.add(permission)
    granted = {
        permission: Granted(
            frozenset(ids),
            permission in everywhere,
            f"{{{','.join(reach[permission])}}}",
        )
        for permission, ids in units.items()
    }
    return _Rights(granted, sorted(held))


def _ids_taken_over(unit_model):
    """Ids of the closed units that went into a granted one."""
    closed = unit_model.objects.filter(successor=OuterRef("content_object"))
    return ArraySubquery(closed.exclude(closed_on=None).order_by().values("pk"))


def _ids_below(unit_model):
    """Ids of a granted unit and what hangs below it; of the root nobody asks for those."""
    within = unit_model.objects.filter(lineage__contains=[OuterRef("content_object")])
    return Case(
        When(
            content_object__parent=None,
            then=Cast("content_object", models.TextField()),
        ),
        default=Func(
            ArraySubquery(within.order_by().values("pk")),
            Value(","),
            function="array_to_string",
            output_field=models.TextField(),
        ),
    )
