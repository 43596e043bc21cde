"""What is done each night with every row that needs it."""

import logging
from contextlib import contextmanager

from django.db import transaction

logger = logging.getLogger(__name__)


@contextmanager
def by_itself(row):
    """Whole or not at all; one that fails keeps no other back, night after night."""
    try:
        with transaction.atomic():
            yield
    except Exception:
        logger.exception(
            "%s %s was left out of the nightly round", row._meta.label, row.pk
        )
