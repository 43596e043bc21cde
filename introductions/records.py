"""How a unit shows that new employees are introduced (organisation.records)."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from introductions.models import Introduction
from organisation.records import Record, within

RECORDS = {
    "introductions": Record(
        _("Introductions of new employees"),
        "introductions:introduction_list",
        lambda unit: within(Introduction.objects, unit),
        F("starts_on"),
    )
}
