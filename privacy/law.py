"""What differs between the countries: where one complains, why something is withheld.

Chapters and sections as they stand in the acts; whoever decides looks them up.
"""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from organisation.models import Country


class Authority(NamedTuple):
    """The supervisory authority for personal data, to which one may complain."""

    name: str
    address: str


_AUTHORITIES = {
    Country.SE: Authority("Integritetsskyddsmyndigheten (IMY)", "imy.se"),
    Country.NO: Authority("Datatilsynet", "datatilsynet.no"),
    Country.DK: Authority("Datatilsynet", "datatilsynet.dk"),
}

# {country: [(code, words)]}: provisions on secrecy that records of the work environment
# meet. A code is kept, the words are told.
_PROVISIONS = {
    Country.SE: [
        ("OSL 21:1", _("health and sexual life of an individual (OSL 21:1)")),
        ("OSL 21:3", _("addresses of persecuted persons (OSL 21:3)")),
        ("OSL 21:7", _("use of personal data against the GDPR (OSL 21:7)")),
        ("OSL 23", _("pupils and their personal matters (OSL chapter 23)")),
        ("OSL 25", _("health care (OSL chapter 25)")),
        ("OSL 26", _("social services (OSL chapter 26)")),
        ("OSL 39:1", _("staff welfare: psychologist, company health (OSL 39:1)")),
        ("OSL 39:2", _("health of staff, rehabilitation (OSL 39:2)")),
        ("OSL 39:3", _("addresses of staff at risk of violence (OSL 39:3)")),
        ("OSL 17", _("inspection or control under way (OSL chapter 17)")),
        ("OSL 18:8", _("security of buildings and systems (OSL 18:8)")),
    ],
    Country.NO: [
        ("offl. § 13", _("duty of confidentiality (offentleglova § 13)")),
        ("fvl. § 13", _("personal matters (forvaltningsloven § 13)")),
        ("offl. § 14", _("internal documents (offentleglova § 14)")),
        ("offl. § 24", _("control, and reports of violations (offentleglova § 24)")),
        ("offl. § 25", _("appointments and staff (offentleglova § 25)")),
        (
            "offl. § 26",
            _("photos in a register of persons and others (offentleglova § 26)"),
        ),
    ],
    Country.DK: [
        ("offl. § 21", _("staff matters (offentlighedsloven § 21)")),
        ("offl. § 23", _("internal documents (offentlighedsloven § 23)")),
        ("offl. § 30", _("private matters (offentlighedsloven § 30)")),
        ("offl. § 33", _("control, and other interests (offentlighedsloven § 33)")),
        ("fvl. § 15", _("the interest of others (forvaltningsloven § 15)")),
    ],
}
# For a request of the person: also what is no secrecy against them.
_OWN = [
    ("others", _("the rights of other people (GDPR art. 15.4)")),
    ("investigation", _("an investigation that is going on")),
    ("another", _("it is about somebody else of the same name")),
]
# To whom one appeals a refused document, and in what time.
_APPEALS = {
    Country.SE: _(
        "You may appeal to the administrative court of appeal (kammarrätten). Write to the municipality within three weeks from the day on which you received the decision, say which decision you appeal against and what you want changed. The municipality hands the letter on."
    ),
    Country.NO: _(
        "You may complain to the county governor (statsforvalteren). Send the complaint to the municipality within three weeks; the municipality hands it on. You may ask for a closer reason within three weeks."
    ),
    Country.DK: _(
        "You may complain to the appeals body for the matter itself (Ankestyrelsen for municipalities). Send the complaint to the municipality, which hands it on."
    ),
}


def authority(country):
    return _AUTHORITIES[Country(country)]


def appeal(country):
    return _APPEALS[Country(country)]


def provisions(country, *, of_person=False):
    """[(code, words)] to choose among."""
    return [*(_OWN if of_person else []), *_PROVISIONS[Country(country)]]


def secrecy_words(codes):
    """The words of codes in a text with commas; what is no code stands as it is."""
    known = dict(_OWN)
    for those in _PROVISIONS.values():
        known.update(those)
    parts = [part.strip() for part in codes.split(";") if part.strip()]
    return "; ".join(str(known.get(part, part)) for part in parts)
