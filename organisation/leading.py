"""Who leads whom: an employee has the nearest managers, and a manager those above.

Other than a permission this is not inherited: what stays between the two, such as talks,
is not for everyone further up.
"""

from django.db.models import Exists, OuterRef, Q

from organisation.models import Appointment, IsAnyOf, Role, Unit, User
from organisation.roles import MANAGERS, nearest, nearest_managed
from sam.dates import today


def leading(user):
    """Ids of the units that the person manages, or in which they stand in by calendar.

    A substitute without a last day is only permitted to step in, and reads nothing of it.
    Read once for a request, as permissions are.
    """
    if not hasattr(user, "_leading"):
        user._leading = _read_leading(user)
    return user._leading


def _read_leading(user):
    by_calendar = Q(role=Role.SUBSTITUTE, valid__endswith__isnull=False)
    rows = Appointment.objects.in_force().filter(user=user)
    rows = rows.filter(Q(role__in=MANAGERS) | by_calendar, unit__closed_on=None)
    return [*rows.order_by().values_list("unit", flat=True).distinct()]


def units_led_by(user):
    """Where the person is the nearest: their units, and those below without a manager."""
    own = leading(user)
    if not own:
        return Unit.objects.none()
    below = Unit.objects.existing().within(own)
    return below.annotate(led_from=nearest_managed()).filter(led_from__in=own)


def employed(people=None):
    """Those who work here today."""
    people = User.objects.all() if people is None else people
    return people.filter(Q(left_on=None) | Q(left_on__gt=today()), is_active=True)


def people_led_by(user):
    """Those whose nearest manager the person is, other managers among them."""
    own = leading(user)
    if not own:
        return User.objects.none()
    below = Unit.objects.existing().within(own)
    led = below.annotate(led_from=nearest_managed()).filter(led_from__in=own)
    # Whose managers have nobody between themselves and the person.
    next_below = below.exclude(pk__in=own)
    next_below = next_below.annotate(led_from=nearest_managed("parent"))
    managing = Appointment.objects.in_force().filter(
        IsAnyOf("unit", OuterRef("unit__lineage")),
        user=OuterRef("pk"),
        role__in=MANAGERS,
    )
    is_managed = Q(~Exists(managing), unit__in=led.order_by().values("pk"))
    manages_below = Q(
        Exists(
            managing.filter(
                unit__in=next_below.filter(led_from__in=own).order_by().values("pk")
            )
        )
    )
    people = employed().filter(unit__in=below.order_by().values("pk"))
    return people.filter(is_managed | manages_below).exclude(pk=user.pk)


def leaders_of(person):
    """The nearest managers; of somebody who manages the own unit those above it."""
    if person.unit is None:
        return []
    managing = Appointment.objects.in_force().filter(
        user=person, role__in=MANAGERS, unit__in=person.unit.lineage
    )
    own = {*managing.values_list("unit", flat=True)}
    unit = person.unit
    while unit and own & {*unit.lineage}:
        unit = unit.parent
    return nearest(MANAGERS, unit) if unit else []
