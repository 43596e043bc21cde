"""What a unit has in the annual wheel and in inspections, for a reorganisation."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from annualcycle.models import Activity, AuthorityInspection
from organisation.belongings import Belonging, reassign
from sam.dates import today


def _move_activities(activities, *, to, by, reason):
    """What the wheel there has already, word for word or from the same template, is ended
    where it was."""
    there = set()
    for activity in Activity.objects.going_on().filter(unit=to):
        there |= _names(activity)
    left, free = {}, []
    for activity in activities:
        if there & _names(activity):
            last_year = max(today().year, activity.first_year)
            activity.end(version=activity.version, last_year=last_year)
            left[activity] = gettext(
                "The wheel there has it already; it is ended here."
            )
        else:
            free.append(activity)
            there |= _names(activity)
    if free:
        reassign(free, to=to, by=by, reason=reason)
    return left


def _names(activity):
    return {activity.template_item, activity.title.casefold()} - {""}


BELONGINGS = [
    Belonging(
        "activities",
        _("Activities of the year that the unit has set"),
        lambda: Activity.objects.going_on(),
        _move_activities,
    ),
    Belonging(
        "inspections",
        _("Open inspections by the authority"),
        lambda: AuthorityInspection.objects.open().select_related("unit"),
    ),
]
