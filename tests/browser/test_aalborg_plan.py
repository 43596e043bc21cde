"""Aalborg's way: a plan with goals on three levels, measures that serve them, and an
evaluation on each level that the level above reads; discussed once a year in MED."""

from types import SimpleNamespace

import pytest

from actionplans.models import Goal
from meetings.loading import load_agendas
from organisation.models import Role
from reports.shipped import load_metrics
from sam.dates import today
from tests.browser.towns import holder, town
from tests.browser.walking import PHONE
from tests.factories import WorkEnvironmentPlanFactory
from tests.meetings.factories import BodyFactory

pytestmark = pytest.mark.browser

YEAR = today().year
# What a discussion of today judges; one held in the first half of the year looks back.
PAST = YEAR if today().month > 6 else YEAR - 1
VIOLENCE = "Ingen udsættes for vold på arbejdet"
GUIDELINE = "Alle ledere gennemgår retningslinjen om vold med deres medarbejdere"
TRANSITIONS = "Rolige overgange mellem stuen og legepladsen"
TALKS = "Øve nedtrappende samtale sammen"
PLAN = f"Arbejdsmiljøhandleplan {YEAR}"


@pytest.fixture
def fjordby(transactional_db, settings):
    settings.LANGUAGE_CODE = "da"
    whole, administration, daghuset = town(
        "Fjordby Kommune",
        country="DK",
        administration="Børn og Unge",
        workplaces=["Daghuset"],
    )
    load_agendas()
    load_metrics()
    return SimpleNamespace(
        kommune=whole,
        forvaltning=administration,
        daghuset=daghuset,
        hr=holder("Henriette Holm", Role.HR, whole),
        direktor=holder("Dorte Dam", Role.HEAD, administration),
        leder=holder("Lene Lund", Role.MANAGER, daghuset),
        amr=holder("Anders Møller", Role.SAFETY_REPRESENTATIVE, daghuset),
    )


def begin_plan(somebody):
    """With the municipality's goal carried along."""
    somebody.follows("Handleplaner for arbejdsmiljøet", "Begynd en handleplan")
    somebody.presses("Begynd handleplanen").reads(VIOLENCE, "fra Fjordby Kommune")
    somebody.follows("Vælg blandt de mål, der gælder her").ticks(VIOLENCE)
    somebody.presses("Tag dem med i handleplanen")


def add_goal(somebody, text, *, criterion):
    somebody.follows("Tilføj et mål")
    somebody.answers({"Hvad skal nås?": text, "Hvordan ser man": criterion})
    somebody.presses("Tilføj målet")


def decide_plan(somebody, *, by):
    somebody.follows("Beslut handleplanen").answers({"Hvem eller hvilket udvalg": by})
    somebody.presses("Beslut handleplanen").reads("Besluttet", f"af {by}")


def evaluate_plan(somebody, outcomes, *, why):
    """Of each goal whether it is reached, and go on with the next year's plan."""
    somebody.follows("Handleplaner for arbejdsmiljøet", PLAN, "Evaluér og gå videre")
    for goal, outcome in outcomes.items():
        somebody.chooses(goal, outcome)
    somebody.page.get_by_label("Hvorfor?").first.fill(why)
    somebody.presses(f"gå videre med handleplanen for {YEAR + 1}")
    somebody.reads(f"Arbejdsmiljøhandleplan {YEAR + 1}", "Kladde")


def test_goals_go_down_three_levels_and_their_evaluation_comes_up(at_work, fjordby):
    hr = at_work(fjordby.hr).opens("Årets arbejde").follows("Mål", "Sæt et mål")
    hr.answers({"Hvad skal nås?": VIOLENCE, "Hvordan ser man": "Færre end året før"})
    hr.presses("Sæt målet").reads("Målet er sat.", f"Fra Fjordby Kommune, {YEAR}")

    direktor = at_work(fjordby.direktor)
    begin_plan(direktor)
    add_goal(direktor, GUIDELINE, criterion="Alle arbejdspladser inden sommer")
    decide_plan(direktor, by="ForvaltningsMED")

    leder = at_work(fjordby.leder, width=PHONE)
    begin_plan(leder)
    leder.reads(f"Fra Børn og Unge, {YEAR}", GUIDELINE, "De ændres i planen over.")
    add_goal(leder, TRANSITIONS, criterion="Under to konflikter om ugen")
    leder.follows("Tilføj en handling for det")
    leder.answers(
        {"Hvad skal gøres?": TALKS, "Hvornår skal det være færdigt?": today()}
    )
    leder.ticks("Lene Lund").presses("Tilføj handlingen").reads(f"Næste: {TALKS}")
    decide_plan(leder, by="Arbejdsmiljøgruppen")
    leder.ends()

    amr = at_work(fjordby.amr, width=PHONE)
    amr.follows("Handleplaner for arbejdsmiljøet", PLAN)
    amr.reads(VIOLENCE, GUIDELINE, TRANSITIONS, TALKS)
    amr.follows("Kommentér som arbejdsmiljørepræsentant")
    amr.answers({"Hvad synes du om handleplanen?": "God. Vi mangler tid til at øve."})
    amr.presses("Gem").reads("Vi mangler tid til at øve.")
    amr.ends()

    leder.follows(TALKS).reads("Bidrager til målet", VIOLENCE)
    leder.answers({"Hvad blev gjort?": "Alle har øvet tre gange."})
    leder.presses("Markér som gennemført")
    leder.opens("Start")
    evaluate_plan(
        leder,
        {VIOLENCE: "Delvist nået", TRANSITIONS: "Nået"},
        why="Fire episoder mod syv året før.",
    )

    direktor.opens("Årets arbejde").follows("Mål", VIOLENCE).reads(TALKS)
    direktor.unfolds("Hvad enhederne under siger om det")
    direktor.reads(f"Daghuset {YEAR}", "Fire episoder mod syv", "Delvist nået")
    direktor.opens("Start")
    evaluate_plan(
        direktor,
        {VIOLENCE: "Delvist nået", GUIDELINE: "Nået"},
        why="Færre i dagtilbud, flere i skoler.",
    )

    hr.opens("Årets arbejde").follows("Mål", VIOLENCE)
    hr.unfolds("Hvad enhederne under siger om det")
    hr.reads(f"Børn og Unge {YEAR}", "flere i skoler", f"Daghuset {YEAR}")
    hr.follows("Evaluér").ticks("Delvist nået").answers(
        {"Hvorfor?": "Skolerne mangler."}
    )
    hr.presses("Gem evalueringen").reads("Skolerne mangler.")
    hr.ends()
    hr.opens("Handlinger").follows("Handleplaner", "Hvor mangler der en handleplan?")
    hr.reads(f"2 af 3 enheder har en handleplan for {YEAR}")
    hr.ends()


@pytest.fixture
def med(fjordby):
    """The committee of the administration, whose plan is decided."""
    plan = WorkEnvironmentPlanFactory(
        unit=fjordby.forvaltning, first_year=PAST, created_by=fjordby.direktor
    )
    plan.carry(
        [
            Goal.objects.set(
                by=fjordby.hr, unit=fjordby.kommune, text=VIOLENCE, first_year=PAST
            )
        ]
    )
    plan.add_goal(text=GUIDELINE)
    plan.decide(by=fjordby.direktor, decided_on=today(), decided_by="ForvaltningsMED")
    return BodyFactory(
        name="ForvaltningsMED",
        kind="med_administration",
        unit=fjordby.forvaltning,
        chair=fjordby.direktor,
        member=fjordby.amr,
    )


def test_the_year_is_discussed_in_med_and_its_goals_go_into_the_next_plan(
    at_work, fjordby, med
):
    formand = at_work(fjordby.direktor).opens("Årets arbejde")
    formand.follows("Møder", "Planlæg møder")
    formand.answers({
        "Hvilken type møde?": "Årlig arbejdsmiljødrøftelse",
        "hvilket udvalg": "ForvaltningsMED",
        "Hvilke dage?": today(),
    })  # fmt: skip
    formand.presses("Planlæg møderne")
    formand.follows("Årlig arbejdsmiljødrøftelse, ForvaltningsMED")
    formand.reads(VIOLENCE, GUIDELINE, "endnu ikke vurderet").follows("Skriv")
    formand.answers({
        "Hvad samarbejder vi om": "Vold og trusler i dagtilbud",
        "Hvordan samarbejder vi": "Fire møder om året",
        "års mål nået, alt i alt?": "Vi er godt på vej.",
        "Hvilken efteruddannelse": "To dage i konflikthåndtering",
        "Hvilke mål sætter vi": "Alle episoder følges op inden en uge",
    })  # fmt: skip
    formand.chooses(VIOLENCE, "Delvist nået").presses("Gem")
    formand.follows("Skriv referat")
    formand.chooses("Dorte Dam", "Deltog").chooses("Anders Møller", "Deltog")
    formand.chooses("Anders Møller", "Godkender referatet")
    formand.presses("Gem, hvem der er her").follows("Mødet blev afholdt")
    formand.presses("Mødet blev afholdt")

    amr = at_work(fjordby.amr, width=PHONE)
    amr.follows("Godkend referatet: ForvaltningsMED", "Godkend referatet")
    amr.presses("Godkend referatet")
    amr.reads("Der mangler: et resultat for hvert")
    formand.follows("Skriv").chooses(GUIDELINE, "Nået").presses("Gem")
    amr.opens("Start").follows(
        "Godkend referatet: ForvaltningsMED", "Godkend referatet"
    )
    amr.presses("Godkend referatet").reads(
        "Referatet godkendt", "To dage i konflikthåndtering"
    )
    amr.ends()

    formand.opens("Handlinger").follows("Handleplaner")
    formand.follows("Arbejdsmiljøhandleplan").reads(
        f"Arbejdsmiljøhandleplan {PAST + 1}"
    )
    formand.reads("Alle episoder følges op inden en uge")
    hr = at_work(fjordby.hr).opens("Årets arbejde").follows("Møder", "Enhed for enhed")
    hr.answers({"Mødetype": "Årlig arbejdsmiljødrøftelse"})
    hr.reads("Børn og Unge", "1 af 1").follows("Børn og Unge")
    hr.follows("Årlig arbejdsmiljødrøftelse, ForvaltningsMED").reads(
        VIOLENCE, "Delvist nået"
    )
    hr.ends()
