"""Documents in the background, and each night's reminders of what is to be submitted."""

from celery import shared_task

from organisation.workdays import is_workday
from reports import making, reminding
from reports.models import Job
from sam.dates import today

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


@shared_task
def remind_of_reports():
    """Each person's e-mail by itself: one that fails keeps no other back."""
    if is_workday(today()):
        for pk in reminding.note_all():
            tell_of_reports.delay(pk)


@shared_task
def tell_of_reports(recipient_pk):
    reminding.tell(recipient_pk)
