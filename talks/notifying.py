"""Who is told what of talks. No subject and no address says of whom."""

from django.urls import reverse

from mailing import outbox
from organisation.roles import responsible_for
from sam.dates import today


def invited(preparation, *, by):
    """Ask the employee to prepare; once for each day that is planned."""
    context = {
        "planned_on": preparation.planned_on,
        "leader": by,
        "path": reverse("talks:mine"),
    }
    about = f"talk_invited:{preparation.pk}:{preparation.planned_on}"
    outbox.send(preparation.employee, "talk_invited", context, about=about)


def remind_leaders(unit, *, year):
    """Remind those who answer for the unit of the talks that are left; once a day."""
    leaders = [each for each in responsible_for(unit) if each.is_active]
    context = {"unit": unit, "year": year, "path": reverse("talks:talk_list")}
    for leader in leaders:
        about = f"talks_left:{unit.pk}:{today()}"
        outbox.send(leader, "talks_left", context, about=about)
    return leaders
