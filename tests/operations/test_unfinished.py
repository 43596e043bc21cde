"""Jobs that nobody is at are found by their rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from incidents.models import Export
from incidents.tasks import make_export
from operations import unfinished
from sam.at_work import at_work, is_left, key_of
from tests.factories import UserFactory


@pytest.fixture
def ordered(monkeypatch):
    """What was put in the queue."""
    keys = []
    monkeypatch.setattr(make_export, "delay", lambda pk, _language: keys.append(pk))
    return keys


def export(status, *, minutes):
    made = Export.objects.create(user=UserFactory(), status=status)
    asked_at = timezone.now() - timedelta(minutes=minutes)
    Export.objects.filter(pk=made.pk).update(created_at=asked_at)
    return str(made.pk)


@pytest.mark.django_db
def test_what_waits_or_was_begun_is_ordered_anew_and_what_is_over_or_new_is_not(
    ordered,
):
    left = [export("waiting", minutes=2), export("running", minutes=2)]
    export("done", minutes=2)
    export("failed", minutes=2)
    export("waiting", minutes=0)

    unfinished.take_up(timezone.now())

    assert sorted(ordered) == sorted(left)


@pytest.mark.django_db
def test_what_another_worker_is_at_is_left_to_it(ordered):
    pk = export("running", minutes=2)
    row = Export.objects.get(pk=pk)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock_shared(%s)", [key_of(row)])
        unfinished.take_up(timezone.now())
        while_at_work = list(ordered)
        # As PostgreSQL does when the worker is killed.
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")
        unfinished.take_up(timezone.now())
    finally:
        other.close()

    assert (while_at_work, ordered) == ([], [pk])


@pytest.mark.django_db
def test_several_may_be_at_work_and_the_last_to_end_leaves_it():
    row = Export.objects.get(pk=export("running", minutes=2))

    with at_work(row), at_work(row):
        pass

    assert is_left(row)
