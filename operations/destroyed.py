"""A restore brings back what was destroyed since the backup; it must go again.

Whoever keeps the log of what was destroyed says when the program starts how its file is
applied: `destroyed.again_by(function)`. The function takes the file's path and says in
words how many records it destroyed; it raises CommandError when any of them is still there.
"""

from django.core.management import CommandError

_apply = None


def again_by(function):
    global _apply
    _apply = function


def again(path):
    """Destroy what the log in the file names, as far as the restore has brought it back."""
    if _apply is None:
        raise CommandError("Nothing in this program destroys records by a log.")
    return _apply(path)
