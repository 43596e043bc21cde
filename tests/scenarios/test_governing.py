"""What municipalities told us that they do with policies and routines, page by page."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from actionplans.models import Measure
from governing import control, paper
from governing.evidence import policy_against_victimisation
from governing.matrix import Matrix, State
from governing.models import GoneThrough, GoverningDocument, LocalAddition
from organisation import roles
from organisation.models import Municipality, Role, Unit
from sam.dates import today
from tests.allocation.factories import signed
from tests.documents import faults
from tests.factories import UserFactory
from tests.governing.factories import decide, decided
from tests.knowledge.factories import certificate, course
from tests.meetings.factories import MeetingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def policy(municipality, hr):
    """The municipality's policy against victimisation, gone through each year."""
    return decided(
        municipality,
        by=hr,
        title="Policy against victimisation",
        themes=["victimisation"],
        is_gone_through=True,
    )


def gone(**what):
    return {"held_on": str(today()), "present_count": "12", **what}


def test_n13_workplace_registers_that_it_went_through_the_policy_and_what_it_agreed_on(
    as_user, parse, hr, head_teacher, school, policy
):
    client = as_user(head_teacher)
    start = parse(client.get(reverse("start")))
    task = start.find(
        "a", string="Go through with the group: Policy against victimisation"
    )
    without = client.post(task["href"], gone())
    agreed = {"activity": "Talk about tone in May", "due_on": str(today())}
    page = client.post(task["href"], gone(**agreed), follow=True)

    assert without.status_code == 422
    assert "Say at least one measure" in without.content.decode()
    assert "Talk about tone in May" in page.content.decode()
    assert Measure.objects.get().plan.source == GoneThrough.objects.get()
    assert "Policy against" not in parse(client.get(reverse("start"))).text
    matrix = parse(as_user(hr).get(reverse("governing:matrix")))
    row = matrix.select_one("tbody tr")
    assert row.td.text.strip().startswith("Done")


def test_n13b_a_new_version_asks_again_only_in_the_next_yearly_round(
    as_user, hr, head_teacher, school, policy
):
    url = reverse("governing:go_through", args=[policy.pk])
    as_user(head_teacher).post(url, gone(no_measure_reason="All is in place."))

    policy.write_anew(by=hr)
    decide(policy, by=hr)

    this_year = Matrix(today().year, user=hr).rows([school])[0][1][0]
    next_year = Matrix(today().year + 1, user=hr).rows([school])[0][1][0]
    assert (this_year.state, next_year.state) == (State.DONE, State.NOT_DUE)


def test_n13c_the_wheel_finds_the_day_on_which_it_was_gone_through(
    as_user, head_teacher, school, other_school, policy
):
    url = reverse("governing:go_through", args=[policy.pk])
    as_user(head_teacher).post(url, gone(no_measure_reason="All is in place."))

    found = policy_against_victimisation(
        Unit.objects.all(), date(today().year, 1, 1), date(today().year, 12, 31)
    )

    assert found == {school.pk: today()}


def test_a4_administration_adds_what_the_policy_means_there_and_others_do_not_see_it(
    as_user,
    parse,
    administration,
    municipality,
    head_of_administration,
    teacher,
    policy,
):
    below = decided(municipality, title="Sub-policy on stress", parent=policy)
    url = reverse("governing:addition_add", args=[below.pk])
    said = {
        "unit": administration.pk,
        "body": "We speak of workload at each meeting.",
        "discussed_in": "ForvaltningsMED",
        "discussed_on": "2026-03-03",
        "case_number": "4",
    }
    as_user(head_of_administration).post(url, said)
    elsewhere = UserFactory(unit=municipality)

    here = parse(as_user(teacher).get(below.get_absolute_url())).text
    there = parse(as_user(elsewhere).get(below.get_absolute_url())).text

    assert "We speak of workload" in here
    assert "Discussed in ForvaltningsMED" in here
    assert "case 4" in here
    assert "Nobody shall be hurt." in here
    assert "Nobody shall be hurt." in there
    assert "workload" not in there
    assert LocalAddition.objects.get().unit == administration


def test_a5_procedure_is_versioned_and_what_was_decided_never_changes(
    as_user, parse, hr, teacher, municipality
):
    procedure = decided(municipality, by=hr, kind="routine", title="How we follow up")
    client = as_user(hr)
    client.post(reverse("governing:version_add", args=[procedure.pk]))
    url = reverse("governing:text_edit", args=[procedure.pk, "sv"])
    client.post(
        url, {"title": "How we follow up", "body": "In four steps.", "version": 0}
    )
    before = parse(as_user(teacher).get(procedure.get_absolute_url())).article.text
    decision = {
        "decided_by": "The main committee",
        "decided_on": str(today()),
        "case_number": "12/26",
        "valid_from": str(today()),
        "review_on": str(today() + timedelta(days=730)),
    }
    as_user(hr).post(reverse("governing:decide", args=[procedure.pk]), decision)

    now = parse(as_user(teacher).get(procedure.get_absolute_url()))
    old = as_user(teacher).get(reverse("governing:version", args=[procedure.pk, 1]))

    assert before.strip() == "Nobody shall be hurt."
    assert now.article.text.strip() == "In four steps."
    assert "The main committee, 12/26" in now.text
    assert parse(old).article.text.strip() == "Nobody shall be hurt."
    assert "Replaced" in old.content.decode()


def test_m1_employee_finds_the_policy_in_two_clicks_with_version_and_date(
    as_user, parse, teacher, policy
):
    client = as_user(teacher)

    first = parse(client.get(reverse("start"))).find(
        "a", string="Policies and routines"
    )
    second = parse(client.get(first["href"])).find("a", string=policy.title)
    page = parse(client.get(second["href"]))

    assert page.h1.text == "Policy against victimisation"
    facts = page.select_one("p.detail").text
    assert "Version 1" in facts
    assert page.find("time")["datetime"] == today().isoformat()


def test_m1b_pdf_is_tagged_and_in_the_language_that_its_reader_has_chosen(
    as_user, teacher, hr, policy, mocker_free_tasks
):
    policy.write_anew(by=hr)
    policy.draft.write(by=hr, language="da", title="Politik", body="# Formål\n\nIngen.")
    decide(policy, by=hr)
    client = as_user(teacher)
    client.post(reverse("ui:language"), {"language": "da"})
    url = reverse("governing:document", args=[policy.pk, 2])

    client.post(f"{url}?text=da")
    pdf = client.get(f"{url}file/?text=da").content

    assert faults(pdf) == []
    assert PdfReader(BytesIO(pdf)).trailer["/Root"]["/Lang"] == "da"


@pytest.fixture
def mocker_free_tasks(monkeypatch, django_capture_on_commit_callbacks):
    """The worker's part at once, as nothing runs it here."""
    monkeypatch.setattr("governing.tasks.make_document.delay_on_commit", paper.make)


def test_7_1_1_internal_control_shows_eight_duties_with_living_records_and_last_review(
    as_user, parse, school, municipality, head_teacher
):
    Municipality.objects.update(country="NO")
    decided(municipality, kind="routine", title="Rutine for avvik")
    client = as_user(head_teacher)
    page = parse(client.get(reverse("governing:control")))
    review = page.find("a", string="Register the yearly review")["href"]
    said = {
        "held_on": str(today()),
        "taken_part": "Leader and verneombud",
        "found": "The rounds are late.",
    }
    page = parse(client.post(review, said, follow=True))

    rows = page.select("tbody tr")
    assert len(rows) == 8
    assert "Routines and guidelines: 1" in " ".join(rows[6].text.split())
    assert "Yearly reviews: 1" in " ".join(rows[7].text.split())
    assert today().isoformat() in str(page.select_one("#results > p"))


def test_7_1_1b_inspectors_copy_is_the_same_page_and_tagged(
    as_user, school, head_teacher, monkeypatch
):

    monkeypatch.setattr("governing.tasks.make_control.delay_on_commit", control.make)
    client = as_user(head_teacher)
    url = reverse("governing:control_document", args=[school.pk])

    client.post(url)
    pdf = client.get(reverse("governing:control_file", args=[school.pk])).content

    assert faults(pdf) == []
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert "Work environment policy" in words


def test_7_1_1d_allocations_courses_and_meetings_are_counted_where_they_hold(
    as_user, parse, municipality, school, other_school, head_teacher
):
    certification = course()
    for unit in (school, other_school):
        leader = UserFactory(unit=unit)
        roles.appoint(leader, Role.MANAGER, unit)
        signed(leader, unit)
        certificate(leader, certification)
        MeetingFactory(unit=unit, status="held")
    Municipality.objects.update(country="NO")

    page = parse(as_user(head_teacher).get(reverse("governing:control")))

    told = {
        link.text: link.parent.text.split(":")[1].split(",")[0].strip()
        for link in page.select("tbody li a")
    }
    counted = (
        "Allocations of tasks in force",
        "Courses that employees have taken",
        "Meetings held",
    )
    assert {name: told[name] for name in counted} == dict.fromkeys(counted, "1")


@pytest.mark.parametrize(("country", "number"), [("SE", 10), ("DK", 4)])
def test_7_1_1c_other_countries_have_what_their_own_law_asks(
    as_user, parse, school, head_teacher, country, number
):
    Municipality.objects.update(country=country)

    page = parse(as_user(head_teacher).get(reverse("governing:control")))

    assert len(page.select("tbody tr")) == number


def test_7_2_3_guideline_of_the_main_committee_has_body_subject_and_day_of_review(
    as_user, parse, hr, teacher, municipality
):
    client = as_user(hr)
    said = {
        "start": "violence",
        "unit": municipality.pk,
        "owner": hr.pk,
        "gone_through_by": 10,
    }
    client.post(reverse("governing:document_add"), said)
    document = GoverningDocument.objects.get()
    decision = {
        "decided_by": "HovedMED",
        "decided_on": str(today()),
        "valid_from": str(today()),
        "review_on": str(today() + timedelta(days=365)),
    }
    client.post(reverse("governing:decide", args=[document.pk]), decision)

    page = parse(as_user(teacher).get(document.get_absolute_url())).text

    assert "HovedMED" in page
    assert "Threats and violence" in page
    assert document.current.review_on == today() + timedelta(days=365)
