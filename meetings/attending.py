"""Who was at a meeting, and who approves its minutes."""

from django.db import transaction

from meetings.models import Attendance


@transaction.atomic
def note(meeting, *, present, adjusters):
    """Take over what is ticked, by the keys of the attendances as they are sent."""
    meeting.hold_open()
    changed = []
    for each in meeting.attendances.all():
        is_present = str(each.pk) in present
        # One without an account cannot approve anything.
        is_adjuster = str(each.pk) in adjusters and each.person_id is not None
        if (each.is_present, each.is_adjuster) != (is_present, is_adjuster):
            each.is_present, each.is_adjuster = is_present, is_adjuster
            each.approved_at = each.approved_at if is_adjuster else None
            changed.append(each)
    Attendance.objects.bulk_update(
        changed, ["is_present", "is_adjuster", "approved_at"]
    )
