"""How a unit shows that its people have the knowledge they need (organisation.records)."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from knowledge.models import Certificate
from organisation.records import Record, within

RECORDS = {
    "certificates": Record(
        _("Certificates"),
        "knowledge:certificate_list",
        lambda unit: within(Certificate.objects, unit, path="person__unit"),
        F("taken_on"),
    )
}
