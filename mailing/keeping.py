"""E-mails that have been sent."""

from django.utils.translation import gettext_lazy as _

from mailing.models import Message
from sam.keeping import RecordKind, destroy, everywhere

KEPT = [
    RecordKind(
        "emails",
        _("E-mails that the program has sent"),
        lambda: Message.objects.exclude(
            status__in=[Message.Status.WAITING, Message.Status.FOR_DIGEST]
        ),
        closed="created_at",
        unit="",
        persons=("recipient",),
        is_many=True,
        proposed=everywhere(destroy(months=12)),
    )
]
