"""Templates that ship beside versions that HR has made of them."""

import json

import pytest

from reports import editing
from reports.loading import FOLDER, load
from reports.models import ReportTemplate
from reports.shipped import load_metrics


@pytest.fixture
def first(municipality):
    load_metrics()
    return load(FOLDER / "huddinge-1.json")


@pytest.fixture
def ship(tmp_path):
    """A file of the next version, with a title of its own."""

    def shipped(version):
        content = json.loads((FOLDER / "huddinge-1.json").read_text())
        content |= {"version": version, "title": f"Shipped as {version}"}
        path = tmp_path / f"huddinge-{version}.json"
        path.write_text(json.dumps(content))
        return path

    return shipped


def of_hr(template, hr):
    version = editing.make_version(template, by=hr)
    ReportTemplate.objects.filter(pk=version.pk).update(title="Our own")
    return version


def titles():
    return list(
        ReportTemplate.objects.filter(code="huddinge")
        .order_by("version")
        .values_list("version", "title")
    )


def test_shipped_version_whose_number_hr_has_taken_comes_as_the_next(first, hr, ship):
    of_hr(first, hr).publish()

    loaded = load(ship(2))

    assert (loaded.code, loaded.version, loaded.status) == ("huddinge", 3, "published")
    assert titles()[1:] == [(2, "Our own"), (3, "Shipped as 2")]


def test_shipped_version_comes_while_hr_has_a_draft(first, hr, ship):
    draft = of_hr(first, hr)

    load(ship(2))

    assert titles()[1:] == [(2, "Our own"), (3, "Shipped as 2")]
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_what_has_come_under_another_number_is_not_loaded_again(first, hr, ship):
    of_hr(first, hr).publish()
    loaded = load(ship(2))

    assert load(ship(2)) == loaded
    assert ReportTemplate.objects.count() == 3


def test_the_one_shipped_after_it_comes_too(first, hr, ship):
    of_hr(first, hr).publish()
    load(ship(2))

    load(ship(3))

    assert titles()[2:] == [(3, "Shipped as 2"), (4, "Shipped as 3")]
    assert load(ship(2)).version == 3
