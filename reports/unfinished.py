"""Documents that have been ordered and are not made (see operations.unfinished)."""

from functools import partial

from reports.models import Job
from reports.tasks import make_documents


def _documents(before):
    for job in Job.objects.unfinished().filter(production__started_at__lt=before):
        yield job, partial(make_documents.delay, job.pk)


UNFINISHED = [_documents]
