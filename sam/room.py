"""Room for files, and what to say when there is none."""

import errno

from django.utils.translation import gettext as _

# Full, over what is allowed, or not to be written.
_WITHOUT = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES}


def is_without_room(error):
    return isinstance(error, OSError) and error.errno in _WITHOUT


def in_words(error):
    """For whoever ordered what could not be made: without paths of the machine."""
    if is_without_room(error):
        return _("There is no room for files. Tell whoever runs the program.")
    words = error.strerror if isinstance(error, OSError) else str(error)
    return words or type(error).__name__
