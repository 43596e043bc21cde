"""The database keeps what was there before, whichever way a row is changed."""

import pghistory
import pytest
from django.apps import apps

from incidents.models import Incident
from tests.factories import IncidentFactory, MeasureFactory

pytestmark = pytest.mark.django_db

TRACKED = sorted(
    {
        model.pgh_tracked_model
        for model in apps.get_models()
        if issubclass(model, pghistory.models.Event)
    },
    key=str,
)


def test_first_version_is_kept_through_a_bulk_update():
    incident = IncidentFactory(description="A ladder fell.")

    Incident.objects.update(description="Something else.")

    assert [kept.description for kept in incident.events.all()] == ["A ladder fell."]


def test_deleted_row_is_kept():
    measure = MeasureFactory(activity="Lay out mats")
    events = type(measure).pgh_event_model.objects

    measure.delete()

    assert [kept.activity for kept in events.all()] == ["Lay out mats"]


@pytest.mark.parametrize("model", TRACKED)
def test_each_update_keeps_the_old_row(model):
    trackers = model.pgh_event_model.pgh_trackers

    updates = [each for each in trackers if isinstance(each, pghistory.UpdateEvent)]
    assert [each.row for each in updates] == [pghistory.Old]
