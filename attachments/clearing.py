"""Files that nobody will ask for again leave the disk."""

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from attachments.models import FOLDER, WAITS, Attachment


@transaction.atomic
def forget_waiting():
    """Delete what waited for a form that was never sent."""
    forgotten = Attachment.objects.forgotten()
    for attachment in forgotten.select_for_update(skip_locked=True):
        attachment.discard()


def remove_strays():
    """Delete files that no row refers to, as those of a transaction that was broken off.

    A row of a transaction that still goes on is not seen yet, so a file may be new.
    """
    for folder in _folders():
        _directories, names = default_storage.listdir(f"{FOLDER}/{folder}")
        known = _known_in(folder)
        for name in (f"{FOLDER}/{folder}/{each}" for each in names):
            if name not in known and _is_old(name):
                default_storage.delete(name)


def _folders():
    try:
        return default_storage.listdir(FOLDER)[0]
    except FileNotFoundError:
        return []


def _known_in(folder):
    """Keys begin as their folder is named; so this reads a range of the primary key."""
    first, last = folder.ljust(32, "0"), folder.ljust(32, "f")
    rows = Attachment.objects.filter(pk__range=(first, last))
    return {name for row in rows.values_list("file", "thumbnail") for name in row}


def _is_old(name):
    return default_storage.get_modified_time(name) < timezone.now() - WAITS
