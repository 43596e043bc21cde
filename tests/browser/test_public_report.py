"""The way of a report without a name, from the poster to the answer, on a phone."""

from io import BytesIO

import pytest
from django.core.cache import cache
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from incidents.models import Incident, ReportingLink
from tests.browsing import overflow, violations
from tests.factories import UserFactory

pytestmark = pytest.mark.browser

PHONE = 390


@pytest.fixture
def link(school, head_teacher):
    UserFactory.create_batch(3, unit=school)
    return ReportingLink.objects.create(unit=school, created_by=head_teacher)


def photo():
    file = BytesIO()
    Image.new("RGB", (800, 600), "green").save(file, "JPEG")
    return {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def send(page):
    page.locator("main form.report-form button[type=submit]").last.click()


def test_report_without_a_name_is_followed_and_answered(
    open_page, live_server, causes, link, head_teacher
):
    poster = open_page(
        reverse("incidents:poster", args=[link.pk]), user=head_teacher, width=PHONE
    )
    address = (
        poster.locator(".sheet-address").inner_text().removeprefix(live_server.url)
    )

    page = open_page(address, width=PHONE)
    assert (violations(page), overflow(page)) == ([], 0)
    page.locator("[name=kind][value=violence]").check()
    page.locator("[name=is_hurt][value=yes]").check()
    expect(page.locator(".hurt-note")).to_be_visible()
    page.locator("[name=description]").fill("Någon kastade en stol mot mig.")
    page.locator("input[type=file][multiple]").set_input_files(photo())
    send(page)
    expect(page.locator("#few")).to_contain_text("4")
    expect(page.locator("[name=description]")).to_have_value(
        "Någon kastade en stol mot mig."
    )
    page.locator("[name=sends_anyway]").check()
    send(page)
    page.wait_for_url("**/follow/receipt/")
    assert (violations(page), overflow(page)) == ([], 0)
    words = page.locator("#words").inner_text()
    incident = Incident.objects.get()
    assert (incident.kind, incident.is_violence) == ("accident", True)
    assert (incident.reported_by, incident.photos.count()) == (None, 1)
    expect(page.locator("main")).to_contain_text("112")

    manager = open_page(incident.get_absolute_url(), user=head_teacher, width=1280)
    manager.locator("#dialogue [name=text]").fill("Vilken dag var det?")
    manager.locator("#dialogue button[type=submit]").click()
    expect(manager.locator("#dialogue .remarks")).to_contain_text("Vilken dag")

    later = open_page(reverse("public:follow"), width=PHONE)
    later.locator("[name=number]").fill(str(incident.number))
    later.locator("[name=words]").fill(words.upper().replace(" ", "-"))
    later.locator("main form button[type=submit]").click()
    expect(later.locator("#dialogue .remarks")).to_contain_text("Vilken dag")
    assert (violations(later), overflow(later)) == ([], 0)
    later.locator("#dialogue [name=text]").fill("I tisdags.")
    later.locator("#dialogue button[type=submit]").click()
    expect(later.locator("#dialogue .remarks")).to_contain_text("I tisdags.")
    later.locator("form[action$='/close/'] button").first.click()
    expect(later.locator("[name=words]")).to_be_visible()

    manager.reload()
    expect(manager.locator("#dialogue .remarks")).to_contain_text("I tisdags.")


def test_report_is_sent_without_scripts(open_page, causes, link):
    page = open_page(link.get_absolute_url(), scripts=False, width=PHONE)
    page.locator("[name=kind][value=near_miss]").check()
    page.locator("[name=is_hurt][value=no]").check()
    page.locator("[name=description]").fill("Taket läcker.")
    send(page)
    page.locator("[name=sends_anyway]").check()
    send(page)
    page.wait_for_url("**/follow/receipt/")

    assert len(page.locator("#words").inner_text().split()) == 4


@pytest.mark.worker
def test_proof_is_made_while_one_waits(open_page, worker, causes, link):
    page = open_page(link.get_absolute_url(), width=PHONE)
    page.locator("[name=kind][value=risk_observation]").check()
    page.locator("[name=description]").fill("Taket läcker.")
    send(page)
    page.locator("[name=sends_anyway]").check()
    send(page)
    page.wait_for_url("**/follow/receipt/")

    page.locator("form[action$='/proof/'] button").click()
    expect(page.locator("#proof a[download]")).to_be_visible(timeout=60_000)
    with page.expect_download() as pdf:
        page.locator("#proof a[download]").click()

    assert pdf.value.path().read_bytes().startswith(b"%PDF-1.7")
    cache.delete_many([f"incidents.proof:{Incident.objects.get().pk}:sv"])
