"""Units without a manager of their own: the level above is told, so that nobody forgets."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from mailing import outbox
from organisation.models import Appointment, Level, Role, Unit, User
from organisation.roles import MANAGERS, nearest, responsible_for
from sam.dates import today


def units_without_manager():
    """Units that exist, where people work, and that nobody manages today."""
    managers = Appointment.objects.in_force().filter(
        unit=OuterRef("pk"), role__in=MANAGERS, user__is_active=True
    )
    employees = User.objects.filter(unit=OuterRef("pk"), is_active=True)
    places = Unit.objects.existing().filter(Q(level=Level.UNIT) | Exists(employees))
    return places.exclude(Exists(managers))


@transaction.atomic
def tell_of_vacancies():
    """Tell the level above of each vacancy, once a month while it lasts; HR where none is."""
    for unit in units_without_manager():
        above = responsible_for(unit)
        context = {
            "unit": unit,
            "can_name_substitute": bool(above),
            "path": reverse("organisation:settings"),
        }
        for person in above or nearest([Role.HR], unit):
            outbox.send(
                person,
                "unit_without_manager",
                context,
                about=f"unit_without_manager:{unit.pk}:{today():%Y-%m}",
            )
