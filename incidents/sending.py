"""What a handler does with a notice beyond its row: files, documents and who is told."""

from django.db import transaction

from attachments import files
from incidents import alerts, tasks


@transaction.atomic
def send(duty, *, by, at, reference="", receipt=None):
    """Mark as sent; a telephone call is confirmed in writing before others are told."""
    kept = files.keep(receipt, by) if receipt else None
    duty.notice.send(by=by, at=at, reference=reference, receipt=kept)
    if duty.rule.has_confirmation:
        tasks.confirm_notice.delay_on_commit(duty.notice.pk)
    else:
        alerts.notice_sent(duty.notice.incident, duty)


@transaction.atomic
def confirm_anew(duty):
    """Write the confirmation again, of what is recorded now."""
    duty.notice.forget_confirmation()
    tasks.confirm_notice.delay_on_commit(duty.notice.pk)
