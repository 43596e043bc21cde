"""The document of one job, as the worker makes it."""

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from reports import excel, pdf
from reports.models import Document, Job, Snapshot

# The documents that are made of each report.
RENDERERS = {Document.Kind.PDF: pdf.render, Document.Kind.XLSX: excel.render}


def make(job):
    """Make the job's document unless it is there; running twice does no harm."""
    if not Job.objects.filter(pk=job.pk).unfinished().update(status=Job.Status.RUNNING):
        return
    # Without a snapshot the job came so late that a newer one has replaced it.
    if job.snapshot and not job.snapshot.documents.filter(kind=job.kind).exists():
        _keep(job.snapshot, job.kind, RENDERERS[job.kind](job.snapshot))
    _finish(job, Job.Status.DONE)
    _forget_replaced(job)


def fail(job, error):
    """The job ends, and its row says why."""
    _finish(job, Job.Status.FAILED, error=str(error) or type(error).__name__)


def _finish(job, status, *, error=""):
    Job.objects.filter(pk=job.pk).update(
        status=status, error=error, finished_at=timezone.now()
    )


def _keep(snapshot, kind, content):
    """The row stands only when the file is whole; the second of two workers yields."""
    document = Document(snapshot=snapshot, kind=kind, size=len(content))
    name = f"{snapshot.content['file_name']}{document.ending}"
    document.file.save(name, ContentFile(content), save=False)
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except IntegrityError:
        document.file.delete(save=False)


def _forget_replaced(job):
    """Drafts from before this job, with their files; what was approved stays."""
    since = Job.objects.filter(
        report=job.report, pk__gte=job.pk, snapshot__isnull=False
    )
    replaced = (
        Snapshot.objects.filter(report=job.report)
        .exclude(pk__in=since.values("snapshot"))
        .exclude(pk__in=job.report.editions.values("snapshot"))
    )
    for document in Document.objects.filter(snapshot__in=replaced):
        document.delete()
        document.file.delete(save=False)
    replaced.delete()
