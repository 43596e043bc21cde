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
    # With a number, its text names the file; without, it is somebody's own words.
    has_path = isinstance(error, OSError) and error.errno is not None
    return (error.strerror if has_path else str(error)) or type(error).__name__
