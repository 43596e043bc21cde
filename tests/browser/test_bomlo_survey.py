"""Bømlo's yearly cycle: the survey is carried out, each unit works on its result and
reports to the head, the council and AMU have their matters, and what AMU decided is seen
again at the survey."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from meetings.loading import load_agendas
from organisation.models import Role
from sam.dates import today
from surveys.loading import load_questionnaires
from surveys.models import FollowUp, Questionnaire, Survey
from tests.browser.towns import holder, town
from tests.browser.walking import PHONE
from tests.factories import UserFactory
from tests.meetings.factories import BodyFactory, MeetingFactory
from tests.surveys import factories

pytestmark = pytest.mark.browser

SURVEY = f"Arbeidsmiljøundersøkinga {today().year}"
COVER = "Vikar i matpausane"
COSTS = "Det kostar meir enn skulen har."


@pytest.fixture
def oyvik(transactional_db, settings):
    settings.LANGUAGE_CODE = "nn"
    whole, administration, skule = town(
        "Øyvik kommune",
        country="NO",
        administration="Oppvekst",
        workplaces=["Nordre skule"],
    )
    load_agendas()
    load_questionnaires()
    return SimpleNamespace(
        kommune=whole,
        skule=skule,
        koordinator=holder("Hilde Hauge", Role.HR, whole),
        kommunalsjef=holder("Kari Kvam", Role.HEAD, administration),
        leiar=holder("Lars Lie", Role.MANAGER, skule),
        verneombod=holder("Vigdis Vik", Role.SAFETY_REPRESENTATIVE, skule),
        sekretar=UserFactory(name="Siri Sand", unit=whole),
        larar=UserFactory(name="Lise Lunde", unit=skule),
    )


def to_survey(somebody):
    return somebody.opens("Arbeidet i året").follows("Spørjeundersøkingar", SURVEY)


def test_survey_is_prepared_answered_and_closed(at_work, oyvik):
    koordinator = at_work(oyvik.koordinator).opens("Arbeidet i året")
    koordinator.follows("Spørjeundersøkingar", "Førebu ei spørjeundersøking")
    koordinator.answers({
        "Kva heiter": SURVEY,
        "Kva spørsmål?": "Arbeidsmiljøundersøking, versjon 1",
        "Første dag": today(),
        "Siste dag": today(),
        "Når skal arbeidsplassane": today() + timedelta(days=60),
    })  # fmt: skip
    koordinator.presses("Lagre").follows("Opne spørjeundersøkinga")
    koordinator.presses("Opne spørjeundersøkinga").reads("Lenkjene er på veg.")

    larar = at_work(oyvik.larar, width=PHONE)
    larar.follows(f"Svar på spørjeundersøkinga: {SURVEY}")
    larar.reads("Ingen kan sjå kva du har svart", "Krav og ressursar")
    larar.chooses("Eg rekk arbeidet mitt.", "2 – Sjeldan").presses("Send svara mine")
    larar.reads("Ingenting viser at dei er dine").ends()
    larar.follows("Til startsida").reads("Mine oppgåver")
    survey = Survey.objects.get()
    for person in [oyvik.leiar, oyvik.verneombod]:
        factories.respond(survey, person, "3")

    to_survey(koordinator).reads("3 av 6 har svart")
    koordinator.follows("Avslutt spørjeundersøkinga")
    koordinator.presses("Avslutt spørjeundersøkinga").reads("resultata er rekna ut")
    koordinator.follows("Nordre skule").reads("For få svar til å vise")
    koordinator.ends()
    leiar = at_work(oyvik.leiar, width=PHONE)
    leiar.follows(f"Arbeid med resultatet: {SURVEY}").reads("Skal sendast innan")
    leiar.ends()


@pytest.fixture
def closed(oyvik):
    return factories.closed(
        oyvik.kommune,
        oyvik.koordinator,
        answers={oyvik.skule: ["3"] * 7},
        questionnaire=Questionnaire.objects.get(),
        name=SURVEY,
        languages=["nn"],
    )


def test_unit_works_on_its_result_and_reports_to_the_head(at_work, oyvik, closed):
    leiar = at_work(oyvik.leiar, width=PHONE)
    leiar.follows(f"Arbeid med resultatet: {SURVEY}", "Les resultatet")
    leiar.reads("7 av 7 har svart", "Ope klima og medverknad", "Eg rekk arbeidet mitt.")
    leiar.ends()
    leiar.follows("Arbeid med resultatet", "Skriv").ticks("Krav og ressursar")
    leiar.answers({
        "Når var personalmøtet?": today(),
        "Kva snakka de om?": "Vi rekk ikkje pausane.",
    }).presses("Lagre")  # fmt: skip
    leiar.follows("Legg til eit tiltak").finds("Kven har ansvaret?", "Lars Lie")
    leiar.answers({
        "Kva skal gjerast?": COVER,
        "Når skal det vere ferdig?": today() + timedelta(days=30),
    }).presses("Legg til tiltaket")  # fmt: skip
    leiar.follows("Merk").answers({"Kvifor trengst kommunen?": COSTS})
    leiar.presses("Lagre").reads(COSTS).follows("Be verneombodet om å signere")
    leiar.presses("Be verneombodet om å signere")

    verneombod = at_work(oyvik.verneombod, width=PHONE)
    verneombod.follows(f"Signer: {SURVEY}", "Signer").presses("Signer")
    verneombod.reads("Du har signert", COVER).ends()
    leiar.opens("Start").follows(f"Arbeid med resultatet: {SURVEY}")
    leiar.reads("Vigdis Vik").follows("Send til leiaren over")
    leiar.presses("Send til leiaren over")
    leiar.reads("Det er sendt til leiaren over.").ends()

    kommunalsjef = at_work(oyvik.kommunalsjef)
    kommunalsjef.follows(f"Les det som er sendt til deg: {SURVEY}")
    kommunalsjef.reads("Vi rekk ikkje pausane.", COVER, COSTS, "Vigdis Vik")
    kommunalsjef.follows("Merk som les")
    kommunalsjef.answers({"Svaret ditt": "Bra. Eg tek vikaren opp i AMU."})
    kommunalsjef.presses("Merk som les").follows("Korleis det blir følgt opp")
    kommunalsjef.reads("1 av 2 har sendt inn", "Krav og ressursar").ends()
    leiar.opens("Arbeidet i året").follows("Spørjeundersøkingar", SURVEY)
    leiar.follows("Korleis det blir følgt opp", "Nordre skule")
    leiar.reads("Frå leiaren over", "Eg tek vikaren opp i AMU.").ends()


@pytest.fixture
def reported(oyvik, closed):
    """By the school, with a measure that needs the municipality."""
    found = FollowUp.objects.get(unit=oyvik.skule)
    themes = closed.themes.filter(name="Krav og ressursar")
    found.write(by=oyvik.leiar, version=0, themes=themes, held_on=today(), note="")
    measure = found.plan_of_measures().add_measure(
        by=oyvik.leiar, activity=COVER, responsible=oyvik.leiar, due_on=today()
    )
    found.municipal_measures.create(
        measure=measure, reason=COSTS, marked_by=oyvik.leiar
    )
    found.send(by=oyvik.leiar, unsigned_because="Verneombodet er sjukt.")
    return found


@pytest.fixture
def amu(oyvik):
    body = BodyFactory(
        name="AMU",
        kind="amu",
        unit=oyvik.kommune,
        secretary=oyvik.sekretar,
        member=oyvik.verneombod,
    )
    MeetingFactory(body=body)
    return body


def test_council_and_amu_have_their_matters_and_the_decision_is_seen_at_the_survey(
    at_work, oyvik, reported, amu
):
    koordinator = to_survey(at_work(oyvik.koordinator))
    koordinator.presses("Lag ei orienteringssak til kommunestyret")
    koordinator.reads(f"Orientering: {SURVEY}", "7 av", "Krav og ressursar")
    koordinator.ends()
    koordinator.follows("Noter vedtaket")
    koordinator.answers({"Nummeret på vedtaket": "KST 61/26", "Vedtaksdag": today()})
    koordinator.presses("Noter").reads("KST 61/26").follows(SURVEY)
    koordinator.presses("Lag ei sak om tiltak").reads(COVER, COSTS)
    koordinator.follows("Send til ein innboks").answers({"Til kva organ?": "AMU"})
    koordinator.presses("Send")

    sekretar = at_work(oyvik.sekretar)
    sekretar.follows("Avgjer kva det blir av saka").follows("Sak på eit møte")
    sekretar.presses("Sak på eit møte")
    sekretar.opens("Arbeidet i året").follows("Møte", "AMU", "Skriv referat")
    sekretar.answers({"Kva som vart sagt og vedteke": "Kommunen løner ein fast vikar."})
    sekretar.presses("Lagre punktet").follows("Møtet vart halde")
    sekretar.presses("Møtet vart halde")
    sekretar.follows("Godkjenn referatet").presses("Godkjenn referatet")

    to_survey(koordinator).follows(f"Tiltak etter {SURVEY}")
    koordinator.reads("Kva møtet vedtok", "Kommunen løner ein fast vikar.")
    koordinator.follows("Noter vedtaket").presses("Noter").reads("AMU 1/")
    koordinator.ends()
    to_survey(koordinator).reads("KST 61/26", "AMU 1/")
    koordinator.ends()
