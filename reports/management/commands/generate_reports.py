import os
import shutil
import sys
import time
from pathlib import Path

from celery import current_app
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from reports.models import Document, Job, ReportingYear
from reports.producing import start

# Looks at the jobs this often; asks for a worker when nothing has moved for so long.
STEP, PATIENCE, ANSWER_TIME = 0.2, 5, 2


class Command(BaseCommand):
    help = (
        "Produce a year's reports as PDF, xlsx and docx through the workers, and wait."
    )

    def add_arguments(self, parser):
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--output", type=Path, required=True, metavar="DIR")

    def handle(self, year, output, **options):
        reporting_year = ReportingYear.objects.filter(year=year).first()
        if not reporting_year:
            raise CommandError(
                _("No reports are opened for %(year)s.") % {"year": year}
            )
        output = _writable(output)
        production = start(reporting_year)
        self._wait(production)
        for job in production.jobs.filter(status=Job.Status.DONE):
            for document in Document.objects.filter(
                snapshot=job.snapshot, kind=job.kind
            ):
                _copy(document, output)
        self._tell(production, output)

    def _wait(self, production):
        """Until every job is done or failed; says so when no worker takes them."""
        moved_at, seen = time.monotonic(), None
        while (now := _counts(production)) and (unfinished := _unfinished(now)):
            if now != seen:
                moved_at, seen = time.monotonic(), now
                self._show(now)
            elif time.monotonic() - moved_at > PATIENCE:
                _require_worker(unfinished)
                moved_at = time.monotonic()
            time.sleep(STEP)
        self._show(now, end="\n")

    def _show(self, counts, end=""):
        """A bar in a terminal, which draws over itself; a line each elsewhere."""
        total = sum(counts.values())
        done = total - _unfinished(counts)
        width = 30 * done // total
        bar = f"[{'#' * width}{'.' * (30 - width)}] {done}/{total}"
        if sys.stderr.isatty():
            self.stderr.write(f"\r{bar}", ending=end)
        else:
            self.stderr.write(bar)
        self.stderr.flush()

    def _tell(self, production, output):
        failed = production.jobs.filter(status=Job.Status.FAILED)
        reasons = [
            f"{job.report}: {job.error}"
            for job in failed.select_related(
                "report__committee", "report__unit", "report__reporting_year"
            )
        ]
        if reasons:
            # Once of each report, however many documents lack for it.
            raise CommandError("\n".join(dict.fromkeys(reasons)))
        self.stdout.write(str(output))


def _counts(production):
    statuses = production.jobs.values_list("status", flat=True)
    return {status: list(statuses).count(status) for status in Job.Status}


def _unfinished(counts):
    return counts[Job.Status.QUEUED] + counts[Job.Status.RUNNING]


def _require_worker(unfinished):
    if not current_app.control.ping(timeout=ANSWER_TIME):
        raise CommandError(
            _(
                "%(number)s reports wait, and no worker is running. Start one with"
                " `celery -A sam worker`; the reports are made when it is there."
            )
            % {"number": unfinished}
        )


def _writable(output):
    """Said before anything is made, not after."""
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"{output}: {error.strerror}.") from error
    if not os.access(output, os.W_OK):
        raise CommandError(_("%(folder)s cannot be written to.") % {"folder": output})
    return output


def _copy(document, output):
    """The file appears whole or not at all, also over an older one."""
    target = output / document.file_name
    unfinished = target.with_name(f".{target.name}.part")
    with document.file.open() as source, unfinished.open("wb") as copy:
        shutil.copyfileobj(source, copy)
    unfinished.replace(target)
