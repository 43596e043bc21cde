from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def today():
    """The date in the municipality's time zone, whatever zone a reader has."""
    return timezone.localdate(timezone=zone())


def moment(day, at=time.min):
    """When it is so late on the day where the municipality lies; else its midnight."""
    return datetime.combine(day, at, zone())


def later(start, span):
    """After so many hours for everyone, also where the clocks are put forward or back.

    Python would add them to what the clock on the wall shows.
    """
    return start.astimezone(UTC) + span


def zone():
    return ZoneInfo(settings.TIME_ZONE)
