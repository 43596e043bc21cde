"""Short texts to begin from, in the program's own words; one file for each language.

They are proposals: a municipality writes what it means before anybody decides it.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from governing.models import Kind, Theme
from organisation.models import Country

_HERE = Path(__file__).parent
# What the law that asks for it is called, by country.
_LAWS = {
    Country.SE: {
        "policy": "AFS 2023:1",
        "incidents": "AFS 2023:1",
        "victimisation": "AFS 2023:2",
        "violence": "AFS 2023:2",
    },
    Country.NO: {
        "policy": "internkontrollforskriften § 5",
        "incidents": "arbeidsmiljøloven § 5-1",
        "victimisation": "arbeidsmiljøloven § 4-3",
        "violence": "arbeidsmiljøloven § 4-3",
    },
    Country.DK: {
        "policy": "BEK nr. 1838 af 14/12/2023",
        "incidents": "BEK nr. 1838 af 14/12/2023",
        "victimisation": "arbejdsmiljøloven",
        "violence": "arbejdsmiljøloven",
    },
}


class Starter(NamedTuple):
    code: str
    kind: Kind
    themes: list
    is_gone_through: bool
    title: str
    body: str


@cache
def starters(language):
    """By code; in English where the language has none."""
    path = _HERE / f"{language}.toml"
    if not path.exists():
        path = _HERE / "en.toml"
    texts = tomllib.loads(path.read_text())
    return {
        code: Starter(code, kind, themes, is_gone_through, **texts[code])
        for code, kind, themes, is_gone_through in _KINDS
    }


def law_of(code, country):
    return _LAWS[country][code]


_KINDS = [
    ("policy", Kind.POLICY, [Theme.WORK_ENVIRONMENT], True),
    ("incidents", Kind.ROUTINE, [Theme.INCIDENTS], False),
    ("victimisation", Kind.ROUTINE, [Theme.VICTIMISATION], True),
    ("violence", Kind.GUIDELINE, [Theme.VIOLENCE], True),
]
