"""One e-mail a day for those who want it, with all that waits for it."""

from django.db import transaction

from mailing.composing import compose
from mailing.models import Message


@transaction.atomic
def write_digest(recipient_pk):
    """Put what waits for the person in one message, which is due at once.

    The rows stay locked until it is written: each is told in one digest, however many
    workers run. What one morning missed waits for the next.
    """
    rows = Message.objects.for_digest().filter(recipient=recipient_pk)
    waiting = list(rows.select_related("recipient").select_for_update(of=["self"]))
    if not waiting:
        return None
    digest = compose(
        waiting[0].recipient,
        "digest",
        {"waiting": waiting},
        about=f"digest:{waiting[0].pk}",
    )
    digest.save()
    Message.objects.filter(pk__in=[each.pk for each in waiting]).update(
        status=Message.Status.DIGESTED, digest=digest
    )
    return digest
