"""What each kind of incident is called where the municipality lies."""

import json
from functools import cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from incidents.models import Incident

_FOLDER = Path(__file__).parent
SERIOUS = Incident.Severity.SERIOUS
VIOLENCE = "violence"


@cache
def _of_country(country):
    return json.loads((_FOLDER / f"{country}.json").read_text())


def label(kind, *, severity="", is_violence=False, country):
    """“Allvarligt tillbud, hot eller våld”: the kind, how grave, and whether violent.

    What the country's list lacks in the reader's language is said in that language's own
    general words.
    """
    words = _words(kind, severity, country)
    if not is_violence:
        return words
    violence = _card(VIOLENCE, country)
    return f"{words}, {violence[:1].lower()}{violence[1:]}"


def label_of(incident, country):
    return label(
        incident.kind,
        severity=incident.severity,
        is_violence=incident.is_violence,
        country=country,
    )


def cards(country):
    """What the report form offers: the common kinds, then the rest; violence is one."""
    of_country = _of_country(country)
    common = of_country["common"]
    rare = [kind for kind in of_country["offered"] if kind not in common]
    return [
        [(kind, _card(kind, country)) for kind in kinds] for kinds in (common, rare)
    ]


def _card(kind, country):
    if kind == VIOLENCE:
        return _named(VIOLENCE, country) or _("Threats or violence")
    return _words(kind, "", country)


def choices(country):
    """All kinds, those first that the country's form offers first."""
    order = [kind for kind in _of_country(country)["offered"] if kind != VIOLENCE]
    values = sorted(Incident.Kind.values, key=lambda kind: _place(kind, order))
    return [(value, _words(value, "", country)) for value in values]


def _place(kind, order):
    return order.index(kind) if kind in order else len(order)


def _words(kind, severity, country):
    if severity != SERIOUS:
        return _named(kind, country) or str(Incident.Kind(kind).label)
    if named := _named(f"{kind}:{SERIOUS}", country):
        return named
    plain = _words(kind, "", country)
    # Every death is serious; the others say it.
    return plain if kind == Incident.Kind.DEATH else _("%s, serious") % plain


def _named(key, country):
    language = (get_language() or "sv")[:2]
    return _of_country(country)["labels"].get(language, {}).get(key)
