"""A school's year by a municipality's list of goals and fourteen ways to reach them."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from actionplans.models import Measure
from annualcycle.models import Occurrence
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
from tests.factories import ChecklistFactory, InspectionRoundFactory
from tests.governing.factories import decided

pytestmark = pytest.mark.browser

START = reverse("start")
YEARS_WORK = "Årets arbete"
ROUND = "Den fysiska, organisatoriska och sociala arbetsmiljön undersöks och riskbedöms"
POLICY = "Policyn mot kränkande särbehandling och våld gås igenom"
VIOLENCE = "Frågan om våldsutsatthet ställs till alla i medarbetarsamtalet"
INCIDENTS = "Årets tillbud och olyckor gås igenom på arbetsplatsen"
ROLES = "Roller och uppdrag gås igenom på arbetsplatsen"


@pytest.fixture
def policy(municipality, hr):
    """Against victimisation; each workplace goes through it once a year."""
    said = {"themes": ["victimisation"], "is_gone_through": True}
    return decided(municipality, by=hr, title="Policy mot kränkningar", **said)


def take_the_list(page):
    to_room(page, YEARS_WORK)
    follow(page, "Hämta från en mall")
    follow(page, "Mål för arbetsmiljön, och hur vi når dem")
    press(page, "Hämta dem till årshjulet")
    reads(page, "20 punkter är hämtade till årshjulet.")


def state_of(page, what):
    """How an activity stands in the list of the wheel."""
    return page.locator("#results .tasks li", has_text=what).first.locator(".ds-tag")


def mark_done(page, what, *, note, seen_at):
    to_room(page, YEARS_WORK)
    go(page, page.locator("#results .tasks a", has_text=what).first)
    follow(page, "Markera som genomförd")
    write(page, note=note, link=seen_at)
    press(page, "Markera som genomförd")
    reads(page, note, seen_at)


def walk_a_round(school, manager):
    checklist = ChecklistFactory(questions=1)
    round = InspectionRoundFactory(unit=school, checklist=checklist, planned_by=manager)
    round.answer(round.questions().get(), by=manager, value="yes")
    round.submit(by=manager, carried_out_on=today(), present=[])


def go_through_the_policy(page):
    """The wheel says what shows that it is done, and leads there."""
    to_room(page, YEARS_WORK)
    go(page, page.locator("#results .tasks a", has_text=POLICY))
    follow(page, "Policyn har gåtts igenom")
    follow(page, "Policy mot kränkningar")
    follow(page, "Registrera att vi har gått igenom det")
    write(page, present_count=14, activity="Prata om tonen i maj")
    write(page, due_on=today() + timedelta(days=30))
    press(page, "Registrera")
    reads(page, "Prata om tonen i maj")


def hold_talks(page, *people):
    """That they were held and that the question was asked; there is no place for more."""
    to_room(page, YEARS_WORK, "Samtal")
    choose(page, *people)
    press(page, "Notera medarbetarsamtal")
    expect(page.locator("main form textarea")).to_have_count(0)
    choose(page, "Jag ställde frågan om våldsutsatthet")
    press(page, "Notera samtalen")


def let_the_days_pass(what, unit):
    """As if the last day of it had been yesterday."""
    yesterday = today() - timedelta(days=1)
    now = Occurrence.objects.filter(unit=unit, year=today().year)
    now = now.filter(activity__title__startswith=what)
    now.update(starts_on=yesterday, due_on=yesterday)


def test_school_does_the_years_list_and_some_of_it_is_seen_by_itself(
    open_page, hr, policy, head_of_administration, head_teacher, teacher, school
):
    take_the_list(open_page(START, user=hr, width=DESK))

    page = open_page(START, user=head_teacher, width=PHONE)
    mark_done(
        page, ROLES, note="Alla har fått listan.", seen_at="https://example.se/apt"
    )
    mark_done(page, INCIDENTS, note="Åtta tillbud.", seen_at="https://example.se/apt2")
    walk_a_round(school, head_teacher)
    go_through_the_policy(page)
    hold_talks(page, "Teacher")
    # The manager's own talk is held one level up.
    hold_talks(open_page(START, user=head_of_administration), "Head teacher")

    to_room(page, YEARS_WORK)
    press(page, "Titta nu")
    for what in (ROLES, INCIDENTS, ROUND, POLICY, VIOLENCE):
        expect(state_of(page, what)).to_contain_text("Klar")
    expect(state_of(page, "Schemat prövas")).not_to_contain_text("Klar")
    expect(page.locator(".wheel-picture")).to_be_hidden()
    is_well_made(page)
    go(page, page.locator("#results .tasks a", has_text=VIOLENCE))
    reads(page, "Frågan om våld har ställts")
    assert Measure.objects.get().activity == "Prata om tonen i maj"

    page = open_page(reverse("annualcycle:wheel"), user=head_teacher, width=DESK)
    expect(page.locator(".wheel-picture svg title")).to_contain_text("klara")
    is_well_made(page)


def test_what_is_late_stands_one_level_up_until_it_is_done(
    open_page, hr, head_of_administration, head_teacher, school, other_school
):
    take_the_list(open_page(START, user=hr, width=DESK))
    Occurrence.objects.filter(unit=other_school).update(
        status="not_applicable", note="Stängd", by=hr
    )
    let_the_days_pass(ROLES, school)

    page = open_page(START, user=head_of_administration, width=DESK)
    late = page.locator("main li", has_text=f"Försenat i enheter under dig: {ROLES}")
    go(page, late.get_by_role("link"))
    follow(page, "Var är det inte gjort?")
    row = page.locator("tbody tr", has_text="North school")
    expect(row).to_contain_text("Försenad")
    is_well_made(page)

    phone = open_page(START, user=head_teacher, width=PHONE)
    go(phone, phone.get_by_role("link", name=re.compile(ROLES)).first)
    follow(phone, "Markera som genomförd")
    press(phone, "Markera som genomförd")
    reads(phone, "Det är markerat som klart.")
    home(page)
    expect(late).to_have_count(0)


def test_goals_of_the_municipality_and_of_the_workplace_are_evaluated(
    open_page, hr, head_teacher, school
):
    page = open_page(START, user=hr, width=DESK)
    take_the_list(page)
    follow(page, "Mål")
    go(page, page.locator("main tbody a", has_text="motivation"))
    for year, value in [(today().year - 1, 74), (today().year, 76)]:
        follow(page, "Skriv in en siffra")
        page.locator("[name=year]").select_option(str(year))
        write(page, value=value)
        press(page, "Spara siffran")
    expect(page.locator(".head .ds-tag")).to_contain_text("+2")
    expect(page.locator("svg.chart")).to_be_visible()
    is_well_made(page)

    phone = open_page(START, user=head_teacher, width=PHONE)
    to_room(phone, YEARS_WORK, "Mål")
    reads(phone, "Ett hållbart och närvarande ledarskap")
    follow(phone, "Sätt ett mål")
    write(phone, text="Lugnare luncher", criterion="Under 70 dB i matsalen")
    press(phone, "Sätt målet")
    follow(phone, "Utvärdera")
    choose(phone, "Delvis nått")
    write(phone, note="Mattorna har kommit, men två bord står kvar.")
    press(phone, "Spara utvärderingen")
    reads(phone, "Delvis nått", "Mattorna har kommit")
    is_well_made(phone)
