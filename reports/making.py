"""The documents of one job, as the worker makes them."""

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from reports import excel, pdf
from reports.models import Document, Job, Snapshot

_RENDERERS = {Document.Kind.PDF: pdf.render, Document.Kind.XLSX: excel.render}


def make(job):
    """Make what is missing of the job's documents; running twice does no harm."""
    if not Job.objects.filter(pk=job.pk).unfinished().update(status=Job.Status.RUNNING):
        return
    # Without a snapshot the job came so late that a newer one has replaced it.
    if job.snapshot:
        _make_missing(job.snapshot)
    _finish(job, Job.Status.DONE)
    _forget_replaced(job)


def _make_missing(snapshot):
    made = set(snapshot.documents.values_list("kind", flat=True))
    for kind, render in _RENDERERS.items():
        if kind not in made:
            _keep(snapshot, kind, render(snapshot))


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
    name = f"{snapshot.content['file_name']}.{kind}"
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
        .exclude(pk=job.report.approved_snapshot_id)
    )
    for document in Document.objects.filter(snapshot__in=replaced):
        document.delete()
        document.file.delete(save=False)
    replaced.delete()
