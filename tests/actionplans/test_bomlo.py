"""The goals and the action plan of Bømlo, typed in as they stand, and looked at."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from actionplans import plan_document
from actionplans.models import Measure, WorkEnvironmentPlan
from organisation import roles
from organisation.models import Level, Municipality, Role
from tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.usefixtures("in_english")

HEADINGS = [
    "Nr",
    "Innsatsområde",
    "Mål",
    "Aktivitet",
    "Når",
    "Ansvar",
    "Rapportering",
]
GOALS = [
    ("Redusere det sjukemelde fråværet", "under 5,4%"),
    ("Tilrettelegge for eigne tilsette og andre med funksjonshemningar.", ""),
    (
        "Livsfaseorientert personalpolitikk som inspirerer tilsette over 62 år til å stå i "
        "arbeid lengst mogeleg.",
        "",
    ),
]
# NR, INNSATSOMRÅDE, MÅL, AKTIVITET, NÅR, ANSVAR, RAPPORTERING
ROWS = [
    (
        "",
        "Oppfølging og tilrettelegging.",
        "Alle med personalansvar skal ha kompetanse og god praksis, og nytte m.a. "
        "tilretteleggingstilskott som verkemiddel i arbeidet.",
        "Nye statusmøter med alle verksemdsleiarar og gruppeleiarar etter malen "
        "“Oppstartsmøter” inklusive minikurs på nye reglar for oppfølging, rapportering i "
        "altinn og kunsten å søkje tilretteleggingstilskott.",
        "Vedtak i Partsamansett møte januar. Kursrekka er gjennomført vår 2012. Nye "
        "oppstartsmøter startar haust 2012. 34 møter.",
        "HMS-koordinator/personalfagleg rådgjevar. (NAV-Bømlo, NAV-Arbeidslivssenter)",
        "Rapport frå kursrekka er lagt fram for rådmann, partsamansett møte 25.04.12. Sak "
        "23/12.",
    ),
    (
        "2",
        "Arbeidsmiljøundersøking 2012. (Årleg undersøking for alle tilsette i kommunen.)",
        "1) Gjennomføring.\n2) Etterarbeid.\n3) Sak til KST og AMU",
        "1)Digital gjennomføring av undersøkinga. Sentral bearbeiding av resultat.\n"
        "2) Etterarbeid i kvar eining og rapportering til kommunalsjef.\n"
        "3)Utarbeida sak på tiltak til AMU. Orienteringssak til KST",
        "1)Gjennomføring våren 2012. Februar/mars. 2)Etterarbeid mai. "
        "3)Orienteringssak september KST. Tiltaktsak til AMU november.",
        "Partsamansett møte, arbeidsgruppe i prosjektet.",
        "Rådmann, KST og AMU",
    ),
    (
        "3",
        "Medråderettsmøte.",
        "Faste datofesta møter der arbeidsmiljø og tilrettelegging er på dagsorden i kvar "
        "eining.",
        "Utvikle kvaliteten på møta med fast likt innhald i møteplan?? Rapportering "
        "gjennom organisasjonen? Drøfte i nettverka? Kursserie tillitsvalde, verneombod "
        "og verksemdsleiarar",
        "Haust 2012.",
        "Organisasjonane. Verksemdsleiarar. Kurs: NAV-A-senter og HMS koordinator",
        "Aktuell kommunalsjef",
    ),
    (
        "4",
        "Medarbeidarsamtale.",
        "Årlege medarbeidarsamtalar med alle tilsette og rapporteringsrutiner til "
        "kommunalsjef.",
        "Utvikle kvaliteten på rapportering? Systemer for å sikre god praksis i heile "
        "organisasjonen?",
        "Hausten 2012? Kontinuerleg",
        "Partsamansett møte, arbeidsgruppe.",
        "Aktuell kommunalsjef",
    ),
    (
        "5",
        "Arbeidsmiljøutvalet.",
        "Sikre at informasjon når fram til og blir handsama av AMU.\n"
        "NB: Sekretær er “postkasse” for utvalet.",
        "Lage betre og tydelegare systemer for kva type informasjon og korleis denne "
        "informasjonen skal kanaliserast til AMU.",
        "Start våren 2012. Kontinuerleg.",
        "Partsamansett møte, arbeidsgruppe. (HMS-koordinator)",
        "",
    ),
    (
        "6",
        "Avvikssystemet.",
        "Sikre at heile organisasjonen lojalt føl opp implementering og bruk av "
        "Kvalitetslosen.",
        "Fokusere på arbeidet i prosjektgruppa og arbeidet til partsamansett møte.",
        "Våren 2012 -kontinuerleg",
        "Prosjektleiar Kvalitetslosen og partsamansett møte.",
        "Prosjektleiar rapporterer til styringsgruppa.",
    ),
    (
        "7",
        "HMS-plan.",
        "Etablere rutinar for at det blir utarbeida årlege HMS handlingsplan for "
        "kommunen. Handlingsplan på verksemdsnivå.",
        "Utarbeida eit synleg og fornuftig system for handsaming av HMS-planen.",
        "Haust 2012-kontinuerleg",
        "HMS-koordinator",
        "",
    ),
    (
        "8",
        "Plan for nytilsette.",
        "Sikre at Plan for nytilsette og bruk av prøvetid aktivt blir nytta.",
        "Spørje (undersøking) nytilsette om dei kjenner til planen og om opplevd erfaring.",
        "Sjekk 2012. Når: hausten 2012",
        "Partsamansett møte, arbeidsgruppe. (Personalrådgjevar)",
        "",
    ),
    (
        "9",
        "Alternativ bruk av tildelte ressursar.",
        "Utnytte det økonomiske insitamentet for å redusere sjukefråværet, og bruke "
        "ressursane smartare.",
        "Vidareutvikle dette elementet ut frå ein begrunna klar bestilling frå "
        "leiarteamet.",
        "Start 2012 når rådmannen har gitt oppdraget.",
        "Økonomiavdeling/HMS-koordinator.",
        "Leiarteamet og AMU",
    ),
    (
        "10",
        "Årlege trivselsdagar.",
        "Arrangera årlege “trivselsdagar” der dei gode arbeidsmiljødøma får fokus.",
        "Konferanse",
        "Første samling februar 2012.",
        "Eiga partsamansett arbeidsgruppe.",
        "AMU",
    ),
    (
        "11",
        "Årleg trivselspris.",
        "Legge arbeid i å fokusera på og honorera den gode praksis.\n"
        "Motivera alle partar til å delta",
        "Trekka fram den gode praksis og kva haldningar som ligg til grunn.",
        "Start etter konferansen 2012",
        "Oppnevnt jury.",
        "AMU",
    ),
    (
        "",
        "Forskningsbasert utvikling.",
        "Knytta til oss forskning som kan hjelpa oss i arbeidet med:\n"
        "1)Forske på vår systemiske måte å arbeide på.\n"
        "2)Skyggeforskning og hjelp i å utvikle systemer.",
        "Har vore i kontakt med HEMIL-senteret. Arbeide for å finne finansiering av "
        "prosjektet.",
        "Våren 2012",
        "HMS-koordinator og rådmann.",
        "",
    ),
    (
        "14",
        "Livsfaseorientert personalpolitikk",
        "Innarbeida ein praksis som tilkjennegir ein ivaretakande og inkluderande "
        "personalhaldning frå rekruttering av arbeidstakarar til det å takke av ein "
        "medarbeidar etter endt teneste.",
        "Setje i gong prosessar for å lage eit styringsdokument som er heilskapeleg og "
        "livsfaseorientert. Fokus på: skift og turnusarbeid, anstendige "
        "tilsettingsprosentar, kompetanseoppbygging, seniortiltak, folkehelseaspektet.",
        "Start våren 2012. Sluttført 2013",
        "Rådmannen utarbeider mandat, oppnevner arbeidsgruppe og tidsplan for arbeidet. "
        "Styringsgruppa opnar for at ein kan nytte prosjektmidlar til frikjøp. "
        "Jfr. Sak i Partsamansett møte 21.12.11. (sak117)",
        "Handsaming i AMU og KST",
    ),
]
COLUMNS = [
    "number",
    "focus_area",
    "goal",
    "activity",
    "due_words",
    "responsible_words",
    "report_to",
]
DAY, PERIOD = Measure.Timing.DAY, Measure.Timing.PERIOD
CONTINUOUS, CONDITIONAL = Measure.Timing.CONTINUOUS, Measure.Timing.CONDITIONAL


@pytest.fixture
def bomlo(db):
    Municipality.objects.create(pk=1, name="Bømlo kommune", country="NO")
    return UnitFactory(name="Bømlo", level=Level.MUNICIPALITY)


@pytest.fixture
def coordinator(bomlo):
    """Works on the chief executive's behalf."""
    user = UserFactory(name="HMS-koordinator", unit=bomlo)
    roles.appoint(user, Role.HR, bomlo)
    return user


@pytest.fixture
def client_of_coordinator(as_user, coordinator):
    return as_user(coordinator)


@pytest.fixture
def plan(client_of_coordinator, bomlo):
    """All of it typed into the forms, as the coordinator would."""
    client = client_of_coordinator
    begun = client.post(
        "/plans/add/",
        {
            "unit": bomlo.pk,
            "kind": "project",
            "title": "Saman om ein betre kommune. Mål og handlingsplan.",
            "first_year": 2011,
            "last_year": 2015,
        },
    )
    for text, criterion in GOALS:
        form = {"text": text, "criterion": criterion}
        assert client.post(f"{begun.url}goals/add/", form).status_code == 302
    for row in ROWS:
        # A browser sends line breaks so.
        cells = [cell.replace("\n", "\r\n") for cell in row]
        form = dict(zip(COLUMNS, cells, strict=True))
        answer = client.post(f"{begun.url}rows/add/", form)
        assert answer.status_code == 302, answer.context["form"].errors
    return WorkEnvironmentPlan.objects.get()


def _cells(table):
    return [
        tuple(
            cell.get_text("\n", strip=True)
            for cell in row.find_all(["td", "th"], recursive=False)[:7]
        )
        for row in table.tbody.find_all("tr", recursive=False)
    ]


def test_new_plan_is_called_as_in_the_country(client_of_coordinator, bomlo, parse):
    page = parse(client_of_coordinator.get("/plans/add/"))

    assert page.select_one("[name=title]")["value"] == "HMS-plan"


def test_plan_has_the_goals_as_they_stand(plan, client_of_coordinator, parse):
    page = parse(client_of_coordinator.get(plan.get_absolute_url()))

    goals = [goal.text.split() for goal in page.select("#goals li > .prose")]
    assert goals == [text.split() for text, _criterion in GOALS]
    assert page.select_one("#goals li .detail").text == "under 5,4%"


def test_table_has_the_cells_of_the_plan_in_its_order(
    plan, client_of_coordinator, parse
):
    page = parse(client_of_coordinator.get(plan.get_absolute_url()))

    table = page.select_one("#rows table")
    assert [head.text for head in table.thead.find_all("th")][:7] == HEADINGS
    uncertain = [(*row[:4], f"{row[4]}\nuncertain", *row[5:]) for row in ROWS]
    for cells, row, unsure in zip(_cells(table), ROWS, uncertain, strict=True):
        assert cells in (row, unsure)


def test_times_are_understood(plan):
    understood = {
        row.focus_area: (row.timing, row.starts_on, row.due_on, row.is_uncertain)
        for row in plan.rows()
    }

    autumn, spring = date(2012, 9, 1), date(2012, 3, 1)
    assert understood["Medråderettsmøte."] == (
        PERIOD,
        autumn,
        date(2012, 11, 30),
        False,
    )
    assert understood["Medarbeidarsamtale."][::3] == (CONTINUOUS, True)
    assert understood["HMS-plan."][:2] == (CONTINUOUS, autumn)
    assert understood["Avvikssystemet."][:2] == (CONTINUOUS, spring)
    assert understood["Arbeidsmiljøutvalet."][:2] == (CONTINUOUS, spring)
    assert understood["Alternativ bruk av tildelte ressursar."][0] == CONDITIONAL
    assert understood["Årleg trivselspris."][0] == CONDITIONAL
    assert understood["Livsfaseorientert personalpolitikk"][2] == date(2013, 12, 31)


def test_what_goes_on_all_the_time_is_never_red(plan, client_of_coordinator, parse):
    page = parse(client_of_coordinator.get(plan.get_absolute_url()))

    red = {
        row.select_one(".area").text
        for row in page.select("#rows tbody tr")
        if row.select_one(".ds-tag[data-color=danger]")
    }
    assert red >= {"Medråderettsmøte.", "Plan for nytilsette."}
    assert not red & {
        "Medarbeidarsamtale.",
        "Arbeidsmiljøutvalet.",
        "Avvikssystemet.",
        "HMS-plan.",
        "Alternativ bruk av tildelte ressursar.",
        "Årleg trivselspris.",
    }


def test_filter_shows_rows_without_a_reporting_line(plan, client_of_coordinator, parse):
    page = parse(
        client_of_coordinator.get(f"{plan.get_absolute_url()}?show=unreported")
    )

    rows = [(cells[0], cells[1]) for cells in _cells(page.select_one("#rows table"))]
    assert rows == [
        ("5", "Arbeidsmiljøutvalet."),
        ("7", "HMS-plan."),
        ("8", "Plan for nytilsette."),
        ("", "Forskningsbasert utvikling."),
    ]


def test_whoever_types_sees_to_what_bodies_answer_for(plan, coordinator):
    assert {row.responsible for row in plan.rows()} == {coordinator}


def test_document_has_the_headings_of_the_country_and_all_rows(plan):
    plan_document.make(plan.pk, "en")

    pdf = plan_document.kept(annex=False).made(plan, "en")
    reader = PdfReader(BytesIO(pdf))
    text = " ".join(page.extract_text() for page in reader.pages)
    page = reader.pages[0].mediabox
    assert page.width > page.height
    for heading in HEADINGS:
        assert heading.upper() in text
    flat = "".join(text.split()).replace("\N{HYPHEN}", "").replace("-", "")
    for row in ROWS:
        assert "".join(row[3].split()).replace("-", "") in flat


def test_sheet_has_the_cells_as_typed(plan, client_of_coordinator):
    answer = client_of_coordinator.get(f"{plan.get_absolute_url()}sheet/")

    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = [
        tuple(cell or "" for cell in row)
        for row in sheet.iter_rows(max_col=7, values_only=True)
    ]
    assert rows == [tuple(HEADINGS), *ROWS]
