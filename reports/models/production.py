import hashlib
import json
import uuid

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext_lazy as _

from reports.models.reports import Edition, Report, ReportingYear


def fingerprint_of(content):
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


class SnapshotManager(models.Manager):
    def keep(self, report, content):
        """The snapshot with this content: the same content is kept once."""
        snapshot, _created = self.get_or_create(
            report=report,
            fingerprint=fingerprint_of(content),
            defaults={"content": content},
        )
        return snapshot


class Snapshot(models.Model):
    """All that a report says at one moment. The same snapshot makes the same bytes."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="snapshots")
    content = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SnapshotManager()

    class Meta:
        ordering = ["report", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "fingerprint"], name="snapshot_kept_once"
            )
        ]

    def __str__(self):
        return self.fingerprint


def _place(document, filename):
    """By fingerprint: no document is written over another."""
    return f"reports/{document.snapshot.fingerprint}/{filename}"


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of what the person reads; no draft of what others correct."""
        reports = Report.objects.visible_to(user)
        drafts = reports.as_read_by(user).filter(standing_id__isnull=False)
        editions = Edition.objects.filter(snapshot=OuterRef("snapshot"))
        return self.filter(snapshot__report__in=reports).exclude(
            ~Exists(editions), snapshot__report__in=drafts.values("pk")
        )


class Document(models.Model):
    """A file made from a snapshot; the row stands only when the file is whole."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "Excel"
        DOCX = "docx", "Word"
        # PDF/A-3, with the tables as files within it.
        ARCHIVE = "archive", _("PDF for the archive")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=10, choices=Kind)
    file = models.FileField(upload_to=_place, max_length=300)
    size = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["snapshot", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "kind"], name="document_one_per_kind"
            )
        ]

    def __str__(self):
        return self.file_name

    @property
    def ending(self):
        """Of the file's name; the archive's is told from the reader's."""
        return "-arkiv.pdf" if self.kind == self.Kind.ARCHIVE else f".{self.kind}"

    @property
    def file_name(self):
        return self.file.name.rpartition("/")[2]


class ProductionQuerySet(models.QuerySet):
    def with_jobs(self):
        jobs = Job.objects.select_related(
            "report__committee", "report__unit", "report__reporting_year"
        )
        names = [F("report__committee__name").asc(), F("report__unit__name").asc()]
        return self.select_related("reporting_year").prefetch_related(
            models.Prefetch("jobs", jobs.order_by(*names, "kind"))
        )


class Production(models.Model):
    """One time that documents of a year were asked for; its jobs say how it goes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reporting_year = models.ForeignKey(
        ReportingYear, models.CASCADE, related_name="productions"
    )
    # Empty when the command asked.
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    started_at = models.DateTimeField(auto_now_add=True)

    objects = ProductionQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]

    def __str__(self):
        return f"{self.reporting_year_id} {self.started_at}"

    @property
    def finished(self):
        """The jobs that are done or failed; see `with_jobs`."""
        return [job for job in self.jobs.all() if job.is_finished]

    @property
    def is_finished(self):
        return len(self.finished) == len(self.jobs.all())

    @property
    def failed(self):
        """The failed jobs, those of one report and reason together: what is wrong with a
        report is so with all its documents."""
        alike = {}
        for job in self.jobs.all():
            if job.status == Job.Status.FAILED:
                alike.setdefault((job.report_id, job.error), []).append(job)
        return list(alike.values())


class JobQuerySet(models.QuerySet):
    def unfinished(self):
        return self.filter(status__in=[Job.Status.QUEUED, Job.Status.RUNNING])


class Job(models.Model):
    """One document of one report, made by one task; progress stands here."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    production = models.ForeignKey(Production, models.CASCADE, related_name="jobs")
    report = models.ForeignKey(Report, models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=10, choices=Document.Kind)
    # Empty when the report could not even be put together; `error` says why.
    snapshot = models.ForeignKey(
        Snapshot, models.SET_NULL, related_name="jobs", null=True, blank=True
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    error = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["production", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["production", "report", "kind"], name="job_one_per_document"
            )
        ]

    def __str__(self):
        return f"{self.report_id} {self.kind} {self.status}"

    @property
    def is_finished(self):
        return self.status in (Job.Status.DONE, Job.Status.FAILED)

    @property
    def is_replaced(self):
        """Whether the same document of newer data has been asked for since."""
        newer = Job.objects.filter(
            report=self.report_id,
            kind=self.kind,
            pk__gt=self.pk,
            snapshot__isnull=False,
        )
        return newer.exclude(snapshot=self.snapshot_id).exists()


_AS_FILE = JSONObject(id="id", kind="kind", size="size")


def with_editions(reports):
    """Reports that say what was approved, the newest edition first, each with its files:
    a list of {number, at, by, reason, changes, documents}."""
    documents = Document.objects.order_by("kind").filter(
        snapshot=OuterRef("snapshot_id")
    )
    editions = Edition.objects.filter(report=OuterRef("pk")).order_by("-number")
    content = JSONObject(
        number="number",
        at="approved_at",
        by="approved_by__name",
        reason="reason",
        changes="changes",
        documents=ArraySubquery(documents.values(json=_AS_FILE)),
    )
    return reports.annotate(
        editions_as_read=ArraySubquery(editions.values(json=content))
    )


def with_documents(reports):
    """Reports that say which document of each kind was made last: {id, kind, size}.

    The reports are read `as_read_by` a person; of what others correct, those of the
    edition that holds.
    """
    newest = Document.objects.filter(
        snapshot__report=OuterRef("pk"),
        snapshot=Coalesce(OuterRef("standing_id"), F("snapshot")),
    )
    newest = newest.order_by("kind", "-created_at").distinct("kind")
    content = JSONObject(id="id", kind="kind", size="size")
    return reports.annotate(documents=ArraySubquery(newest.values(json=content)))
