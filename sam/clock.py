"""The clock that orders the regular jobs (celery beat), of which several may run.

One of them orders; it holds a lock in the database, which ends with its connection, so
that another goes on at once. What was ordered when is kept beside the queue and not with
the host: a clock on a new machine knows it, and makes up for what fell due meanwhile.
"""

import logging
from contextlib import suppress
from pathlib import Path

from celery.beat import Scheduler
from django.db import DatabaseError, InterfaceError, connection
from redis.exceptions import RedisError

from sam import pulse

# Any number that no other advisory lock of the database has.
LOCK = 0x5A11_C10C
# Seconds between looks at the lock, and until the database is tried again.
PATIENCE = 10

logger = logging.getLogger(__name__)


class Clock(Scheduler):
    leads = False

    def __init__(self, *args, schedule_filename=None, **options):
        self._sign = Path(schedule_filename) if schedule_filename else None
        # Not of the pool, where a connection lives on, and with it the lock.
        self.database = connection.copy()
        self.database.settings_dict["OPTIONS"].pop("pool", None)
        super().__init__(*args, **options)

    def setup_schedule(self):
        super().setup_schedule()
        with suppress(RedisError):
            for name, moment in pulse.orders(list(self.schedule)).items():
                self.schedule[name].last_run_at = moment

    def tick(self, *args, **options):
        """One that does not lead turns all the same, so that it orders nothing twice
        when it takes over; while the database is away time stands still."""
        try:
            self._look_who_leads()
        except (DatabaseError, InterfaceError):
            self.database.close()
            return PATIENCE
        self._show_life()
        return min(super().tick(*args, **options), PATIENCE)

    def close(self):
        super().close()
        self.database.close()

    def apply_entry(self, entry, producer=None):
        if self.leads:
            super().apply_entry(entry, producer=producer)
            pulse.note_order(entry.name, self.schedule[entry.name].last_run_at)

    def _look_who_leads(self):
        led = self.leads
        with self.database.cursor() as cursor:
            # Once more for whoever has it already.
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            [self.leads] = cursor.fetchone()
        if self.leads != led:
            logger.info("This clock %s", "leads" if self.leads else "stands by")

    def _show_life(self):
        if self._sign:
            self._sign.touch()
        if self.leads:
            pulse.note("clock")
