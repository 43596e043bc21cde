import logging
import os
import time

from celery import Celery, signals

from sam import pulse, references

# Seconds between signs of life.
PAUSE = 15

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sam.settings")

app = Celery("sam")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["incidents.history_import"])


@signals.setup_logging.connect
def leave_logs_as_they_are(loglevel, **_details):
    """Celery would put handlers of its own in the place of those in the settings, and tell
    all that an error says; the level it was asked for counts for its own lines."""
    for name in ("celery", "kombu"):
        logging.getLogger(name).setLevel(loglevel)


@signals.before_task_publish.connect
def hand_on_reference(headers, **_details):
    """A job has the number of the request, or of the job, that ordered it."""
    headers["reference"] = references.current()


@signals.task_prerun.connect
def take_over_reference(task, **_details):
    task.request.outer_reference = references.begin(
        getattr(task.request, "reference", "")
    )


@signals.task_postrun.connect
def let_go_of_reference(task, **_details):
    references.end(task.request.outer_reference)


@signals.heartbeat_sent.connect
def show_life(sender, **_details):
    """A worker is there every few seconds; told now and then it is enough."""
    if time.monotonic() - getattr(sender, "told_at", -PAUSE) >= PAUSE:
        sender.told_at = time.monotonic()
        pulse.note("worker")


@signals.task_postrun.connect
def remember_regular_job(task, state, **_details):
    """How what the clock ordered has gone."""
    if getattr(task.request, "celery_beat_task", False) and state != "RETRY":
        pulse.note_run(task.name, failed=state != "SUCCESS")
