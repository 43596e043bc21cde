"""Jobs are ordered when what they are about is saved; a queue that is away spoils neither.

What could not be put into the queue is found by the rooms' own rows a few minutes later
(operations.unfinished), so that nobody is told of an error for what is saved.
"""

import logging
import time
from functools import partial

from celery.contrib.django.task import DjangoTask
from django.db import transaction
from kombu.exceptions import OperationalError

# In seconds. A queue that did not answer is not asked again so soon: a page that orders
# several jobs would wait for each of them.
REST = 5

logger = logging.getLogger(__name__)
_asked_again_at = 0.0


class Task(DjangoTask):
    def delay_on_commit(self, *args, **kwargs):
        """Order it when the transaction is done; it is done also when the queue is away."""
        transaction.on_commit(partial(self._order, args, kwargs))

    def _order(self, args, kwargs):
        global _asked_again_at
        if time.monotonic() < _asked_again_at:
            return
        try:
            self.delay(*args, **kwargs)
        except OperationalError as error:
            _asked_again_at = time.monotonic() + REST
            logger.error("%s was not ordered: %s", self.name, type(error).__name__)
