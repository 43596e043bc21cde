import logging
import os

from celery import Celery, signals

from sam import references

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
