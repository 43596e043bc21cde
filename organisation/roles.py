"""People's roles in units. What a role permits is a table here; guardian's rows follow."""

from collections import defaultdict

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import OuterRef, Subquery

from organisation.models import (
    Appointment,
    IsAnyOf,
    Level,
    Role,
    Unit,
    UnitPermission,
    UnitUserObjectPermission,
)
from organisation.permissions import forget_grants
from sam.dates import today

_VIEW = {
    UnitPermission.VIEW_INCIDENTS,
    UnitPermission.VIEW_ROUNDS,
    UnitPermission.VIEW_MEASURES,
    UnitPermission.VIEW_YEAR,
}
_HANDLE = {
    UnitPermission.HANDLE_INCIDENTS,
    UnitPermission.HANDLE_ROUNDS,
    UnitPermission.HANDLE_MEASURES,
    UnitPermission.HANDLE_YEAR,
}
_MANAGE = (
    _VIEW
    | _HANDLE
    | {
        UnitPermission.VIEW_PERSONS,
        UnitPermission.WRITE_PLANS,
        UnitPermission.CONTRIBUTE_REPORTS,
    }
)

PERMISSIONS = {
    Role.MANAGER: _MANAGE,
    Role.SUBSTITUTE: _MANAGE,
    Role.SAFETY_REPRESENTATIVE: _VIEW | {UnitPermission.REVIEW_ROUNDS},
    Role.HEAD: _MANAGE | {UnitPermission.VIEW_REPORTS},
    Role.HR: _VIEW
    | {
        UnitPermission.MANAGE_ROUNDS,
        UnitPermission.WRITE_PLANS,
        UnitPermission.CONTRIBUTE_REPORTS,
        UnitPermission.VIEW_REPORTS,
        UnitPermission.EDIT_REPORTS,
        UnitPermission.MANAGE_YEAR,
        UnitPermission.ANSWER_REQUESTS,
    },
    Role.READER: {UnitPermission.VIEW_REPORTS},
    # Runs the program, and therefore reads nothing of what is reported in it.
    Role.ADMINISTRATOR: {UnitPermission.MANAGE_ORGANISATION},
    # Keeps and gives out what others wrote, and oversees that; neither works with it.
    Role.ARCHIVIST: {UnitPermission.MANAGE_RECORDS, UnitPermission.ANSWER_REQUESTS},
    Role.DATA_PROTECTION_OFFICER: {UnitPermission.OVERSEE_PERSONAL_DATA},
}


# Who answers for a unit, and who can do so in their place.
MANAGERS = (Role.MANAGER, Role.HEAD)
DEPUTISING = (*MANAGERS, Role.SUBSTITUTE)


def role_of_manager(level):
    """What whoever leads a unit of the level is called here."""
    leads_many = level in (Level.ADMINISTRATION, Level.MUNICIPALITY)
    return Role.HEAD if leads_many else Role.MANAGER


@transaction.atomic
def appoint(user, role, unit, *, since=None, until=None):
    """Give the person a role from `since` (today) until the day before `until`."""
    valid = DateRange(since or today(), until)
    appointment = Appointment.objects.create(
        user=user, role=role, unit=unit, valid=valid
    )
    sync_permissions(user, unit)
    return appointment


@transaction.atomic
def dismiss(appointment, *, on=None):
    """End the role; the last day is the day before `on` (today)."""
    last = on or today()
    if appointment.valid.lower >= last:
        appointment.delete()
    else:
        appointment.valid = (appointment.valid.lower, last)
        appointment.save(update_fields=["valid"])
    sync_permissions(appointment.user, appointment.unit)


def sync_permissions(user, unit):
    """Make guardian's rows say what the person's appointments in the unit say today."""
    sync_all(user=user, unit=unit)
    forget_grants(user)


def sync_all(**which):
    """The same for all appointments that the lookups name, such as user__in, together."""
    permissions = {
        (user, unit, permission)
        for user, unit, role in Appointment.objects.in_force()
        .filter(**which)
        .values_list("user", "unit", "role")
        for permission in PERMISSIONS[role]
    }
    grants = UnitUserObjectPermission.objects.filter(
        **{_OF_GRANTS.get(name, name): value for name, value in which.items()}
    )
    rows = grants.values_list("user", "content_object", "permission__codename", "pk")
    held = {tuple(row): pk for *row, pk in rows}
    grants.filter(pk__in=[held[row] for row in held.keys() - permissions]).delete()
    if missing := permissions - held.keys():
        known = dict(
            Permission.objects.filter(
                content_type__app_label="organisation",
                codename__in={codename for _user, _unit, codename in missing},
            ).values_list("codename", "pk")
        )
        given = (
            UnitUserObjectPermission(
                user_id=user, content_object_id=unit, permission_id=known[codename]
            )
            for user, unit, codename in missing
        )
        UnitUserObjectPermission.objects.bulk_create(
            given, batch_size=_BATCH, ignore_conflicts=True
        )


# What appointments call the unit, in guardian's words.
_OF_GRANTS = {"unit": "content_object", "unit__in": "content_object__in"}
_BATCH = 1_000


def holders(role, unit):
    """People who hold the role for the unit, on it or above; the nearest come first.

    A unit without its own manager falls to the level above, so that nothing is left
    without a receiver.
    """
    return [appointment.user for appointment in _appointed([role], unit)]


def nearest(roles, unit, *, among=None):
    """People who hold one of the roles on the unit, else on the nearest above that has any."""
    found = _appointed(roles, unit, among)
    return [each.user for each in found if each.unit_id == found[0].unit_id]


def managed_by(user):
    """Units that the person manages, and those below them; not as a substitute."""
    managing = Appointment.objects.in_force().filter(user=user, role__in=MANAGERS)
    return Unit.objects.existing().within(managing.values_list("unit", flat=True))


def responsible_for(unit, *, besides=(), among=None):
    """People to receive what comes in the unit, the first of them first.

    The managers of the unit, else of the nearest above that has any; before them whoever
    stands in for them by calendar. `besides` are ids of people whom it must not go to.
    """
    return _answering(_appointed(DEPUTISING, unit, among), besides=set(besides))


def level_above(unit, user_ids, *, among=None):
    """The managers above the level at which one of the people deputises for the unit."""
    user_ids, appointed = set(user_ids), _appointed(DEPUTISING, unit, among)
    theirs = [each.unit_id for each in appointed if each.user_id in user_ids]
    if theirs:
        above = unit.lineage[: unit.lineage.index(theirs[0])]
        appointed = [each for each in appointed if each.unit_id in above]
    return _answering(appointed, besides=user_ids)


def level_of(user, unit):
    """The nearest of the unit and those above it that the person leads or deputises for."""
    appointed = _appointed(DEPUTISING, unit)
    theirs = [each.unit_id for each in appointed if each.user_id == user.pk]
    return Unit.objects.filter(pk__in=theirs[:1]).first()


def nearest_managed(path=""):
    """In a query: the unit that answers for the row's unit at the path, or none.

    Itself or the nearest above that exists and has a manager. Without a path the row is
    the unit.
    """
    rows = Appointment.objects.in_force().filter(
        IsAnyOf("unit", OuterRef(f"{path}__lineage" if path else "lineage")),
        role__in=MANAGERS,
        user__is_active=True,
        unit__closed_on=None,
    )
    return Subquery(rows.order_by("-unit__lineage__len").values("unit")[:1])


def in_charge(unit):
    """The nearest managers, and whoever may step in for them there or below them."""
    found = _up_to_managers(_appointed(DEPUTISING, unit))
    return list(dict.fromkeys(each.user for each in found))


def _answering(appointed, *, besides):
    """Who stands in by calendar for the nearest managers, there or below, then those.

    A substitute without a last day is only permitted to step in, and takes nothing over.
    Nobody stands in for managers above those whom it must not go to.
    """
    able = [each for each in appointed if each.user_id not in besides]
    here = [each for each in _up_to_managers(appointed) if each in able]
    managers = [each for each in here if each.role in MANAGERS]
    if not managers:
        units = [each.unit_id for each in able if each.role in MANAGERS]
        here = [each for each in able if each.unit_id == units[0]] if units else []
        managers = [each for each in here if each.role in MANAGERS]
    substitutes = [
        each for each in here if each.role == Role.SUBSTITUTE and each.valid.upper
    ]
    return list(dict.fromkeys(each.user for each in [*substitutes, *managers]))


def _up_to_managers(appointed):
    """Those of the nearest unit with a manager and of the units below it."""
    units = [each.unit_id for each in appointed]
    managed = [each.unit_id for each in appointed if each.role in MANAGERS]
    end = len(units) - units[::-1].index(managed[0]) if managed else len(units)
    return appointed[:end]


def appointments_by_unit():
    """All that are in force today, for who asks of many units: `among` in the above."""
    appointments = defaultdict(list)
    for each in _in_force():
        appointments[each.unit_id].append(each)
    return dict(appointments)


def _appointed(roles, unit, among=None):
    if among is not None:
        nearest_first = [
            each for pk in unit.lineage[::-1] for each in among.get(pk, [])
        ]
        return [each for each in nearest_first if each.role in roles]
    appointments = _in_force().filter(role__in=roles, unit__in=unit.lineage)
    return sorted(appointments, key=lambda found: -unit.lineage.index(found.unit_id))


def _in_force():
    """Appointments of those who are still here."""
    appointments = Appointment.objects.in_force().filter(user__is_active=True)
    return appointments.select_related("user")
