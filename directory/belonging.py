"""What membership of the directory's groups gives: roles in units, and where one works."""

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F

from directory.models import Given, GroupRole
from organisation import roles
from organisation.models import Appointment, User
from sam.dates import today


@transaction.atomic
def follow_groups(people):
    """Give the people (by id) the roles of their groups, and end those that came so before.

    A role that somebody was given otherwise stands, and is not given twice.
    """
    wanted = _wanted(people)
    held = {
        (
            given.appointment.user_id,
            given.appointment.unit_id,
            given.appointment.role,
        ): given
        for given in _held(people)
    }
    for key, given in held.items():
        if key not in wanted:
            roles.dismiss(given.appointment)
            Given.objects.filter(pk=given.pk).delete()
    users = User.objects.in_bulk({user for user, _unit, _role in wanted})
    for (user, unit, role), group_role in wanted.items():
        if (user, unit, role) not in held:
            _give(users[user], group_role)


def follow_all(group):
    """After what the group means was changed."""
    follow_groups(set(group.members.values_list("pk", flat=True)))


def _wanted(people):
    """{(person, unit, role): its GroupRole} of those who are still here, in units that are."""
    rows = GroupRole.objects.filter(
        group__members__in=people,
        group__members__is_active=True,
        unit__closed_on=None,
    )
    rows = rows.annotate(member=F("group__members")).select_related("unit")
    return {(row.member, row.unit_id, row.role): row for row in rows}


def _held(people):
    rows = Given.objects.filter(appointment__user__in=people)
    rows = rows.filter(appointment__in=Appointment.objects.in_force())
    return rows.select_related("appointment__user", "appointment__unit")


def _give(user, group_role):
    unit, role = group_role.unit, group_role.role
    if not role:
        User.objects.filter(pk=user.pk).update(unit=unit)
        return
    since = DateRange(today(), None)
    others = user.appointments.filter(unit=unit, role=role, valid__overlap=since)
    if first := others.order_by("valid").first():
        if first.first_day <= today():
            return
        since = DateRange(today(), first.first_day)
    appointment = roles.appoint(user, role, unit, since=since.lower, until=since.upper)
    Given.objects.create(appointment=appointment)
