"""What may have happened: texts put together of parts, in several thousand combinations."""

import tomllib
from typing import NamedTuple

from demo.tree import DATA
from incidents.models import Incident

_ANYWHERE = "*"
# On a usual day, one of the moments of any workplace; else one of the workplace's own.
_USUAL = 0.35
# How often one writes in another language, where the situation has such a text.
_FOREIGN = 0.08


class Harm(NamedTuple):
    """How somebody was hurt, in words and in the codes that stand for them."""

    words: str
    injury_type: str
    body_part: str
    # Of absence, where the words tell.
    days: int | None = None


class Report(NamedTuple):
    description: str
    immediate_action: str
    language: str = "sv"


class Story(NamedTuple):
    report: Report
    place: str
    harm: Harm | None
    # How it was done; nothing where it was not violence.
    violence: str
    finding: str
    # Each answer is asked why, down to the last.
    whys: list
    # (activity, goal, kind of control) of what was done about it.
    measures: list
    # The row of `situations.toml`, with all that does not vary.
    situation: dict

    @property
    def is_violence(self):
        return bool(self.violence)

    @property
    def has_weapon(self):
        """Whether the text has the word for one that the situation names."""
        weapon = self.situation.get("weapon")
        return bool(weapon) and weapon in self.report.description


class Situations:
    def __init__(self):
        data = tomllib.loads((DATA / "situations.toml").read_text())
        self._moments = data["moments"]
        self._situations = data["situations"]

    def tell(self, random, *, kind, workplace, month):
        """One thing that may have happened to the kind of workplace in the month."""
        possible = [
            situation
            for situation in self._situations
            if kind in situation["kinds"]
            and {workplace, _ANYWHERE} & set(situation["workplaces"])
            and month in situation.get("months", range(1, 13))
        ]
        shares = [situation.get("share", 1) for situation in possible]
        situation = random.choices(possible, shares)[0]
        event = random.randrange(len(situation["events"]))
        finding = random.randrange(len(situation["findings"]))
        harm = _harm(random, situation, kind)
        return Story(
            report=_foreign(random, situation, kind)
            or self._report(random, situation, event, kind, harm, workplace),
            place=random.choice(situation["places"]),
            harm=harm,
            violence=situation["violence"][event] if "violence" in situation else "",
            finding=situation["findings"][finding],
            whys=situation["whys"][finding % len(situation["whys"])],
            measures=_some(random, situation["measures"]),
            situation=situation,
        )

    def _report(self, random, situation, event, kind, harm, workplace):
        usual = "any" if random.random() < _USUAL else workplace
        moment = random.choice(situation.get("moments", self._moments[usual]))
        sentences = [f"{moment} {situation['events'][event]}."]
        if harm:
            sentences.append(harm.words)
        elif kind in Incident.Kind.near_misses:
            sentences.append(random.choice(situation["spared"]))
        return Report(" ".join(sentences), random.choice([*situation["immediate"], ""]))


def _harm(random, situation, kind):
    if kind not in Incident.Kind.injuries:
        return None
    comes_creeping = kind == Incident.Kind.OCCUPATIONAL_DISEASE and "ill" in situation
    return Harm(*random.choice(situation["ill" if comes_creeping else "harmed"]))


def _foreign(random, situation, kind):
    rows = [row for row in situation.get("reports", []) if row["kind"] == kind]
    if not rows or random.random() > _FOREIGN:
        return None
    row = random.choice(rows)
    return Report(row["description"], row["immediate"], row["language"])


def _some(random, measures):
    """Mostly one measure, at times two or none."""
    number = random.choices([0, 1, 2], [1, 6, 2])[0]
    return random.sample(measures, min(number, len(measures)))
