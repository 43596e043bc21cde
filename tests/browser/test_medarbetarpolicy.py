"""How a policy for employees is followed up: read, talked of, and asked about in a survey."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from sam.dates import today
from surveys.models import Survey
from talks.models import Talk
from tests.browser.walking import (
    DESK,
    PHONE,
    choose,
    follow,
    home,
    is_well_made,
    press,
    reads,
    to_room,
    write,
)
from tests.factories import UnitFactory
from tests.surveys import factories
from tests.talks.world import employ

pytestmark = pytest.mark.browser

START = reverse("start")
YEARS_WORK, DOCUMENTS = "Årets arbete", "Policyer och rutiner"
MARKS = ["Helhetssyn", "Ansvar och engagemang", "Kompetens", "Öppet klimat"]
SMALL = ["Small school", "Little school"]
TOO_FEW = "För få svar för att visas"


@pytest.fixture
def desk(open_page, hr):
    return open_page(START, user=hr, width=DESK)


@pytest.fixture
def workplaces(administration, school, other_school):
    """{workplace: what its employees answer}; in the last ones three and four work."""
    small = [UnitFactory(name=name, parent=administration) for name in SMALL]
    answers = {school: ["2"] * 7, other_school: ["5"] * 8}
    return answers | {small[0]: ["4"] * 4, small[1]: ["1"] * 3}


def decide_the_policy(page):
    to_room(page, YEARS_WORK, DOCUMENTS, "Skriv ett dokument")
    write(page, title="Medarbetarpolicy")
    choose(page, "Varje medarbetare läser det och bekräftar")
    press(page, "Börja på utkastet")
    write(page, body="# Helhetssyn\n\nVi förstår vår egen roll och vårt uppdrag.")
    press(page, "Spara texten")
    follow(page, "Besluta versionen")
    write(page, decided_by="Kommunfullmäktige", case_number="KF 7/26")
    write(page, review_on=today() + timedelta(days=700))
    press(page, "Besluta versionen")
    reads(page, "Kommunfullmäktige, KF 7/26")


def read_and_confirm(page):
    follow(page, "Läs och bekräfta: Medarbetarpolicy")
    reads(page, "Vi förstår vår egen roll och vårt uppdrag.")
    press(page, "Jag har läst och förstått")
    reads(page, "Bekräftat")


def note_talks(page, *people, kind):
    """Only that they were held."""
    to_room(page, YEARS_WORK, "Samtal")
    choose(page, *people)
    press(page, f"Notera {kind}")
    expect(page.locator("main form textarea")).to_have_count(0)
    press(page, "Notera samtalen")


def test_policy_is_decided_and_read_and_talked_of_in_talks_that_are_only_noted(
    open_page, desk, head_teacher, teacher, school
):
    employ(8, school)
    decide_the_policy(desk)
    phone = open_page(START, user=teacher, width=PHONE)
    read_and_confirm(phone)
    is_well_made(phone)
    home(desk)
    to_room(desk, YEARS_WORK, DOCUMENTS, "Medarbetarpolicy")
    follow(desk, "Vem som har läst")
    row = desk.locator("tbody tr", has_text="North school")
    expect(row).to_contain_text("1 av 10")
    is_well_made(desk)

    manager = open_page(START, user=head_teacher, width=PHONE)
    note_talks(manager, "Teacher", kind="medarbetarsamtal")
    note_talks(manager, "Teacher", kind="lönesamtal")
    is_well_made(manager)
    assert set(Talk.objects.values_list("kind", flat=True)) == {"employee", "pay"}
    to_room(phone, YEARS_WORK, "Samtal")
    reads(phone, "Medarbetarsamtal", "Lönesamtal")
    to_room(desk, YEARS_WORK, "Samtal")
    whole = desk.locator("tbody tr", has_text="Testinge").first
    expect(whole).to_contain_text("%")
    expect(desk.locator("main")).not_to_contain_text("Teacher")
    is_well_made(desk)


def put_a_survey(page):
    factories.questionnaire(MARKS, languages=["sv"])
    to_room(page, YEARS_WORK, "Enkäter", "Förbered en enkät")
    write(page, name="Medarbetarenkät", opens_on=today())
    write(page, closes_on=today() + timedelta(days=14))
    page.locator("[name=questionnaire]").select_option(index=1)
    press(page, "Spara")
    follow(page, "Öppna enkäten")
    press(page, "Öppna enkäten")
    reads(page, "Öppen")


def answer(page, value):
    follow(page, "Svara på enkäten: Medarbetarenkät")
    for each in page.locator("main fieldset").all():
        each.locator(f"input[value='{value}']").check()
    is_well_made(page)
    press(page, "Skicka mina svar")
    reads(page, "Inget visar att de är dina")


def let_the_others_answer(workplaces):
    survey = Survey.objects.get()
    for unit, values in workplaces.items():
        asked = survey.recipients.filter(unit=unit, has_answered=False)
        people = [each.person for each in asked.select_related("person")]
        for person, value in zip(people, values, strict=False):
            factories.respond(survey, person, value)


def close(page):
    page.reload()
    follow(page, "Stäng enkäten")
    press(page, "Stäng enkäten")


def work_on_the_result(page):
    follow(page, "Arbeta med resultatet: Medarbetarenkät")
    follow(page, "Skriv")
    write(page, held_on=today(), note="Vi vill ha tid att prata.")
    choose(page, "Öppet klimat")
    press(page, "Spara")
    follow(page, "Lägg till en åtgärd")
    write(page, activity="En öppen kvart på varje träff", responsible_search="Head")
    choose(page, "Head teacher")
    write(page, due_on=today() + timedelta(days=60))
    press(page, "Lägg till åtgärden")
    follow(page, "Skicka till chefen ovanför")
    write(page, unsigned_because="Inget skyddsombud är valt.")
    press(page, "Skicka till chefen ovanför")


def test_survey_shows_the_policys_marks_for_the_whole_and_each_workplace(
    open_page, desk, head_of_administration, head_teacher, teacher, workplaces
):
    for unit, values in workplaces.items():
        employ(len(values) - unit.employees.count(), unit)
    put_a_survey(desk)
    answer(open_page(START, user=teacher, width=PHONE), "2")
    let_the_others_answer(workplaces)
    close(desk)

    follow(desk, "Jämför nivåerna")
    rows = {
        name: desk.locator("tbody tr", has_text=name) for name in ("North", "Little")
    }
    expect(rows["North"].locator("td").last).to_have_text("25")
    expect(rows["Little"].locator("td").last).to_have_text("*")
    is_well_made(desk)
    follow(desk, "Testinge")
    reads(desk, "Resultat: Testinge", *MARKS)
    expect(desk.locator("figure svg").first).to_be_visible()
    is_well_made(desk)

    phone = open_page(START, user=head_teacher, width=PHONE)
    work_on_the_result(phone)
    is_well_made(phone)
    follow(phone, "Läs resultatet")
    reads(phone, "Resultat: North school", "Öppet klimat")
    is_well_made(phone)
    head = open_page(START, user=head_of_administration, width=DESK)
    follow(head, "Läs det som skickats till dig: Medarbetarenkät")
    follow(head, "Markera som läst")
    press(head, "Markera som läst")
    reads(head, "Vi vill ha tid att prata.", "En öppen kvart på varje träff")
    is_well_made(head)


def test_workplace_of_three_gets_no_figures_of_its_own(
    open_page, hr, municipality, workplaces
):
    survey = factories.closed(municipality, hr, answers=workplaces)
    little = list(workplaces)[-1]
    address = reverse("surveys:result", args=[survey.pk, little.pk])

    page = open_page(address, user=hr, width=DESK)

    reads(page, TOO_FEW)
    expect(page.locator("thead")).not_to_contain_text(["Little school"])
    is_well_made(page)
