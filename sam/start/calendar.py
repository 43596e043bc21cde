"""A person's own due dates as a calendar that other programs subscribe to."""

from datetime import UTC, datetime, time, timedelta
from hashlib import sha256

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event, vDuration

from sam.dates import today
from sam.start import kinds
from sam.start.agenda import place_of
from sam.start.words import TODO

BACK, AHEAD = timedelta(days=30), timedelta(days=366)
# Of each kind: more than a year has working days.
MOST = 500


def calendar_of(user):
    """The calendar as bytes, the same for as long as no day has moved.

    In the municipality's language: the program that reads it says nothing of the person's.
    """
    with override(settings.LANGUAGE_CODE):
        calendar = Calendar()
        calendar.add("prodid", "-//SAM//Work environment//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", _("My days in work environment"))
        # Not of the standard: by itself it would be written as any text.
        calendar.add("x-published-ttl", vDuration(timedelta(hours=6)))
        for row in _with_a_day(user):
            calendar.add_component(_event(row))
        return calendar.to_ical()


def fingerprint(content):
    """For the ETag: a program that has it already is told so."""
    return sha256(content).hexdigest()


def _with_a_day(user):
    first, last = today() - BACK, today() + AHEAD
    rows = (
        row
        for row in kinds.rows(user, most=MOST)
        if row.due_on and first <= row.due_on <= last and _words(row)
    )
    return sorted(rows, key=lambda row: (row.due_on, row.kind, row.id))


def _event(row):
    event = Event()
    event.add("uid", f"{_kind(row)}-{row.id}@{_host()}")
    event.add("dtstamp", datetime.combine(row.due_on, time.min, UTC))
    event.add("dtstart", row.due_on)
    event.add("dtend", row.due_on + timedelta(days=1))
    event.add("summary", f"{_words(row)} · {row.unit}")
    event.add("url", f"{settings.SITE_ADDRESS}{place_of(row)}")
    event.add("transp", "TRANSPARENT")
    return event


def _kind(row):
    """What tells two days of one and the same apart."""
    if row.todo == "judge":
        return "effect"
    # An incident may have several duties.
    return f"{row.kind}-{row.todo}" if row.kind == "notice" else row.kind


def _words(row):
    """What is to be done; of what people have written, nothing leaves the program."""
    if row.kind == "notice":
        return _("Notify an authority")
    return TODO[row.kind, row.todo].in_calendar


def _host():
    return settings.SITE_ADDRESS.partition("//")[2].partition("/")[0].partition(":")[0]
