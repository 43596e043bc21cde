"""Naming and ending a substitute by calendar, and telling whom it concerns."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from mailing import outbox
from organisation import roles
from organisation.models import Role
from sam.dates import today


@transaction.atomic
def name_substitute(user, unit, *, since, last_day):
    """Raises IntegrityError when the person is named for one of the days already."""
    appointment = roles.appoint(
        user, Role.SUBSTITUTE, unit, since=since, until=last_day + timedelta(days=1)
    )
    _tell("substitute_named", appointment)
    return appointment


@transaction.atomic
def end(appointment):
    """Whether there was something to end; the last day is yesterday, or none at all."""
    if appointment.is_over:
        return False
    _tell("substitute_ended", appointment)
    roles.dismiss(appointment)
    return True


def _tell(template, appointment):
    outbox.send(
        appointment.user,
        template,
        {"appointment": appointment, "path": reverse("start")},
        about=f"{template}:{appointment.pk}",
        # Whoever begins or ends today must not learn it tomorrow.
        urgent=appointment.first_day <= today(),
    )
