"""New employees for whom no introduction is begun, and how far a unit has come."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from introductions.models import Introduction
from introductions.models.introductions import NEW_FOR
from organisation.models import Unit, UnitPermission, User
from organisation.permissions import granted_units
from organisation.roles import nearest_managed
from sam.dates import today

# Whoever begins within so long can be planned for.
AHEAD = timedelta(days=60)


def newcomers():
    """Those employed of late or soon, who have had no introduction since."""
    introduced = Introduction.objects.filter(
        person=OuterRef("pk"), starts_on__gte=OuterRef("employed_on") - AHEAD
    )
    return User.objects.filter(
        ~Exists(introduced),
        employed_on__gt=today() - NEW_FOR,
        employed_on__lte=today() + AHEAD,
        left_on=None,
        is_active=True,
        unit__isnull=False,
    )


def led_newcomers(user):
    """Those of whom the person is the nearest manager."""
    units = granted_units(user, UnitPermission.HANDLE_YEAR).units
    if not units:
        return User.objects.none()
    people = newcomers().annotate(answering_unit=nearest_managed("unit"))
    led = people.filter(Q(unit__in=units) | Q(answering_unit__in=units))
    return led.exclude(pk=user.pk)


def followed_newcomers(user):
    """Those in units whose year the person sees."""
    units = Unit.objects.permitting(user, UnitPermission.VIEW_YEAR)
    return newcomers().filter(unit__in=units.order_by().values("pk"))


def people_to_introduce(user):
    """Everyone who works where the person leads, new or not: substitutes come back."""
    units = Unit.objects.permitting(user, UnitPermission.HANDLE_YEAR)
    people = User.objects.filter(unit__in=units.order_by().values("pk"), is_active=True)
    # Those with a protected identity are found in their own unit alone.
    return people.filter(Q(is_protected=False) | Q(unit=user.unit_id))


def shares(user):
    """Units whose year the person sees and that have had new employees of late: how many
    introductions, how many are done or late, how many people have none."""
    units = Unit.objects.existing().permitting(user, UnitPermission.VIEW_YEAR)
    recent = Introduction.objects.filter(
        unit=OuterRef("pk"), starts_on__gt=today() - NEW_FOR
    ).exclude(status=Introduction.Status.CANCELLED)
    late = recent.running().with_open_steps(by=today() - timedelta(days=1))
    without = newcomers().filter(unit=OuterRef("pk"))
    units = units.annotate(
        number=_number(recent),
        number_done=_number(recent.filter(status=Introduction.Status.DONE)),
        number_late=_number(late),
        number_without=_number(without),
    )
    return units.filter(Q(number__gt=0) | Q(number_without__gt=0))


def _number(rows):
    counted = rows.order_by().values("unit").annotate(number=Count("pk", distinct=True))
    return Coalesce(Subquery(counted.values("number")), 0)
