"""AMU's mailbox in Bømlo: whoever is entitled sends a matter to the committee's secretary,
has a receipt, sees how it is handled and treated at a meeting, and reads the answer."""

import pytest

from meetings.models import MailboxMatter
from sam.dates import today
from tests.browser.test_bomlo_survey import amu, oyvik  # noqa: F401
from tests.browser.walking import PHONE

pytestmark = pytest.mark.browser

NOISE = "Støy i SFO, ikkje løyst sidan mars"
PANELS = "Kommunen set opp lyddempande plater før jul."


def test_matter_gets_a_receipt_a_meeting_and_an_answer(at_work, oyvik, amu):  # noqa: F811
    verneombod = at_work(oyvik.verneombod, width=PHONE).opens("Arbeidet i året")
    verneombod.follows("Møte", "Innboks", "Send ei sak")
    verneombod.answers({
        "Til kven?": "AMU",
        "Med få ord": NOISE,
        "Kva vil du seie?": "Vi har bede om hjelp to gonger.",
    }).ticks("Noko som ikkje er løyst").presses("Send")  # fmt: skip
    verneombod.reads("Saka er motteken. Her ser du nummeret", NOISE)
    matter = MailboxMatter.objects.get()
    verneombod.reads(matter.reference, "Motteken").ends()

    sekretar = at_work(oyvik.sekretar)
    sekretar.follows(f"Avgjer kva det blir av saka: {NOISE}")
    sekretar.reads("Vigdis Vik", "Vi har bede om hjelp to gonger.").follows(
        "Be om meir"
    )
    sekretar.answers({"Kva treng du å vite?": "Kva er målt?"}).presses("Be om meir")
    verneombod.opens("Start").follows(f"Fortel meir om det du sende: {NOISE}")
    verneombod.reads("Kva er målt?").follows("Fortel meir")
    verneombod.answers({"Kva vil du leggje til?": "82 dB i mars."})
    verneombod.presses("Fortel meir").reads("82 dB i mars.")

    sekretar.opens("Start").follows(f"Avgjer kva det blir av saka: {NOISE}")
    sekretar.follows("Sak på eit møte").presses("Sak på eit møte")
    sekretar.reads("Saka står på saklista for møtet.").ends()
    sekretar.opens("Arbeidet i året").follows("Møte", "AMU", "Kall inn til møtet")
    sekretar.presses("Kall inn til møtet").reads(NOISE).follows("Skriv referat")
    sekretar.answers({"Kva som vart sagt og vedteke": PANELS})
    sekretar.presses("Lagre punktet").follows("Legg til eit tiltak")
    sekretar.answers(
        {"Kva skal gjerast?": "Tinge plater", "Når skal det vere ferdig?": today()}
    )
    sekretar.ticks("Hilde Hauge").presses("Legg til tiltaket")
    sekretar.follows("Møtet vart halde").presses("Møtet vart halde")
    sekretar.follows("Godkjenn referatet").presses("Godkjenn referatet")
    sekretar.reads("Referatet godkjent", "Tinge plater").ends()

    verneombod.opens("Start").follows(f"Les svaret på det du sende: {NOISE}")
    verneombod.reads("Kva møtet vedtok", PANELS, "Tinge plater", "Hilde Hauge").ends()
    leiar = at_work(oyvik.leiar, width=PHONE).opens("Arbeidet i året")
    leiar.follows("Møte", "Innboks").reads("Ingenting er sendt enno").ends()
