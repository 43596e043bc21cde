"""What can be imported, and what other systems call it."""

import json
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from attachments.importing import words
from attachments.importing.words import normalised
from incidents import kinds
from incidents.models import Code, Details, Incident

SERIOUS = Incident.Severity.SERIOUS
OPEN, CLOSED = "open", "closed"
YES, NO = "yes", "no"
# The choice for a value whose rows are left out.
LEAVE_OUT = "-"
# A column with more values than this is none that one chooses from.
MOST_VALUES = 60


class Holds(Enum):
    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    # One of a few words of ours; each value of the file is given one.
    CHOICE = "choice"
    # One of many things that have a name or a code.
    CODE = "code"
    UNIT = "unit"


@dataclass(frozen=True)
class Field:
    name: str
    label: Any
    holds: Holds = Holds.TEXT
    is_required: bool = False
    of_details: bool = False


FIELDS = {
    field.name: field
    for field in [
        Field("external_id", _("Number in the former system"), is_required=True),
        Field("kind", _("Kind"), Holds.CHOICE),
        Field("unit", _("Where it happened"), Holds.UNIT, is_required=True),
        Field("occurred_on", _("Day that it happened"), Holds.DAY, is_required=True),
        Field("reported_at", _("Day that it was reported"), Holds.DAY),
        Field("status", _("Open or closed"), Holds.CHOICE),
        Field("closed_at", _("Day that it was closed"), Holds.DAY),
        Field("description", _("What happened"), is_required=True),
        Field("place", _("Place")),
        Field("immediate_action", _("What was done at once")),
        Field("findings", _("What the investigation showed")),
        Field("severity", _("Severity"), Holds.CHOICE),
        Field("is_violence", _("Threats or violence"), Holds.CHOICE),
        Field("cause", _("Cause"), Holds.CODE),
        Field("body_part", _("Part of the body"), Holds.CODE, of_details=True),
        Field("injury_type", _("Kind of injury"), Holds.CODE, of_details=True),
        Field("absence_days", _("Days of absence"), Holds.NUMBER, of_details=True),
        Field("sex", _("Sex"), Holds.CHOICE, of_details=True),
        Field("age_group", _("Age"), Holds.CHOICE, of_details=True),
        Field("occupation", _("Occupation"), Holds.CODE, of_details=True),
    ]
}
# Whose values cannot be left empty: each is given a word, or its rows are left out.
DECIDED = ("kind", "status")
CODE_LISTS = {
    "cause": Code.List.DEVIATION,
    "body_part": Code.List.BODY_PART,
    "injury_type": Code.List.INJURY_TYPE,
    "occupation": Code.List.OCCUPATION,
}
# Up to which age each group goes.
_AGES = [(24, "under_25"), (34, "25_34"), (44, "35_44"), (54, "45_54"), (64, "55_64")]


def kind_choices(country):
    """“Allvarligt tillbud” of another system is a kind and a severity of ours."""
    plain = kinds.choices(country)
    by_kind = ("near_miss", "accident")
    serious = [
        (f"{kind}:serious", kinds.label(kind, severity=SERIOUS, country=country))
        for kind in by_kind
    ]
    violent = [
        (f"{kind}:violence", kinds.label(kind, is_violence=True, country=country))
        for kind in by_kind
    ]
    return [*plain, *serious, *violent]


def choices(name, country):
    """Our words for a field that holds a choice."""
    return {
        "kind": lambda: kind_choices(country),
        "status": lambda: [(OPEN, _("Still open")), (CLOSED, _("Closed"))],
        "severity": lambda: Incident.Severity.choices[1:],
        "is_violence": lambda: [(YES, _("Yes")), (NO, _("No"))],
        "sex": lambda: Details.Sex.choices,
        "age_group": lambda: Details.AgeGroup.choices,
    }[name]()


def guessed_columns(headers):
    """{field: number of the column} for the headings that some system is known to have."""
    return words.guessed_columns(headers, _words()["headers"])


def guessed_choice(name, value):
    """Our word for what the file says, or nothing."""
    return _meanings(name).get(normalised(value), "")


def age_group(age):
    return next((group for up_to, group in _AGES if age <= up_to), "65_over")


@cache
def _words():
    return json.loads((Path(__file__).parent / "words.json").read_text())


@cache
def _meanings(name):
    return {
        normalised(word): ours
        for ours, theirs in _words()["values"][name].items()
        for word in theirs
    }
