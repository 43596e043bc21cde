"""What can be imported of units and people, and what other systems call it."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from attachments.importing import words
from attachments.importing.words import normalised


@dataclass(frozen=True)
class Field:
    name: str
    label: Any
    help_text: Any = ""
    is_required: bool = False
    most: int = 200


OF_UNITS = [
    Field(
        "code",
        _("Code"),
        _("What other systems call the unit; it stays when the unit is renamed."),
        is_required=True,
        most=50,
    ),
    Field("name", _("Name"), is_required=True),
    Field("level", _("Level"), _("Municipality, administration, department or unit.")),
    Field("parent", _("Part of (code)"), _("The code of the unit above."), most=50),
    Field("committee", _("Committee")),
    Field(
        "valid_from", _("Valid from"), _("Where a row has another day than the rest.")
    ),
]
OF_PEOPLE = [
    Field("email", _("E-mail of work"), is_required=True, most=254),
    Field("name", _("Name")),
    Field("given_name", _("First name"), _("When the name stands in two columns.")),
    Field("family_name", _("Family name")),
    Field(
        "external_id",
        _("Number or id"),
        _("What tells the person also when the e-mail changes."),
        most=100,
    ),
    Field("unit", _("Workplace (code)"), most=50),
    Field("title", _("Occupation")),
    Field("phone", _("Telephone"), most=30),
    Field("employed_on", _("Employed since")),
    Field("left_on", _("Left on")),
    Field(
        "is_protected",
        _("Protected identity"),
        _("Yes or no. Name and address are shown in the own unit alone."),
    ),
    Field("manages", _("Manager of (codes)"), _("One or several."), most=2_000),
    Field(
        "represents",
        _("Safety representative of (codes)"),
        _("One or several."),
        most=2_000,
    ),
]
FIELDS = {"units": OF_UNITS, "people": OF_PEOPLE}


def field(holds, name):
    return next(each for each in FIELDS[holds] if each.name == name)


def guessed(headers):
    """(what the sheet holds, {field: column}): of whatever more columns are known for."""
    found = {holds: words.guessed_columns(headers, _words()[holds]) for holds in FIELDS}
    if "email" in found["people"]:
        return "people", found["people"]
    if {"code", "name"} <= found["units"].keys():
        return "units", found["units"]
    return "", {}


def guessed_columns(holds, headers):
    return words.guessed_columns(headers, _words()[holds])


def level_of(text):
    """Ours for what the file calls it, or nothing."""
    return _values("levels").get(normalised(text), "")


def truth_of(text):
    """True, False, or None for what is neither."""
    return {"yes": True, "no": False}.get(_values("truths").get(normalised(text)))


@cache
def _words():
    return json.loads((Path(__file__).parent / "words.json").read_text())


@cache
def _values(name):
    return {
        normalised(word): ours
        for ours, theirs in _words()[name].items()
        for word in theirs
    }
