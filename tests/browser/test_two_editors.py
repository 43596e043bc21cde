"""Two people, each in a browser of their own, write in the same incident."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import IncidentFactory

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("causes")]


def save(page):
    page.locator("main form button[type=submit]").last.click()


@pytest.fixture
def two(open_page, head_teacher, head_of_administration, school):
    """The same page in two profiles: the school's manager and the head above."""
    incident = IncidentFactory(unit=school, status="investigating")

    def two_(page):
        address = reverse(f"incidents:{page}", args=[incident.pk])
        people = [head_of_administration, head_teacher]
        return incident, *(open_page(address, user=person) for person in people)

    return two_


def test_second_to_correct_the_report_sees_the_first_and_loses_nothing(two):
    incident, first, second = two("edit")
    first.locator("[name=place]").fill("Förrådet")
    second.locator("[name=place]").fill("Köket")
    second.locator("[name=immediate_action]").fill("Torkade golvet.")

    save(first)
    expect(first.locator("#incident")).to_contain_text("Förrådet")
    save(second)

    conflict = second.locator(".conflict")
    expect(conflict).to_contain_text("Head of schools")
    expect(conflict).to_contain_text("Förrådet")
    expect(second.locator("[name=place]")).to_have_value("Köket")
    expect(second.locator("[name=immediate_action]")).to_have_value("Torkade golvet.")

    second.locator("[name=place]").fill("Förrådet vid köket")
    save(second)
    expect(second.locator("#incident")).to_contain_text("Förrådet vid köket")
    expect(second.locator("#incident")).to_contain_text("Torkade golvet.")
    incident.refresh_from_db()
    assert incident.version == 3


def test_second_to_investigate_sees_the_first_and_loses_nothing(two):
    incident, first, second = two("investigation")
    first.locator("[name=whys_0]").fill("Stegen gled.")
    second.locator("[name=whys_0]").fill("Stegen var gammal.")
    second.locator("[name=factors][value=stress]").check()

    save(first)
    expect(first.locator("#investigation")).to_contain_text("Stegen gled.")
    save(second)

    expect(second.locator(".conflict")).to_contain_text("Stegen gled.")
    expect(second.locator("[name=whys_0]")).to_have_value("Stegen var gammal.")
    expect(second.locator("[name=factors][value=stress]")).to_be_checked()

    second.locator("[name=whys_1]").fill("Stegen gled.")
    save(second)
    expect(second.locator("#investigation .whys li")).to_have_count(2)
    assert incident.events.count() >= 2


def test_second_who_wrote_something_else_keeps_what_the_first_has_saved(two):
    incident, first, second = two("investigation")
    first.locator("[name=whys_0]").fill("Stegen gled.")
    first.locator("[name=factors][value=stress]").check()
    second.locator("[name=findings]").fill("Golvet var vått.")

    save(first)
    expect(first.locator("#investigation")).to_contain_text("Stegen gled.")
    save(second)
    expect(second.locator("[name=whys_0]")).to_have_value("Stegen gled.")
    save(second)

    expect(second.locator("#investigation .whys li")).to_have_count(1)
    incident.refresh_from_db()
    assert incident.findings == "Golvet var vått."
    assert incident.investigation.whys == ["Stegen gled."]
    assert incident.investigation.factors == ["stress"]
