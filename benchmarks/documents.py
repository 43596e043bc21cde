"""What it takes to make a year's PDFs and spreadsheets."""

import time

from celery import current_app

from reports import making, pdf, producing
from reports.models import Document, Job, ReportingYear

_typeset = pdf.typeset
_STEP = 0.05
# So often a worker is asked, each time for a second, whether it has started.
_PATIENCE = 60


def wait_for_worker():
    if not any(current_app.control.ping(timeout=1) for _try in range(_PATIENCE)):
        raise AssertionError("The worker did not start.")


def produce_all(year):
    """Let the workers make all documents of the year anew; the seconds that it took."""
    _forget_documents(year)
    began = time.perf_counter()
    production = producing.start(ReportingYear.objects.get(pk=year))
    while production.jobs.unfinished().exists():
        time.sleep(_STEP)
    taken = time.perf_counter() - began
    if failed := production.jobs.filter(status=Job.Status.FAILED).first():
        raise AssertionError(f"{failed.report}: {failed.error}")
    return taken


def jobs(year):
    """The numbers of the jobs that made the year's documents last."""
    return list(_jobs(year).values_list("pk", flat=True))


def pdf_jobs(year):
    pdfs = _jobs(year).filter(kind=Document.Kind.PDF)
    return list(pdfs.values_list("pk", flat=True))


def _jobs(year):
    return ReportingYear.objects.get(pk=year).productions.first().jobs


def share(job_pk):
    """Seconds of all that a worker does for a report, and of them those of WeasyPrint."""
    job = _job(job_pk)
    _forget_documents(job.report.reporting_year_id, job.report)
    Job.objects.filter(pk=job.pk).update(status=Job.Status.QUEUED)
    spent = []

    def timed(*arguments, **options):
        began = time.perf_counter()
        try:
            return _typeset(*arguments, **options)
        finally:
            spent.append(time.perf_counter() - began)

    pdf.typeset = timed
    began = time.perf_counter()
    making.make(_job(job_pk))
    return time.perf_counter() - began, sum(spent)


def _job(pk):
    return Job.objects.select_related("snapshot", "report").get(pk=pk)


def _forget_documents(year, *reports):
    documents = Document.objects.filter(snapshot__report__reporting_year=year)
    if reports:
        documents = documents.filter(snapshot__report__in=reports)
    for document in documents:
        document.delete()
        document.file.delete(save=False)
