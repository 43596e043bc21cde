"""Documents in the background."""

from celery import shared_task

from reports import making
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
