"""The order of an agenda: one step up or down at a time."""

from django.db import transaction

from ui.drafting import change_places


@transaction.atomic
def move(item, *, up):
    """Let it change places with the one before or after; at the end it stays."""
    item.meeting.hold_open()
    change_places(item, item.meeting.items.all(), up=up)
