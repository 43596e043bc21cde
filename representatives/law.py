"""What a representative's request and stop are called, and rest on, where one is."""

from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from organisation.models import Country, Municipality


class Law(NamedTuple):
    """One country's; what is named in none of its words has the program's general ones."""

    request_basis: str
    stop_basis: str
    authority: str
    names: dict

    @property
    def request_name(self):
        return self._named("request") or _("Request for measures")

    @property
    def stop_name(self):
        return self._named("stop") or _("Stop of dangerous work")

    def _named(self, what):
        language = (get_language() or "")[:2]
        return self.names.get(language, {}).get(what)


_LAWS = {
    Country.SE: Law(
        request_basis="Arbetsmiljölagen 6 kap. 6 a §",
        stop_basis="Arbetsmiljölagen 6 kap. 7 §",
        authority="Arbetsmiljöverket",
        names={"sv": {"request": "Framställan om åtgärder", "stop": "Skyddsstopp"}},
    ),
    Country.NO: Law(
        request_basis="Arbeidsmiljøloven § 6-2",
        stop_basis="Arbeidsmiljøloven § 6-3",
        authority="Arbeidstilsynet",
        names={
            "nn": {
                "request": "Førespurnad frå verneombodet",
                "stop": "Stansing av farleg arbeid",
            },
            "nb": {
                "request": "Henvendelse fra verneombudet",
                "stop": "Stansing av farlig arbeid",
            },
        },
    ),
    Country.DK: Law(
        request_basis="Bekendtgørelsen om systematisk arbejdsmiljøarbejde",
        stop_basis="Bekendtgørelsen om systematisk arbejdsmiljøarbejde",
        authority="Arbejdstilsynet",
        names={
            "da": {
                "request": "Henvendelse fra arbejdsmiljørepræsentanten",
                "stop": "Standsning af farligt arbejde",
            }
        },
    ),
}


def law_of(country):
    return _LAWS[Country(country)]


def in_context():
    """What pages need to name things: read once, for the page and for its head."""
    municipality = Municipality.objects.current()
    country = municipality.country if municipality else Country.SE
    return {"municipality": municipality, "law": law_of(country)}
