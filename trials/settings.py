"""The program's own settings, with shorter waits: what takes minutes takes seconds here."""

from sam.settings import *  # noqa: F403
from sam.settings import (
    CELERY_BEAT_SCHEDULE,
    CELERY_BROKER_TRANSPORT_OPTIONS,
    LOGGING,
)

# In seconds. A task that a worker has not finished within it goes to another one, too.
VISIBILITY = 15
CELERY_BROKER_TRANSPORT_OPTIONS = CELERY_BROKER_TRANSPORT_OPTIONS | {
    "visibility_timeout": VISIBILITY
}
# What mends by itself every few minutes does so every few seconds, and nothing else runs.
_SECONDS = {"send-what-waits": 10, "take-up-what-was-left": 5}
CELERY_BEAT_SCHEDULE = {
    name: CELERY_BEAT_SCHEDULE[name] | {"schedule": seconds}
    for name, seconds in _SECONDS.items()
    if name in CELERY_BEAT_SCHEDULE
}
LOGGING = LOGGING | {"root": {"handlers": ["console"], "level": "WARNING"}}
