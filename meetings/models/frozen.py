"""What is approved stays as it was, whatever way a change would come."""

import pgtrigger

from sam.frozen import FrozenWith


class FrozenWithMeeting(FrozenWith):
    """Refuse any change of a row once the minutes of its meeting are approved."""

    table = "meetings_meeting"
    statuses = ("approved",)
    refuse = (
        "RAISE EXCEPTION 'The minutes are approved and cannot change.' "
        "USING ERRCODE = 'check_violation';"
    )

    def __init__(self, *, operation=None):
        super().__init__(
            name="frozen_with_minutes",
            row="COALESCE(NEW.meeting_id, OLD.meeting_id)",
            operation=operation,
        )


WRITTEN_OF_ITEM = pgtrigger.UpdateOf(
    *("title", "kind", "background", "proposal", "decision", "votes_for"),
    *("votes_against", "minority_text", "is_closed", "records", "order"),
    *("year", "number", "meeting_id", "status"),
)
