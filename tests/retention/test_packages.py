"""A package is made whoever dies meanwhile, and its file does not outlive its use."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from operations import unfinished
from retention import packaging
from retention.models import Package, Packaged
from retention.tasks import make_package
from sam.dates import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def package(archivist):
    def make(**said):
        day = today()
        said = {"kind": "near_misses", "first_on": day, "last_on": day} | said
        return Package.objects.create(made_by=archivist, **said)

    return make


@pytest.fixture
def made(package):
    def make(**said):
        new = package(status="done", **said)
        new.file.save(f"{new.pk}.zip", ContentFile(b"records"))
        return new

    return make


def long_ago(**time):
    return timezone.now() - timedelta(**time)


@pytest.mark.parametrize("status", ["waiting", "running"])
def test_one_that_a_worker_has_left_is_ordered_anew(package, status, monkeypatch):
    ordered = []
    monkeypatch.setattr(make_package, "delay", lambda pk, _language: ordered.append(pk))
    left = package(status=status, made_at=long_ago(minutes=2))
    package(status="failed", made_at=long_ago(minutes=2))

    unfinished.take_up(timezone.now())

    assert ordered == [str(left.pk)]


def test_file_goes_when_the_archive_has_it_and_after_a_time_anyway(made, archivist):
    received = made()
    received.confirm(by=archivist, received_on=today(), receipt="AIP 7")
    old, new = made(made_at=long_ago(days=91)), made(made_at=long_ago(days=89))

    packaging.clear()

    kept = [default_storage.exists(each.file.name) for each in (received, old, new)]
    assert kept == [False, False, True]
    assert Package.objects.exclude(file="").get() == new
    received.refresh_from_db()
    assert received.receipt == "AIP 7"


def test_what_was_opened_again_since_the_package_does_not_go_with_its_receipt(
    old_incident, decided, carried_out, made, archivist
):
    incident = old_incident()
    decided("near_misses", after_transfer=True)
    before = incident.closed_at - timedelta(days=1)
    earlier = made(made_at=before)
    Packaged.objects.create(
        package=earlier, kind="near_misses", record_key=str(incident.pk)
    )
    earlier.confirm(by=archivist, received_on=today(), receipt="AIP 7")

    assert not carried_out("near_misses").items.exists()

    Package.objects.update(made_at=timezone.now())
    assert carried_out("near_misses").items.get().status == "gone"
