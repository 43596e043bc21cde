"""From a year to its documents: one job per report, each made by a task of its own."""

from django.db import transaction
from django.utils import timezone

from reports.contents import YearContents
from reports.models import Job, Production
from reports.snapshots import Incomplete, take
from reports.tasks import make_documents


@transaction.atomic
def start(reporting_year, *, by=None):
    """Ask for all documents of the year; they all tell of this one moment."""
    production = Production.objects.create(reporting_year=reporting_year, started_by=by)
    contents = YearContents(reporting_year)
    reports = reporting_year.reports.select_related("committee", "approved_snapshot")
    for report in reports:
        job = Job(production=production, report=report)
        _queue(job, contents)
    return production


@transaction.atomic
def retry(job):
    """Ask again for the report as it stands now."""
    job.status, job.error, job.finished_at = Job.Status.QUEUED, "", None
    _queue(job, YearContents(job.report.reporting_year, only=job.report))


def _queue(job, contents):
    try:
        job.snapshot = take(job.report, contents)
    except Incomplete as incomplete:
        job.snapshot, job.status = None, Job.Status.FAILED
        job.error, job.finished_at = str(incomplete), timezone.now()
    job.save()
    if job.snapshot:
        make_documents.delay_on_commit(job.pk)
