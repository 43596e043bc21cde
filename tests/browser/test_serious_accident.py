"""The whole life of a serious accident, as those whom it concerns live through it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from incidents.models import Incident
from sam.dates import today

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("causes")]

PHONE = 390


def press(page):
    """The button of the form that takes things forward."""
    page.locator("#act form button[type=submit]").click()


def save(page):
    page.locator("main form button[type=submit]").last.click()


def to_measure(page, name):
    page.locator("main a", has_text=name).click()
    page.wait_for_url("**/measures/**")


def reported(page):
    page.locator("[name=kind][value=accident]").check()
    page.locator("[name=description]").fill("Föll från stegen och bröt armen.")
    save(page)
    page.wait_for_url("**/receipt/")
    return Incident.objects.get()


def investigated(page):
    """Whys, factors and the risk, saved on the way and concluded from what was saved."""
    page.locator("a[href$='/investigation/']").click()
    page.locator("[name=whys_0]").fill("Stegen gled.")
    page.locator("[name=whys_1]").fill("Golvet var vått.")
    page.locator("[name=whys_2]").fill("Taket läcker.")
    page.locator("[name=factors][value=premises]").check()
    page.locator("[name=likelihood_before][value='4']").check()
    page.locator("[name=consequence_before][value='4']").check()
    page.locator("[name=findings]").fill("Taket läcker över förrådet.")
    page.locator("[name=cause]").select_option(index=1)
    page.locator("[name=representative_part]").select_option("took_part")
    page.locator("[name=representative]").select_option(index=1)
    save(page)
    expect(page.locator("#investigation .whys li")).to_have_count(3)
    expect(page.locator("[name=findings]")).to_have_value("Taket läcker över förrådet.")
    press(page)
    expect(page.locator("a[href*='/add/']")).to_be_visible()


def acted_on(page):
    """A measure is decided, carried out, and judged for its effect."""
    page.locator("a[href*='/add/']").click()
    page.locator("[name=activity]").fill("Laga taket")
    page.locator("[name=responsible]").first.check()
    page.locator("[name=due_on]").fill((today() + timedelta(days=14)).isoformat())
    save(page)
    to_measure(page, "Laga taket")
    page.locator("[name=done_note]").fill("Taket är lagat.")
    press(page)
    page.locator("[name=is_sufficient][value=yes]").check()
    page.locator("[name=effect_note]").fill("Golvet är torrt.")
    press(page)
    expect(page.locator("#act")).to_have_count(0)


def closed(page):
    """The risk is weighed anew beside its old mark, and those concerned are told."""
    expect(page.locator("#act .matrix .mark")).to_have_count(1)
    page.locator("[name=likelihood_after][value='1']").check()
    page.locator("[name=consequence_after][value='4']").check()
    page.locator("[name=feedback_to]").fill("Alla på skolan")
    page.locator("[name=feedback_how]").fill("Arbetsplatsträff")
    page.locator("[name=summary]").fill("Taket läckte. Nu är det lagat.")
    press(page)
    expect(page.locator("#feedback")).to_contain_text("Nu är det lagat.")


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_serious_accident_from_report_to_what_came_of_it(
    open_page, head_teacher, safety_representative, teacher, width
):
    page = open_page(reverse("incidents:report"), user=teacher, width=width)
    incident = reported(page)
    address = incident.get_absolute_url()

    page = open_page(address, user=head_teacher, width=width)
    page.locator("[name=severity][value=serious]").check()
    press(page)
    expect(page.locator(".duty").first).to_be_visible()
    incident.refresh_from_db()
    assert incident.known_at
    investigated(page)

    reader = open_page(
        reverse("incidents:comment", args=[incident.pk]),
        user=safety_representative,
        width=width,
    )
    reader.locator("[name=text]").fill("Vi har bett om ett nytt tak.")
    save(reader)
    expect(reader.locator("#investigation")).to_contain_text("ett nytt tak")

    acted_on(page)
    page.goto(re.sub(r"/measures/.*", address, page.url))
    closed(page)

    mine = open_page(address, user=teacher, width=width)
    expect(mine.locator("main")).to_contain_text("Taket läckte. Nu är det lagat.")
    expect(mine.locator("main")).to_contain_text("Laga taket")
    incident.refresh_from_db()
    assert incident.status == Incident.Status.CLOSED
    assert incident.investigation.risk_after == (1, 4)
    assert incident.notices.exists()
