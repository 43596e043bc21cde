from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def today():
    """The date in the municipality's time zone, whatever zone a reader has."""
    return timezone.localdate(timezone=ZoneInfo(settings.TIME_ZONE))
