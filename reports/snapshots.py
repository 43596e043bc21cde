"""From what a report says now to what it is held to: snapshots and approval."""

from django.db import transaction

from reports.contents import YearContents
from reports.layouts import of_today
from reports.models import Snapshot


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
    return _keep(report, contents.of(report))


@transaction.atomic
def approve(report, *, by):
    """Freeze the report as it stands. Raises Incomplete when figures are missing."""
    content = YearContents(report.reporting_year).of(report)
    snapshot = _keep(report, content | {"is_approved": True})
    report.approve(by=by, snapshot=snapshot)


def _keep(report, content):
    if content["missing"]:
        raise Incomplete(content["missing"])
    return Snapshot.objects.keep(report, content)


def current_content(report, contents):
    """What a reader of the page sees."""
    if report.is_frozen:
        return of_today(report.approved_snapshot.content)
    return contents.of(report)
