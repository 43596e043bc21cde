"""What the columns and the words of a file mean.

Meanings are kept as {"columns": {heading: one of Holds, or "quantity:<code>"},
"committees": {word: id as text}, "sexes": {word: ours}, "quantities": {word: code}, "year": that of
months without one, "quantity": that of all figures where no column says it}. LEAVE_OUT in
the place of a word's meaning leaves its rows out.
"""

import re
from difflib import get_close_matches

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisation.models import Committee
from reports.importing import cells
from reports.metrics import Sex
from reports.models import ImportMapping, Quantity

LEAVE_OUT = "-"
OF_QUANTITY = "quantity:"
OF_WORDS = ("committees", "sexes", "quantities")


class Holds(models.TextChoices):
    """What a column can hold beside the figures of one quantity."""

    COMMITTEE = "committee", _("Committee")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")
    SEX = "sex", _("Sex")
    AGE = "age", _("Age")
    QUANTITY = "quantity", _("Which quantity the row tells of")
    MONTHS = "months", _("The figures of the month in the heading")


# The spreadsheet that can be downloaded and filled: its words, whatever the reader speaks.
COMMITTEE, PERIOD, SEX = "Nämnd", "Period", "Kön"
HEADINGS = {
    "Ordinarie arbetstid (timmar)": "scheduled_hours",
    "Sjukfrånvaro dag 1–14 (timmar)": "sick_hours_short",
    "Sjukfrånvaro dag 15– (timmar)": "sick_hours_long",
    "Medelantal anställda": "employees",
    "Externa avgångar": "external_leavers",
    "varav pensionsavgångar": "pension_leavers",
    "Mertid/fyllnadstid (timmar)": "additional_hours",
    "Övertid (timmar)": "overtime_hours",
}
COLUMNS = [COMMITTEE, PERIOD, SEX, *HEADINGS]
SHIPPED = {
    "columns": {
        COMMITTEE: Holds.COMMITTEE.value,
        PERIOD: Holds.MONTH.value,
        SEX: Holds.SEX.value,
    }
    | {heading: f"{OF_QUANTITY}{code}" for heading, code in HEADINGS.items()}
}
_SEXES = {
    Sex.WOMEN: ["k", "kvinna", "kvinnor", "kvinne", "kvinner", "kvinder", "f", "women"],
    Sex.MEN: ["m", "man", "män", "mann", "menn", "mand", "mænd", "men"],
}
_TOTALS = ["totalt", "total", "totala", "summa", "samtliga", "alla", "alle", "all"]
_CALLED = {
    Holds.COMMITTEE: ["nämnd", "nämnden", "utvalg", "udvalg", "committee"],
    Holds.MONTH: ["period", "månad", "måned", "month", "årmånad", "datum"],
    Holds.YEAR: ["år", "year"],
    Holds.SEX: ["kön", "kjønn", "køn", "sex", "gender"],
    Holds.AGE: ["ålder", "åldersgrupp", "alder", "age"],
    Holds.QUANTITY: ["mått", "nyckeltal", "uppgift", "variabel", "mängd", "measure"],
}


class Words:
    """What is known of committees, sexes and quantities by what files call them."""

    def __init__(self, meanings=None):
        meanings = meanings or {}
        self.committees = {
            committee.name.casefold(): committee.pk
            for committee in Committee.objects.all()
        }
        self.by_id = {str(pk): pk for pk in self.committees.values()}
        self.sexes = {
            word: sex.value for sex, words in _SEXES.items() for word in words
        }
        delivered = Quantity.objects.filter(source=Quantity.Source.IMPORTED)
        self.quantities = {
            normalised(word): code
            for code, label in delivered.values_list("code", "label")
            for word in (code, label)
        } | {normalised(heading): code for heading, code in HEADINGS.items()}
        self.said = {kind: meanings.get(kind, {}) for kind in OF_WORDS}

    def committee(self, word):
        """An id, LEAVE_OUT, or None for what is not known."""
        said = self.said["committees"].get(word)
        if said == LEAVE_OUT:
            return said
        return self.by_id.get(said, self.committees.get(word.casefold()))

    def sex(self, word):
        """Ours, “” for all, LEAVE_OUT, or None."""
        said = self.said["sexes"].get(word)
        return self.sexes.get(word.casefold()) if said is None else said

    def quantity(self, word):
        """A code, LEAVE_OUT, or None."""
        said = self.said["quantities"].get(word)
        return self.quantities.get(normalised(word)) if said is None else said

    def like_committee(self, word):
        """What to propose: a committee called nearly so; a total is left out."""
        if word.casefold() in _TOTALS:
            return LEAVE_OUT
        near = get_close_matches(word.casefold(), self.committees, n=1, cutoff=0.8)
        return self.committees[near[0]] if near else ""

    def like_sex(self, word):
        return LEAVE_OUT if word.casefold() in _TOTALS else ""


def merged(before, said):
    """What is said now over what was said before; of words each for itself."""
    words = {
        kind: before.get(kind, {}) | said[kind] for kind in OF_WORDS if kind in said
    }
    return before | said | words


def unknown_words(sheet, meanings):
    """{kind: {word: in how many rows}} that somebody must say the meaning of."""
    words = Words(meanings)
    asked = {
        "committees": (Holds.COMMITTEE, words.committee),
        "sexes": (Holds.SEX, words.sex),
        "quantities": (Holds.QUANTITY, words.quantity),
    }
    unknown = {
        kind: {
            word: number
            for heading, meaning in meanings["columns"].items()
            if meaning == holds
            for word, number in sheet.words(heading).items()
            if meaning_of(word) is None
        }
        for kind, (holds, meaning_of) in asked.items()
    }
    return {kind: found for kind, found in unknown.items() if found}


def is_total(word):
    return word.casefold() in _TOTALS


def is_shipped(headings):
    return set(COLUMNS) <= set(headings)


def remembered(headings):
    """What the same headings meant the last time; None when they are new."""
    return ImportMapping.objects.filter(headings=headings).first()


def guessed_columns(headings):
    """{heading: meaning} as far as the headings tell by themselves."""
    if is_shipped(headings):
        return SHIPPED["columns"]
    quantities = Words().quantities
    guessed: dict[str, str] = {}
    for heading in headings:
        plain = normalised(heading)
        holds = next((each for each, words in _CALLED.items() if plain in words), None)
        if holds and holds.value not in guessed.values():
            guessed[heading] = holds.value
        elif code := quantities.get(plain):
            guessed[heading] = f"{OF_QUANTITY}{code}"
        elif cells.is_month(heading):
            guessed[heading] = Holds.MONTHS.value
    return guessed


def quantity_of(meaning):
    """The code that a column's meaning names, or nothing."""
    return meaning.removeprefix(OF_QUANTITY) if OF_QUANTITY in meaning else ""


def normalised(text):
    """What is left of a word when case, spaces and signs do not count."""
    return re.sub(r"[\W_]+", "", text.casefold())
