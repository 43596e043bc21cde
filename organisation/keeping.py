"""People and units are what records name; the trail tells who has changed them."""

from django.utils.translation import gettext_lazy as _
from pghistory.models import Context

from sam.keeping import (
    OWN_CHOICE,
    SET_UP,
    WHO_IS_WHO,
    RecordKind,
    destroy,
    everywhere,
)

KEPT = [
    # The earlier versions of a record themselves go with it.
    RecordKind(
        "audit_trail",
        _("Audit trail: who has changed what, from where"),
        lambda: Context.objects.all(),
        closed="created_at",
        unit="",
        is_many=True,
        proposed=everywhere(destroy(years=10)),
    )
]
STAYS = {
    "organisation.Municipality": SET_UP,
    "organisation.Committee": SET_UP,
    "organisation.Unit": WHO_IS_WHO,
    "organisation.Placement": WHO_IS_WHO,
    "organisation.Appointment": WHO_IS_WHO,
    "organisation.UnitUserObjectPermission": WHO_IS_WHO,
    "organisation.UnitGroupObjectPermission": WHO_IS_WHO,
    "organisation.User": WHO_IS_WHO,
    "organisation.Identity": WHO_IS_WHO,
    "organisation.CalendarFeed": OWN_CHOICE,
}
