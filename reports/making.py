"""The document of one job, as the worker makes it."""

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from reports import archive, excel, pdf, word
from reports.models import Document, Job, Report, Snapshot
from sam import references

# The documents that are made of each report.
RENDERERS = {
    Document.Kind.PDF: pdf.render,
    Document.Kind.XLSX: excel.render,
    Document.Kind.DOCX: word.render,
    Document.Kind.ARCHIVE: archive.render,
}


def make(job):
    """Make the job's document unless it is there; running twice does no harm."""
    if not Job.objects.filter(pk=job.pk).unfinished().update(status=Job.Status.RUNNING):
        return
    # Without a snapshot the job came so late that a newer one has replaced it.
    if job.snapshot and not job.is_replaced:
        if not job.snapshot.documents.filter(kind=job.kind).exists():
            _keep(job, RENDERERS[job.kind](job.snapshot))
        if not job.is_replaced:
            _forget_replaced(job)
    _finish(job, Job.Status.DONE)


def fail(job, error):
    """The job ends, and its row says why, with the number of the cause in the logs."""
    words = str(error) or type(error).__name__
    _finish(job, Job.Status.FAILED, error=f"{words} ({references.current()})")


def _finish(job, status, *, error=""):
    Job.objects.filter(pk=job.pk).update(
        status=status, error=error, finished_at=timezone.now()
    )


def _keep(job, content):
    """The row stands only when the file is whole; the second of two workers yields, and
    so does who was slow and has been overtaken by newer data."""
    document = Document(snapshot=job.snapshot, kind=job.kind, size=len(content))
    name = f"{job.snapshot.content['file_name']}{document.ending}"
    document.file.save(name, ContentFile(content), save=False)
    try:
        with transaction.atomic():
            if job.is_replaced:
                raise IntegrityError
            document.save(force_insert=True)
    except IntegrityError:
        document.file.delete(save=False)


def _forget_replaced(job):
    """The same document of older data, now that this one is there; what was approved
    stays, and what was submitted. A reader so has the old one until the new one is whole."""
    held = Report.objects.filter(pk=job.report_id, submitted_snapshot__isnull=False)
    others = Snapshot.objects.filter(report=job.report).exclude(pk=job.snapshot_id)
    others = others.exclude(pk__in=job.report.editions.values("snapshot"))
    for document in Document.objects.filter(snapshot__in=others, kind=job.kind):
        document.delete()
        document.file.delete(save=False)
    others = others.exclude(pk__in=held.values("submitted_snapshot"))
    awaited = Job.objects.filter(report=job.report).unfinished()
    others.filter(documents=None).exclude(pk__in=awaited.values("snapshot")).delete()
