"""Tasks allocated in writing from the council to a manager, certificates of four years, and
what the annual report says of both."""

import re

import pytest
from dateutil.relativedelta import relativedelta
from django.urls import reverse
from playwright.sync_api import expect

from allocation.models import TaskAllocation
from organisation import roles
from organisation.models import Role
from sam.dates import today
from tests.browser.walking import (
    DESK,
    PHONE,
    choose,
    follow,
    go,
    home,
    is_well_made,
    press,
    reads,
    to_room,
    write,
)
from tests.factories import UserFactory
from tests.reports.factories import reporting_year

pytestmark = pytest.mark.browser

START = reverse("start")
YEARS_WORK, ALLOCATION = "Årets arbete", "Fördelning av uppgifter"
VENTILATION = "Ansvara för lokaler, ventilation och utrustning"
COURSE = "Certifiering i arbetsmiljö för chefer"
LEGS = ["Befogenheter", "Resurser", "Kunskap"]


@pytest.fixture
def southern_head(other_school):
    """The manager to whom nobody has allocated anything."""
    person = UserFactory(name="Southern head", unit=other_school)
    roles.appoint(person, Role.MANAGER, other_school)
    return person


@pytest.fixture
def desk(open_page, hr):
    return open_page(START, user=hr, width=DESK)


def decide_of_the_council(page, committee):
    """HR begins with the list of tasks, and registers what the council decided."""
    to_room(page, YEARS_WORK, ALLOCATION, "Börja med listan")
    press(page, "Börja med den vanliga listan")
    follow(page, "Fördelningar")
    follow(page, "Från fullmäktige till en nämnd")
    page.locator("[name=receiver_committee]").select_option(label=str(committee))
    write(page, decided_on=today(), case_number="KF 12/26")
    press(page, "Registrera beslutet")
    reads(page, "KF 12/26")


def allocate(page, receiver, *, by=None, **decision):
    """All tasks; from the committee when a decision is told."""
    to_room(page, YEARS_WORK, ALLOCATION)
    follow(page, "Fördela uppgifter")
    choose(page, receiver)
    press(page, "Fortsätt")
    if by:
        choose(page, by)
    write(page, **decision)
    press(page, "Spara utkastet")
    follow(page, "Signera och skicka")
    press(page, "Signera och skicka")
    reads(page, "Väntar på mottagarens signatur")


def open_what_waits(page):
    home(page)
    follow(page, "Ta emot arbetsmiljöuppgifter och signera")


def sign_with_three_legs(page):
    follow(page, "Signera")
    choose(page, *LEGS)
    press(page, "Signera")
    reads(page, "Gäller")


def give_back(page, task, *, why):
    follow(page, "Returnera uppgifter")
    choose(page, task)
    write(page, reason=why)
    press(page, "Returnera uppgifter")
    reads(page, why)


def register_certificate(page, person, *, taken_on):
    to_room(page, YEARS_WORK, "Kunskap")
    follow(page, "Registrera ett kursbevis")
    choose(page, person)
    page.locator("[name=course]").select_option(label=COURSE)
    write(page, taken_on=taken_on)
    press(page, "Registrera kursbeviset")


def allocate_down_to_the_school(open_page, desk, committee, head, manager):
    decide_of_the_council(desk, committee)
    decision = {"decided_on": today(), "case_number": "GSN 3/26"}
    allocate(desk, "Head of schools", by="Grundskolenämnden", **decision)
    page = open_page(START, user=head, width=DESK)
    open_what_waits(page)
    sign_with_three_legs(page)
    allocate(page, "Head teacher")
    phone = open_page(START, user=manager, width=PHONE)
    open_what_waits(phone)
    return page, phone


def test_tasks_come_down_in_writing_and_what_is_given_back_rests_one_level_up(
    open_page, desk, committee, head_of_administration, head_teacher, southern_head
):
    head, phone = allocate_down_to_the_school(
        open_page, desk, committee, head_of_administration, head_teacher
    )
    give_back(phone, VENTILATION, why="Ingen budget för ventilationen.")
    sign_with_three_legs(phone)
    is_well_made(phone)

    home(head)
    follow(head, "Uppgifter har kommit tillbaka till dig från Head teacher")
    reads(head, "Ingen budget för ventilationen.")
    follow(head, "Säg vad som görs åt det som kom tillbaka")
    write(head, note="Jag håller den tills budgeten är klar.")
    press(head, "Säg vad som görs åt det som kom tillbaka")

    to_room(desk, YEARS_WORK, ALLOCATION, "Luckor")
    managers = desk.locator("#results tbody")
    expect(managers).to_contain_text("Southern head")
    expect(managers).not_to_contain_text("Head teacher")
    is_well_made(desk)
    to_room(phone, YEARS_WORK, ALLOCATION, "Vem gör vad")
    follow(phone, "Vem har vilken uppgift")
    row = phone.locator("tbody tr", has_text=VENTILATION)
    expect(row.locator("td").first).to_contain_text("Head of schools")
    is_well_made(phone)
    given = TaskAllocation.objects.get(receiver=head_teacher)
    assert given.is_complete
    assert given.signed_at


def test_report_answers_on_allocation_and_certification_and_names_who_deviates(
    open_page, desk, committee, head_of_administration, head_teacher, southern_head
):
    _head, phone = allocate_down_to_the_school(
        open_page, desk, committee, head_of_administration, head_teacher
    )
    sign_with_three_legs(phone)
    to_room(desk, YEARS_WORK, "Kunskap", "Kurser")
    press(desk, "Börja med de vanliga kurserna")
    recently, long_ago = (today() - relativedelta(years=years) for years in (1, 5))
    register_certificate(desk, "Head teacher", taken_on=recently)
    register_certificate(desk, "Southern head", taken_on=long_ago)
    reads(desk, "Utgånget")
    follow(desk, "Kursbevis")
    row = desk.locator("tbody tr", has_text="Head teacher")
    expect(row).to_contain_text(str((recently + relativedelta(years=4)).year))
    is_well_made(desk)

    reporting_year(today().year + 1, template="huddinge-3")
    to_room(desk, "Rapporter")
    follow(desk, "Grundskolenämnden")
    link = re.compile("Svara på frågorna.*Vidarefördelning av arbetsmiljöuppgifter")
    go(desk, desk.get_by_role("link", name=link))
    written, legs, certified = desk.locator(".question").all()
    expect(written).to_contain_text("2 av 3 chefer")
    expect(written).to_contain_text("Ännu inte: South school")
    expect(legs).to_contain_text("2 av 2 chefer")
    expect(certified).to_contain_text("1 av 3 chefer")
    expect(certified).to_contain_text("Ännu inte: Schools, South school")
    is_well_made(desk)
    written.get_by_label("Nej").check()
    written.locator("textarea, input[type=text]").fill("South school har ny chef.")
    legs.get_by_label("Ja").check()
    certified.get_by_label("Nej").check()
    press(desk, "Spara")
    reads(desk, "South school har ny chef.")
    is_well_made(desk)
