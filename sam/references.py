"""The short number by which a person tells of a fault and an administrator finds it in the logs.

Each request has one, each job in the background that of the request which ordered it.
"""

import secrets
from contextvars import ContextVar

# Without letters and digits that are taken for each other on a telephone.
_SIGNS = "2346789ACDEFGHJKMNPQRTVWXY"
_current = ContextVar("reference", default="")


def current():
    """Empty outside requests and jobs."""
    return _current.get()


def begin(reference=""):
    """From now on this one, or a new one; returns what `end` wants."""
    return _current.set(reference or _make())


def end(before):
    _current.reset(before)


def _make():
    """Such as K7QF-2MXR: enough not to come twice while logs are kept."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(8))
    return f"{signs[:4]}-{signs[4:]}"
