"""Jobs: each made once, tried again, and told of when it fails."""

import os
import re
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from celery import current_app
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from reports import making
from reports.contents import YearContents
from reports.management.commands import generate_reports
from reports.models import Document, Job, Report, Snapshot, with_documents
from reports.producing import start
from reports.snapshots import approve, changes_since_submission, submit
from reports.tasks import make_documents
from tests.reports import factories
from tests.working import until


@pytest.fixture
def drawn(monkeypatch):
    """Stands in for the PDF engine; counts what it is asked for."""
    asked = []

    def render(snapshot):
        asked.append(snapshot.pk)
        return b"%PDF " + snapshot.fingerprint.encode()

    monkeypatch.setitem(making.RENDERERS, Document.Kind.PDF, render)
    return asked


@pytest.fixture
def job(year, report):
    return start(year).jobs.get(report=report, kind="pdf")


def files(settings):
    return sorted(
        path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()
    )


def jobs_of(year, report):
    return start(year).jobs.filter(report=report)


def test_each_job_makes_one_document(year, report, drawn, settings):
    for job in jobs_of(year, report):
        make_documents(job.pk)

        job.refresh_from_db()
        assert job.status == Job.Status.DONE
    assert files(settings) == [
        "arbetsmiljorapport-2024-grundskolenamnden.docx",
        "arbetsmiljorapport-2024-grundskolenamnden.pdf",
        "arbetsmiljorapport-2024-grundskolenamnden.xlsx",
    ]


def test_approved_report_is_made_for_the_archive_too(year, report, hr):
    assert not jobs_of(year, report).filter(kind="archive").exists()
    report.submit(by=hr)
    approve(report, by=hr)

    assert jobs_of(year, report).filter(kind="archive").exists()


def test_each_report_names_its_own_documents_alone(year, job, hr, drawn):
    for each in job.production.jobs.all():
        make_documents(each.pk)

    for report in with_documents(Report.objects.printed().as_read_by(hr)):
        named = {document["id"] for document in report.documents}
        own = Document.objects.filter(snapshot__report=report)
        assert named == {str(document.pk) for document in own}
        assert [each["kind"] for each in report.documents] == ["docx", "pdf", "xlsx"]


def test_job_run_twice_makes_one_of_each(job, drawn, settings):
    make_documents(job.pk)
    Job.objects.update(status=Job.Status.RUNNING)

    make_documents(job.pk)

    assert len(drawn) == 1
    assert len(files(settings)) == Document.objects.count() == 1


def test_unchanged_report_is_not_made_again(year, report, job, drawn):
    make_documents(job.pk)

    again = start(year).jobs.get(report=report, kind="pdf")
    make_documents(again.pk)

    again.refresh_from_db()
    assert again.status == Job.Status.DONE
    assert len(drawn) == 1


def rewrite(report, hr, text="New."):
    narrative = report.narratives.first()
    report.write(narrative.section, text, by=hr, version=narrative.version)


def named(report, hr):
    """The kinds of the documents that a reader of the list finds."""
    (found,) = with_documents(Report.objects.as_read_by(hr).filter(pk=report.pk))
    return [each["kind"] for each in found.documents]


def test_new_draft_replaces_the_old_one(year, report, hr, job, drawn, settings):
    make_documents(job.pk)
    rewrite(report, hr)

    make_documents(start(year).jobs.get(report=report, kind="pdf").pk)

    assert len(files(settings)) == Document.objects.count() == 1
    assert drawn[-1] == Document.objects.get().snapshot_id


def test_what_was_submitted_is_kept_for_whoever_approves(year, report, hr, drawn):
    submit(report, by=hr)
    rewrite_submitted(report, hr)

    make_documents(start(year).jobs.get(report=report, kind="pdf").pk)

    report = Report.objects.get(pk=report.pk)
    content = YearContents(year, only=report).of(report)
    (change,) = changes_since_submission(report, content)
    assert change["after"] == "Other."


def test_documents_of_what_was_submitted_are_made_of_the_same_snapshot(
    year, report, hr
):
    submit(report, by=hr)

    assert jobs_of(year, report).first().snapshot == report.submitted_snapshot


def rewrite_submitted(report, hr):
    """As when a report is sent back and written in again."""
    report.send_back(by=hr, reason="More.")
    rewrite(report, hr, "Other.")


def test_old_document_is_there_until_the_new_one_is_whole(
    year, report, hr, drawn, settings
):
    for job in jobs_of(year, report):
        make_documents(job.pk)
    rewrite(report, hr)
    newer = jobs_of(year, report)

    for done in range(3):
        assert named(report, hr) == ["docx", "pdf", "xlsx"]
        make_documents(newer[done].pk)

    assert named(report, hr) == ["docx", "pdf", "xlsx"]
    assert Snapshot.objects.filter(report=report).count() == 1
    assert len(files(settings)) == 3


def test_new_document_that_fails_leaves_the_old_one(
    year, report, hr, job, drawn, monkeypatch
):
    make_documents(job.pk)
    rewrite(report, hr)
    monkeypatch.setitem(making.RENDERERS, Document.Kind.PDF, broken)

    make_documents.apply(args=[start(year).jobs.get(report=report, kind="pdf").pk])

    assert named(report, hr) == ["pdf"]


def test_old_job_that_comes_late_does_not_take_the_new_documents(
    year, report, hr, job, drawn
):
    rewrite(report, hr)
    newer = start(year).jobs.get(report=report, kind="pdf")
    make_documents(newer.pk)

    make_documents(job.pk)

    assert Document.objects.get().snapshot_id == newer.snapshot_id
    assert len(drawn) == 1


def test_job_that_is_overtaken_while_it_works_keeps_nothing(
    year, report, hr, job, monkeypatch, settings
):
    def slow(snapshot):
        if snapshot.pk == job.snapshot_id:
            rewrite(report, hr)
            make_documents(start(year).jobs.get(report=report, kind="pdf").pk)
        return b"%PDF"

    monkeypatch.setitem(making.RENDERERS, Document.Kind.PDF, slow)

    make_documents(job.pk)

    assert Document.objects.get().snapshot_id != job.snapshot_id
    assert len(files(settings)) == 1


def test_documents_of_an_approved_report_stay(year, report, hr, drawn):
    report.submit(by=hr)
    approve(report, by=hr)
    make_documents(start(year).jobs.get(report=report, kind="pdf").pk)
    factories.figures_replaced(report.committee, overtime_hours=1)

    make_documents(start(year).jobs.get(report=report, kind="pdf").pk)

    assert len(drawn) == 1


def test_failure_that_passes_is_tried_again(job, monkeypatch):
    attempts = []

    def render(snapshot):
        attempts.append(1)
        if len(attempts) < 3:
            raise OSError("The disk is away.")
        return b"%PDF"

    monkeypatch.setitem(making.RENDERERS, Document.Kind.PDF, render)

    make_documents.apply(args=[job.pk])

    job.refresh_from_db()
    assert (job.status, job.error, len(attempts)) == (Job.Status.DONE, "", 3)


def broken(snapshot):
    raise OSError("The disk is away.")


def test_failure_that_stays_says_why(job, monkeypatch):
    monkeypatch.setitem(making.RENDERERS, Document.Kind.PDF, broken)

    make_documents.apply(args=[job.pk])

    job.refresh_from_db()
    assert job.status == Job.Status.FAILED
    assert re.fullmatch(r"The disk is away\. \(\w{4}-\w{4}\)", job.error)
    assert not Document.objects.exists()


def test_failure_names_the_section(job, monkeypatch):
    section = next(each for each in job.snapshot.content["sections"] if "rows" in each)
    section["rows"][0]["figures"] = ["many"]
    job.snapshot.save()

    make_documents.apply(args=[job.pk])

    job.refresh_from_db()
    assert job.error.startswith(f"{section['title']}: ")


def test_what_is_wrong_with_a_report_is_told_once_and_tried_again_together(
    year, report, hr, as_user, parse, django_capture_on_commit_callbacks, monkeypatch
):
    sent = []
    monkeypatch.setattr(make_documents, "delay", sent.append)
    kept = list(report.committee.figures.filter(month="2023-07-01"))
    report.committee.figures.filter(month="2023-07-01").delete()
    jobs = jobs_of(year, report)

    page = parse(as_user(hr).get(f"/reports/years/{year.pk}/"))
    rows = [row for row in page.select("#production li") if row.a.text == report.name]
    assert len(rows) == 1
    assert "Word, PDF, Excel" in rows[0].text

    report.committee.figures.bulk_create(kept)
    with django_capture_on_commit_callbacks(execute=True):
        as_user(hr).post(rows[0].select_one("form")["action"])
    assert sorted(sent) == sorted(jobs.values_list("pk", flat=True))


def test_task_is_sent_for_each_job_that_can_be_made(
    year, report, django_capture_on_commit_callbacks, monkeypatch
):
    sent = []
    monkeypatch.setattr(make_documents, "delay", sent.append)
    report.committee.figures.filter(month="2023-07-01").delete()

    with django_capture_on_commit_callbacks(execute=True):
        production = start(year)

    queued = production.jobs.filter(status=Job.Status.QUEUED)
    assert sorted(sent) == sorted(queued.values_list("pk", flat=True))
    assert queued.count() == 3


def test_document_downloads_for_who_may_see_the_report(
    job, drawn, school_hr, teacher, as_user
):
    make_documents(job.pk)
    document = Document.objects.get(kind="pdf")
    url = f"/reports/documents/{document.pk}/"

    response = as_user(school_hr).get(url)

    assert response["Content-Type"] == "application/pdf"
    assert (
        "arbetsmiljorapport-2024-grundskolenamnden.pdf"
        in response["Content-Disposition"]
    )
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert as_user(teacher).get(url).status_code == 404


def test_list_links_to_the_documents(job, drawn, school_hr, as_user, parse):
    make_documents(job.pk)

    page = parse(as_user(school_hr).get("/reports/"))

    links = [link["href"] for link in page.select("tbody td a")]
    assert links == [
        f"/reports/documents/{document.pk}/" for document in Document.objects.all()
    ]


# The command


def generate(output, year=2024):
    call_command("generate_reports", year=year, output=output, stderr=StringIO())


def test_year_that_is_not_opened_is_said(db, tmp_path):
    with pytest.raises(CommandError, match="1999"):
        generate(tmp_path, year=1999)


def test_year_without_data_is_said_and_prints_nothing(preschool, primary, tmp_path):
    factories.reporting_year(2031)

    with pytest.raises(CommandError, match="2030-12") as raised:
        generate(tmp_path / "out", year=2031)

    # Two committees, the municipality, and an administration's two together.
    assert len(str(raised.value).splitlines()) == 4
    assert list((tmp_path / "out").iterdir()) == []


def test_folder_that_cannot_be_made_is_said(year, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(CommandError, match="file"):
        generate(tmp_path / "file" / "out")


def test_missing_worker_is_said(year, tmp_path, monkeypatch):
    monkeypatch.setattr(generate_reports, "PATIENCE", 0.1)
    monkeypatch.setattr(current_app.control, "ping", lambda timeout: [])

    with pytest.raises(CommandError, match="celery -A sam worker"):
        generate(tmp_path)


@pytest.mark.worker
@pytest.mark.usefixtures("worker")
def test_command_produces_all_with_a_real_worker(year, tmp_path):
    generate(tmp_path / "first")
    generate(tmp_path / "second")

    names = [
        "arbetsmiljorapport-2024-education",
        "arbetsmiljorapport-2024-forskolenamnden",
        "arbetsmiljorapport-2024-grundskolenamnden",
        "arbetsmiljorapport-2024-testinge-kommun",
    ]
    made = sorted((tmp_path / "first").iterdir())
    assert [path.name for path in made] == [
        f"{name}.{kind}" for name in names for kind in ("docx", "pdf", "xlsx")
    ]
    for path in made:
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()
    pages = PdfReader(made[4]).pages
    assert "Förskolenämnden" in pages[0].extract_text()


@pytest.mark.worker
def test_jobs_wait_for_a_worker_and_none_is_lost_when_it_is_killed(year, start_worker):
    """Its child is killed as the system does when memory is short; the task comes back."""
    production = start(year)
    start_worker()
    running = production.jobs.filter(status=Job.Status.RUNNING)
    assert until(running.exists)
    killed = running.values_list("pk", flat=True).first()

    for child in children(start_worker.started[-1].pid):
        os.kill(child, signal.SIGKILL)

    assert until(lambda: not production.jobs.unfinished().exists(), seconds=300)
    assert set(production.jobs.values_list("status", flat=True)) == {Job.Status.DONE}
    job = Job.objects.get(pk=killed)
    assert job.snapshot.documents.filter(kind=job.kind).count() == 1


def children(pid):
    return [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]


@pytest.mark.worker
def test_command_ends_with_an_error_code(worker, year, report, tmp_path, environment):
    report.committee.figures.filter(month="2023-07-01").delete()

    done = subprocess.run(
        [
            *[sys.executable, "manage.py", "generate_reports"],
            *["--year", "2024", "--output", tmp_path],
        ],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "Grundskolenämnden 2024" in done.stderr
    assert os.listdir(tmp_path)
