"""From what a report says now to what it is held to: snapshots, submission and approval."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from reports import corrections
from reports.contents import YearContents
from reports.layouts import of_today
from reports.models import Snapshot, fingerprint_of
from sam.workflow import MOVED_ON, InvalidTransition


class Incomplete(Exception):
    """Figures are missing; a report prints no zeros in their place."""

    def __init__(self, missing):
        super().__init__(
            " ".join(f"{each['section']}: {each['reason']}" for each in missing)
        )
        self.missing = missing


def take(report, contents):
    """The snapshot of the report as it stands; of an approved one, what was approved."""
    if report.approved_snapshot_id:
        return report.approved_snapshot
    return _keep(report, _with_edition(report, contents.of(report)))


@transaction.atomic
def submit(report, *, by):
    """Hand it in, and keep what it says now; what is missing can come until it is approved.

    Sent in anew, the log tells where it is other than the last time.
    """
    content = YearContents(report.reporting_year, only=report).of(report)
    # In the log all read it in the municipality's language.
    with override(settings.LANGUAGE_CODE):
        since = changes_since_submission(report, content)
    report.submit(
        by=by,
        snapshot=Snapshot.objects.keep(report, _with_edition(report, content)),
        note="\n".join(dict.fromkeys(each["where"] for each in since)),
    )


@transaction.atomic
def approve(report, *, by, seen=""):
    """Freeze the report as it stands. Raises Incomplete when figures are missing.

    `seen` is the fingerprint of what whoever approves has read; nothing else is approved.
    """
    content = YearContents(report.reporting_year, only=report).of(report)
    if seen and seen != fingerprint_of(content):
        raise InvalidTransition(MOVED_ON)
    content = _with_edition(report, content)
    snapshot = _keep(report, content | {"is_approved": True})
    report.approve(
        by=by,
        snapshot=snapshot,
        changes=content.get("correction", {}).get("changes", []),
    )


def _with_edition(report, content):
    return content | corrections.edition_of(report, content)


def _keep(report, content):
    if content["missing"]:
        raise Incomplete(content["missing"])
    return Snapshot.objects.keep(report, content)


def changes_since_submission(report, content):
    """What is other than when it was submitted: figures, answers from below, texts."""
    submitted = report.submitted_snapshot
    return (
        corrections.changes(of_today(submitted.content), content) if submitted else []
    )


def content_for(report, contents=None):
    """What a reader has of the report, on every page and in every file: what was approved,
    also while others correct it; else what it says now.

    The report is read `as_read_by` the person; `contents` is read when it is not given.
    """
    if report.is_frozen:
        return of_today(report.approved_snapshot.content)
    if report.standing:
        return of_today(report.standing)
    contents = contents or YearContents(report.reporting_year, only=report)
    return contents.of(report)
