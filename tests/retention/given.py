"""Old records, rules and runs, for whoever tests what is destroyed."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from attachments.models import Attachment
from incidents.models import Incident, Reading
from mailing.models import Message
from retention import destroying, proposing
from retention.models import Action, Rule, Warning
from sam.dates import today
from tests.factories import IncidentFactory, MeasureFactory

DECIDED = date(2021, 1, 1)


@pytest.fixture
def decided(archivist):
    """A rule in force."""

    def decide(kind, action=Action.DESTROY, months=24, **said):
        said = {"basis": "Plan 12", "decided_on": DECIDED, "decided_by": "Board"} | said
        return Rule(kind=kind, action=action, months=months, **said).decide(
            by=archivist
        )

    return decide


@pytest.fixture
def old_incident(school, head_teacher):
    """A near miss with all that hangs on one, closed three years ago."""

    def make(**said):
        closed_at = timezone.now() - timedelta(days=3 * 366)
        said = {
            "unit": school,
            "closed_at": closed_at,
            "description": "Ole fell.",
        } | said
        incident = IncidentFactory(closed=True, responsible=head_teacher, **said)
        MeasureFactory(plan=incident.action_plan, activity="Lay out mats")
        Incident.objects.filter(pk=incident.pk).update(place="The hall")
        incident.dialogue.create(
            by=head_teacher, is_from_reporter=False, text="How?", form_key=uuid4()
        )
        Reading.objects.create(incident=incident, by=head_teacher, what="photo")
        incident.photos.add(attached(by=head_teacher))
        Message.objects.create(
            recipient=head_teacher,
            subject="A report",
            body="Ole fell.",
            path=incident.get_absolute_url(),
            about=f"incident_closed:{incident.pk}",
        )
        warned(incident)
        return incident

    return make


def attached(*, by, content=b"a photo"):
    return Attachment.objects.store(content, content_type="image/jpeg", added_by=by)


def warned(incident, kind="near_misses", days=40):
    day = today() - timedelta(days=days)
    return Warning.objects.create(
        kind=kind,
        record_key=incident.pk,
        unit=incident.unit,
        closed_on=incident.closed_at.date(),
        due_on=today(),
        told_on=day,
    )


@pytest.fixture
def carried_out(archivist, django_capture_on_commit_callbacks):
    """A run that has destroyed what was ready."""

    def carry_out(*codes):
        run = proposing.propose(by=archivist, on=today(), codes=codes)
        proposing.confirm(run, by=archivist)
        with django_capture_on_commit_callbacks(execute=True):
            destroying.carry_out(run)
        run.refresh_from_db()
        return run

    return carry_out
