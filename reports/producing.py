"""From a year to its documents: one job for each, made by a task of its own."""

from django.db import transaction
from django.utils import timezone

from reports.contents import YearContents
from reports.making import RENDERERS
from reports.models import Document, Job, Production
from reports.snapshots import Incomplete, take
from reports.tasks import make_documents


@transaction.atomic
def start(reporting_year, *, by=None):
    """Ask for all documents of the year; they all tell of this one moment."""
    production = Production.objects.create(reporting_year=reporting_year, started_by=by)
    contents = YearContents(reporting_year)
    reports = reporting_year.reports.printed().with_places()
    for report in reports.select_related("approved_snapshot"):
        snapshot, reason = _snapshot(report, contents)
        for kind in _kinds(snapshot):
            _queue(
                Job(production=production, report=report, kind=kind), snapshot, reason
            )
    return production


@transaction.atomic
def retry(job):
    """Ask again for all of the report that failed with it, as the report stands now."""
    contents = YearContents(job.report.reporting_year, only=job.report)
    snapshot, reason = _snapshot(job.report, contents)
    failed = Job.objects.filter(production=job.production_id, report=job.report)
    for each in failed.filter(status=Job.Status.FAILED):
        _queue(each, snapshot, reason)


def _kinds(snapshot):
    """No draft goes to the archive."""
    is_approved = snapshot and snapshot.content["is_approved"]
    return [kind for kind in RENDERERS if is_approved or kind != Document.Kind.ARCHIVE]


def _snapshot(report, contents):
    """What the documents are made of, or why it cannot be had."""
    try:
        return take(report, contents), ""
    except Incomplete as incomplete:
        return None, str(incomplete)


def _queue(job, snapshot, reason):
    job.snapshot, job.error = snapshot, reason
    job.status = Job.Status.QUEUED if snapshot else Job.Status.FAILED
    job.finished_at = None if snapshot else timezone.now()
    job.save()
    if job.snapshot:
        make_documents.delay_on_commit(job.pk)
