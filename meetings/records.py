"""How a unit shows that it meets, and what it goes through there (organisation.records)."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from meetings.models import AgendaItem, Feed, Meeting, Topic
from organisation.records import Record, within


def _sick_leave(unit):
    """Items on which it was gone through; of no person's absence."""
    about = Q(topic=Topic.SICK_LEAVE) | Q(feed=Feed.SICK_LEAVE)
    held = AgendaItem.objects.filter(
        about, meeting__status__in=Meeting.Status.held_states
    ).exclude(status__in=AgendaItem.Status.ended)
    return within(held, unit, path="meeting__unit")


RECORDS = {
    "meetings": Record(
        _("Meetings held"),
        "meetings:meeting_list",
        lambda unit: within(Meeting.objects.held(), unit),
        F("meets_on"),
    ),
    "sick_leave": Record(
        _("Meetings that went through the sick leave"),
        "meetings:meeting_list",
        _sick_leave,
        F("meeting__meets_on"),
    ),
}
