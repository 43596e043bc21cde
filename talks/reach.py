"""Who reads what of talks: names are for the nearest manager, figures for HR and heads."""

from datetime import date

from django.db.models import Max, OuterRef, Subquery

from organisation.leading import people_led_by
from organisation.models import Unit, UnitPermission
from organisation.permissions import granted_units
from talks.models import Preparation, Talk


def units_counted_for(user):
    """The units of which the person reads figures: HR and whoever leads them."""
    units = Unit.objects.existing()
    led = units.permitting(user, UnitPermission.HANDLE_YEAR)
    managed = units.permitting(user, UnitPermission.MANAGE_YEAR)
    return (led | managed).distinct().select_related("parent")


_COUNTED = (UnitPermission.HANDLE_YEAR, UnitPermission.MANAGE_YEAR)


def reads_figures(user):
    return any(granted_units(user, permission).units for permission in _COUNTED)


def reads_figures_of(user, unit):
    """The same answer as `units_counted_for`, without a query."""
    return any(
        granted_units(user, permission).reaches(unit, permission)
        for permission in _COUNTED
    )


def leads(user):
    """Whether there may be employees of the person's own."""
    return bool(granted_units(user, UnitPermission.HANDLE_YEAR).units)


def manages_talks(user):
    """HR: the template, the settings, the support material."""
    return bool(granted_units(user, UnitPermission.MANAGE_YEAR).units)


def with_talks(people, *, leader, year):
    """With the day of the last talk of each kind in the year, and what is shared."""
    days = {"held_on__range": (date(year, 1, 1), date(year, 12, 31))}

    def last(kind):
        talks = Talk.objects.filter(employee=OuterRef("pk"), kind=kind, **days)
        newest = talks.order_by().values("employee").annotate(on=Max("held_on"))
        return Subquery(newest.values("on"))

    shared = Preparation.objects.filter(
        employee=OuterRef("pk"), leader=leader, is_shared=True
    )
    return people.annotate(
        employee_talk_on=last(Talk.Kind.EMPLOYEE),
        pay_talk_on=last(Talk.Kind.PAY),
        shared_preparation=Subquery(shared.values("pk")),
    )


def own_people(user):
    return people_led_by(user).select_related("unit")
