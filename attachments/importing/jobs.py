"""An import on its way in: a row that says how far it has come, whoever works at it."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sam import references

# A job that has said nothing for so long is not at work any more.
SILENCE = timedelta(minutes=2)
# So long what was uploaded waits for its import.
KEPT = timedelta(days=1)
# So many refused rows are shown; all are in the file of them.
SHOWN_PROBLEMS = 100


class ImportJob(models.Model):
    """Has a `status` and WORKING, those of its statuses in which a worker is at it."""

    WORKING: tuple

    created_at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(_("file"), max_length=200)
    # What it could not go on for, in words for the one who imports.
    error = models.CharField(max_length=500, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    # The first refused rows: [{"row": 12, "reasons": ["…"]}]; all are in the file of them.
    problems = models.JSONField(default=list)
    # When the job last said how far it had come.
    moved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def is_working(self):
        return self.status in self.WORKING

    @property
    def is_stuck(self):
        """The job has broken off, or ended without a word when the machine went down."""
        is_silent = self.moved_at < timezone.now() - SILENCE
        return self.is_working and (is_silent or bool(self.error))

    def move_to(self, status, **changes):
        """Only from the status that this object was read with; says whether it was so."""
        unchanged = type(self)._base_manager.filter(pk=self.pk, status=self.status)
        changes |= {"status": status, "moved_at": timezone.now()}
        if not unchanged.update(**changes):
            return False
        for name, value in changes.items():
            setattr(self, name, value)
        return True

    def note(self, **changes):
        """Say how far the job has come."""
        changes |= {"moved_at": timezone.now()}
        type(self)._base_manager.filter(pk=self.pk).update(**changes)


@contextmanager
def alone(key):
    """Whether no other worker holds the lock; it goes with the connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        (is_alone,) = cursor.fetchone()
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def key_of(job):
    return job.pk.int >> 65


def delete_file(file):
    if file:
        file.storage.delete(file.name)


def broken_off():
    """What the page says after the last try; the number leads to the cause in the logs."""
    return gettext(
        "The job broke off. Nothing is lost: go on. Its number is %(number)s."
    ) % {"number": references.current()}
