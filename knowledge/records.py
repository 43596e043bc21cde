"""How a unit shows what its employees have learnt (organisation.records)."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from knowledge.models import Certificate
from organisation.records import Record, within

RECORDS = {
    "certificates": Record(
        _("Courses that employees have taken"),
        "knowledge:certificate_list",
        lambda unit: within(
            Certificate.objects.filter(person__is_active=True),
            unit,
            path="person__unit",
        ),
        F("taken_on"),
    )
}
