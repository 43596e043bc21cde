"""Documents in the background."""

from celery import shared_task
from celery.signals import worker_process_shutdown

from reports import making, pdf
from reports.models import Job

MAX_RETRIES = 3


@shared_task(bind=True, max_retries=MAX_RETRIES)
def make_documents(self, job_pk):
    """Make a job's documents; what fails is tried again, and then said in the job."""
    job = Job.objects.select_related("snapshot", "report").get(pk=job_pk)
    try:
        making.make(job)
    except Exception as error:
        if self.request.retries < MAX_RETRIES:
            raise self.retry(exc=error, countdown=2**self.request.retries) from error
        making.fail(job, error)
        raise


@worker_process_shutdown.connect
def _clear_away(**_signal):
    """A worker's child ends without Python's own clearing: its fonts would stay on disk."""
    pdf.forget_style()
