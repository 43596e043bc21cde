"""What may have happened: texts put together of parts, in several thousand combinations."""

import tomllib
from typing import NamedTuple

from demo.tree import DATA
from incidents.models import Incident

_ANYWHERE = "*"
# On a usual day, one of the moments of any workplace; else one of the workplace's own.
_USUAL = 0.35


class Story(NamedTuple):
    description: str
    place: str
    immediate_action: str
    finding: str
    cause: str
    is_violence: bool
    # (activity, goal, kind of control) of what was done about it.
    measures: list


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
        return Story(
            description=self._describe(random, situation, kind, workplace),
            place=random.choice(situation["places"]),
            immediate_action=random.choice([*situation["immediate"], ""]),
            finding=random.choice(situation["findings"]),
            cause=situation["cause"],
            is_violence=situation.get("is_violence", False),
            measures=_some(random, situation["measures"]),
        )

    def _describe(self, random, situation, kind, workplace):
        usual = "any" if random.random() < _USUAL else workplace
        moment = random.choice(situation.get("moments", self._moments[usual]))
        sentences = [f"{moment} {random.choice(situation['events'])}."]
        if kind == Incident.Kind.OCCUPATIONAL_DISEASE and "ill" in situation:
            sentences.append(random.choice(situation["ill"]))
        elif kind in Incident.Kind.injuries:
            sentences.append(random.choice(situation["harmed"]))
        elif kind in Incident.Kind.near_misses:
            sentences.append(random.choice(situation["spared"]))
        return " ".join(sentences)


def _some(random, measures):
    """Mostly one measure, at times two or none."""
    number = random.choices([0, 1, 2], [1, 6, 2])[0]
    return random.sample(measures, min(number, len(measures)))
