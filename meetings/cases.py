"""The cases in which bodies have treated a record of another room."""

from django.utils.translation import gettext as _

from actionplans.beside import Line, Told
from meetings.models import AgendaItem


def of_plan(plan, user, **_rights):
    """The earliest first, each with what was decided; those that the line of decisions
    has are there."""
    items = AgendaItem.objects.visible_to(user).filter(
        link_name="plans:plan_detail", link_key=str(plan.pk), rulings=None
    )
    items = items.select_related("body", "meeting").order_by("meeting__meets_on", "pk")
    return Told(
        _("Treated at meetings"),
        [
            Line(
                f"{each.body or each.meeting}: {each}",
                each.get_absolute_url(),
                each.decision,
            )
            for each in items
        ],
    )
