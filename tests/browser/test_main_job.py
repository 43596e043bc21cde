"""The main job as people do it, in a real browser: report, follow up, review, report."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from actionplans.models import Measure
from incidents.models import Incident
from sam.dates import today
from tests.factories import (
    ChecklistFactory,
    IncidentFactory,
    InspectionRoundFactory,
    WorkEnvironmentPlanFactory,
)
from tests.reports.factories import figures, reporting_year

pytestmark = pytest.mark.browser

PHONE = 390


def press(page):
    """The button of the form that takes things forward."""
    page.locator("#act form button[type=submit]").click()


def test_manager_takes_an_incident_from_report_to_closing_on_a_phone(
    open_page, causes, head_teacher, safety_representative
):
    page = open_page(reverse("incidents:report"), user=head_teacher, width=PHONE)
    page.locator("[name=kind][value=near_miss]").check()
    page.locator("[name=is_hurt][value=no]").check()
    page.locator("[name=description]").fill("En stege föll i förrådet.")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/receipt/")
    incident = Incident.objects.get()
    expect(page.locator("main")).to_contain_text(str(incident.number))

    page.goto(page.url.replace("receipt/", ""))
    press(page)
    page.locator("[name=findings]").fill("Stegen saknade spärr.")
    page.locator("[name=cause]").select_option(index=1)
    page.locator("[name=severity][value=not_serious]").check()
    press(page)

    page.locator("a[href*='/add/']").click()
    page.locator("[name=activity]").fill("Byt stegen")
    page.locator("[name=responsible]").first.check()
    page.locator("[name=due_on]").fill((today() + timedelta(days=14)).isoformat())
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(rf"{incident.pk}/$"))
    expect(page.locator("main")).to_contain_text("Byt stegen")
    expect(page.locator("[name=feedback_how]")).to_have_count(0)

    page.locator("main a", has_text="Byt stegen").click()
    page.wait_for_url("**/measures/**")
    page.goto(page.url + "?act=finish")
    page.locator("[name=done_note]").fill("Ny stege med spärr.")
    press(page)
    page.locator("[name=is_sufficient][value=yes]").check()
    page.locator("[name=effect_note]").fill("Ingen stege har glidit.")
    press(page)
    expect(page.locator("#act")).to_have_count(0)

    page.locator(".crumb a").click()
    page.locator("[name=feedback_to]").fill("Alla på skolan")
    page.locator("[name=feedback_how]").fill("Arbetsplatsträff")
    page.locator("[name=summary]").fill("Stegen är utbytt.")
    press(page)
    expect(page.locator("[name=feedback_how]")).to_have_count(0)

    incident.refresh_from_db()
    assert incident.status == Incident.Status.CLOSED
    measure = incident.action_plan.measures.get()
    assert (measure.status, measure.done_note) == (
        "effect_sufficient",
        "Ny stege med spärr.",
    )


def test_report_needs_few_taps_and_words(open_page, causes, teacher):
    """The budget for a minute in a corridor: at most 5 taps and 25 words."""
    page = open_page(reverse("incidents:report"), user=teacher, width=PHONE)

    page.locator("[name=kind][value=accident]").check()
    page.locator("[name=description]").fill("Halkade på vått golv vid entrén.")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/receipt/")

    incident = Incident.objects.get()
    assert (incident.unit, incident.reported_by) == (teacher.unit, teacher)


def test_typed_report_survives_a_lost_session(open_page, causes, teacher):
    page = open_page(reverse("incidents:report"), user=teacher, width=PHONE)
    page.locator("[name=description]").fill("Halkade på vått golv.")
    page.locator("[name=kind][value=accident]").check()
    page.locator("details summary").last.click()
    page.locator("[name=affected][value=employee]").check()
    page.locator("[name=affected_person]").fill("Namn Namnsson")
    assert "Namnsson" not in page.evaluate("JSON.stringify(localStorage)")
    Session.objects.all().delete()
    teacher.set_password("det rätta ordet")
    teacher.save()

    page.locator("main form button[type=submit]").click()
    page.locator("[name=login]").fill(teacher.email)
    page.locator("[name=password]").fill("det rätta ordet")
    page.locator("main form button[type=submit]").click()
    page.locator("[data-draft-use]").click()

    expect(page.locator("[name=description]")).to_have_value("Halkade på vått golv.")
    expect(page.locator("[name=kind][value=accident]")).to_be_checked()
    assert not Incident.objects.exists()


def test_row_that_is_saved_is_not_offered_as_a_draft_of_the_next(
    open_page, head_teacher
):
    plan = WorkEnvironmentPlanFactory(unit=head_teacher.unit)
    page = open_page(reverse("plans:row_add", args=[plan.pk]), user=head_teacher)
    page.locator("[name=activity]").fill("Byta mattor")
    page.locator("[name=due_words]").fill("löpande")

    page.locator("[name=another]").click()
    expect(page.locator("#messages [data-color=success]")).to_be_visible()

    assert Measure.objects.get().activity == "Byta mattor"
    expect(page.locator("[data-draft-offer]")).to_be_hidden()


def test_round_is_walked_reviewed_and_signed(
    open_page, head_teacher, safety_representative, school
):
    round = InspectionRoundFactory(
        unit=school, checklist=ChecklistFactory(questions=2), planned_by=head_teacher
    )
    round.participants.create(
        person=safety_representative, part="safety_representative"
    )
    first, second = round.questions()
    url = reverse("riskassessment:round_detail", args=[round.pk])

    page = open_page(url, user=head_teacher, width=PHONE)
    page.locator(f"#question-{first.pk} [value=no]").check()
    risk = page.locator(f"#question-{first.pk} form[action$='/risk/']")
    risk.locator("[name=description]").fill("Kablar över golvet")
    risk.locator("[name=likelihood][value='3']").check()
    risk.locator("[name=consequence][value='4']").check()
    risk.locator("button[type=submit]").click()
    expect(page.locator(f"#question-{first.pk}")).to_contain_text("Kablar över golvet")
    page.locator(f"#question-{second.pk} [value=yes]").check()
    expect(page.locator(f"#saved-{second.pk}")).not_to_be_empty()
    for came in page.locator("#submit input[type=radio][value=yes]").all():
        came.check()
    page.locator("#submit button[type=submit]").click()
    expect(page.locator("#submit")).to_have_count(0)

    page = open_page(url, user=safety_representative, width=PHONE)
    page.locator(f"#question-{first.pk} [name=review_comment]").fill("Håller med.")
    page.locator("[name=agrees][value=yes]").check()
    page.locator("[name=is_read]").check()
    expect(page.locator(f"#noted-{first.pk}")).not_to_be_empty()
    page.locator("form[action$='/sign/'] button[type=submit]").click()
    expect(page.locator("#signature")).to_be_visible()

    round.refresh_from_db()
    assert (round.status, round.signature.by) == ("signed", safety_representative)
    assert round.answers.get(question=first).review_comment == "Håller med."
    assert round.answers.get(question=first).risk.cell == (3, 4)


@pytest.mark.worker
def test_hr_writes_answers_and_starts_the_documents(
    open_page, worker, hr, school, committee
):
    moment = datetime(2023, 5, 2, 9, tzinfo=ZoneInfo("Europe/Stockholm"))
    IncidentFactory(unit=school, kind="accident", reported_at=moment)
    figures(committee)
    report = reporting_year().reports.get(committee=committee)
    narrative = report.narratives.order_by("section__order").first()

    page = open_page(
        reverse("reports:section", args=[report.pk, narrative.section.code]), user=hr
    )
    page.locator("[name=text]").fill("Skadorna har minskat.")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(f"{report.pk}/"))
    expect(page.locator("main")).to_contain_text("Skadorna har minskat.")
    expect(page.locator("main table").first).to_contain_text("1")

    page.goto(page.url.split("/reports/")[0] + reverse("reports:list"))
    page.locator("form[action$='/produce/'] button").click()
    expect(page.locator("#production progress")).to_be_visible()
    expect(page.locator("#production [href]").first).to_be_visible(timeout=60_000)
    page.reload()
    with page.expect_download() as pdf:
        page.locator("tbody a", has_text="PDF").first.click()
    with page.expect_download() as xlsx:
        page.locator("tbody a", has_text="Excel").first.click()

    assert pdf.value.suggested_filename.endswith("grundskolenamnden.pdf")
    assert xlsx.value.suggested_filename.endswith("grundskolenamnden.xlsx")
    assert pdf.value.path().read_bytes().startswith(b"%PDF-1.7")


def test_page_works_without_scripts(open_page, causes, teacher):
    page = open_page(reverse("incidents:report"), user=teacher, scripts=False)

    page.locator("[name=kind][value=risk_observation]").check()
    page.locator("[name=description]").fill("Lampan är trasig.")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/receipt/")

    assert Incident.objects.get().kind == "risk_observation"
