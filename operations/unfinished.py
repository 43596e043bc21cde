"""Jobs that nobody is at any more are ordered anew, from the rows that tell of them.

An order is lost with the queue, a job with its worker. What has been asked for stands in
the database, so a room with jobs says in a module `unfinished` which of its rows wait:
UNFINISHED, functions that are given a moment and yield (row, order) for what was to be
done before then; `order()` puts it in the queue. Doing a job twice does no harm.
"""

import logging
from datetime import timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from sam.at_work import is_left

# What was asked for so lately may not have been put in the queue yet.
GRACE = timedelta(seconds=20)

logger = logging.getLogger(__name__)


def take_up(before):
    """Order anew what waits since before the moment, and at which nobody is."""
    for waiting in _of_rooms():
        for row, order in waiting(before - GRACE):
            if is_left(row):
                logger.warning("%s %s had been left", row._meta.label, row.pk)
                order()


@cache
def _of_rooms():
    found = []
    for config in apps.get_app_configs():
        name = f"{config.name}.unfinished"
        if find_spec(name) and hasattr(module := import_module(name), "UNFINISHED"):
            found += module.UNFINISHED
    return found
