"""How a unit shows that employees take part in its meetings (organisation.records)."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting
from organisation.records import Record, within

RECORDS = {
    "meetings": Record(
        _("Meetings held"),
        "meetings:meeting_list",
        lambda unit: within(Meeting.objects.held(), unit),
        F("meets_on"),
    )
}
