"""Targets of a year, for the municipality and for committees of their own."""

import pytest

from reports.models import Target
from reports.shipped import load_metrics
from sam.dates import today

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def url(db):
    load_metrics()
    return f"/reports/figures/targets/{today().year}/sick_leave/"


@pytest.fixture
def client_of_hr(hr, as_user):
    return as_user(hr)


def fields(page):
    return {
        each["name"]: each.get("value", "")
        for each in page.select("main input[name]")
        if each["name"] != "csrfmiddlewaretoken"
    }


def targets():
    return {
        (row.committee and row.committee.name): row.value.normalize()
        for row in Target.objects.select_related("committee")
    }


def test_targets_are_written_for_all_and_for_one(client_of_hr, url, schools, parse):
    typed = fields(parse(client_of_hr.get(url)))
    typed |= {"municipality": "5.4", f"committee-{schools.pk}": "6"}

    assert client_of_hr.post(url, typed).status_code == 302

    assert {name: str(value) for name, value in targets().items()} == {
        None: "5.4",
        "Grundskolenämnden": "6",
    }


def test_field_that_is_emptied_takes_the_target_away(client_of_hr, url, schools, parse):
    typed = fields(parse(client_of_hr.get(url)))
    client_of_hr.post(url, typed | {"municipality": "5"})
    typed = fields(parse(client_of_hr.get(url)))
    assert typed["municipality"] == "5"

    client_of_hr.post(url, typed | {"municipality": ""})

    assert targets() == {}


def test_wrong_number_is_said_and_the_others_stay_as_typed(
    client_of_hr, url, schools, parse
):
    typed = fields(parse(client_of_hr.get(url)))
    typed |= {"municipality": "low", f"committee-{schools.pk}": "6"}

    response = client_of_hr.post(url, typed)

    assert response.status_code == 422
    assert fields(parse(response))[f"committee-{schools.pk}"] == "6"
    assert fields(parse(response))["municipality"] == "low"
    assert targets() == {}


def test_two_who_write_different_targets_lose_neither(
    client_of_hr, url, schools, parse
):
    opened = fields(parse(client_of_hr.get(url)))

    client_of_hr.post(url, opened | {"municipality": "5"})
    client_of_hr.post(url, opened | {f"committee-{schools.pk}": "6"})

    assert len(targets()) == 2


def test_target_that_somebody_changed_meanwhile_is_told(client_of_hr, url, parse):
    opened = fields(parse(client_of_hr.get(url)))
    client_of_hr.post(url, opened | {"municipality": "5"})

    response = client_of_hr.post(url, opened | {"municipality": "4"})

    assert response.status_code == 422
    assert "“5”" in response.content.decode()
    assert [str(value) for value in targets().values()] == ["5"]
    again = fields(parse(response))
    assert client_of_hr.post(url, again).status_code == 302
    assert [str(value) for value in targets().values()] == ["4"]


def test_metrics_are_listed_with_the_number_of_their_targets(
    client_of_hr, url, schools, parse
):
    typed = fields(parse(client_of_hr.get(url)))
    client_of_hr.post(
        url, typed | {"municipality": "5", f"committee-{schools.pk}": "6"}
    )
    year = url.split("/")[4]

    page = parse(client_of_hr.get(f"/reports/figures/targets/?year={year}"))

    row = next(tr for tr in page.select("tbody tr") if tr.th.text == "Sick leave")
    assert row("td")[1].text == "2"


@pytest.mark.parametrize("address", ["1800/sick_leave/", "2024/nothing/"])
def test_other_years_and_metrics_are_not_found(address, client_of_hr, url):
    found = client_of_hr.get(f"/reports/figures/targets/{address}")

    assert found.status_code == 404


def test_targets_are_for_who_writes_for_all(url, primary, school_hr, as_user):
    assert as_user(school_hr).post(url).status_code == 403
