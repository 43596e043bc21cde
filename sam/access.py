from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404


def get_allowed(allowed, visible, **lookup):
    """The row to act on; what may only be seen answers 403, what may not be seen 404."""
    found = allowed.filter(**lookup).first()
    if found is None:
        get_object_or_404(visible, **lookup)
        raise PermissionDenied
    return found
