"""What is told of the person, the event and what it led to, as one might fill it in."""

import tomllib
from datetime import timedelta

from demo.tree import DATA
from incidents.models import Details, Incident

Absence, PartOfDay, Violence = Details.Absence, Details.PartOfDay, Details.Violence
Police, Crisis = Details.PoliceReport, Details.CrisisSupport
Affected, Kind = Incident.Affected, Incident.Kind
_LISTS = ["occupation", "activity", "agent", "injury_type", "body_part"]

_EMPLOYMENTS = dict(zip(Details.Employment, [76, 12, 8, 2, 2], strict=True))
_AGES = dict(zip(Details.AgeGroup, [8, 20, 24, 25, 20, 3], strict=True))
_SENIORITIES = dict(zip(Details.Seniority, [18, 34, 48], strict=True))
# Of those who are hurt in each way (ESAW), the share in each class of absence.
_ABSENCES = {
    "010": [70, 22, 7, 1],
    "020": [5, 15, 35, 45],
    "030": [45, 30, 18, 7],
    "050": [10, 35, 35, 20],
    "060": [70, 20, 8, 2],
    "070": [30, 35, 30, 5],
    "090": [60, 15, 15, 10],
    "110": [40, 30, 20, 10],
    "999": [35, 15, 20, 30],
}
# Days at least, at most and most often.
_DAYS = {
    Absence.NONE: (0, 0, 0),
    Absence.FROM_1: (1, 3, 2),
    Absence.FROM_4: (4, 14, 6),
    Absence.FROM_15: (15, 120, 22),
}
_CRISIS = {Crisis.ACCEPTED: 30, Crisis.DECLINED: 25, Crisis.NOT_NEEDED: 45}
# Children are not reported; others mostly when it was more than words.
_REPORTED_TO_POLICE = {Violence.PHYSICAL: 0.35, Violence.VERBAL: 0.15}
_BY_CHILDREN = Details.Perpetrator.PUPIL


class DetailsDrawer:
    """Draws the details of one incident after the other from its story."""

    def __init__(self, random, codes, *, until):
        self._random, self._codes, self._until = random, codes, until
        self._staff = tomllib.loads((DATA / "staff.toml").read_text())

    def draw(self, incident, happening):
        fields = self._event(incident, happening.story)
        if incident.affected in (Affected.SELF, Affected.EMPLOYEE):
            fields |= self._person(happening.workplace.kind)
        if happening.story.is_violence:
            fields |= self._violence(incident, happening.story)
        if incident.kind == Kind.VICTIMISATION:
            fields |= {
                "perpetrator": self._random.choice(
                    happening.story.situation["perpetrators"]
                ),
                "crisis_support": self._any_of(_CRISIS),
            }
        if happening.story.harm:
            fields |= self._consequence(incident, happening.story.harm)
        return Details(incident=incident, **self._coded(fields))

    def _person(self, workplace):
        staff = self._staff[workplace]
        is_woman = self._random.random() < staff["women"]
        return {
            "employment_form": self._any_of(_EMPLOYMENTS),
            "occupation": self._any_of(staff["occupations"]),
            "age_group": self._any_of(_AGES),
            "sex": Details.Sex.WOMAN if is_woman else Details.Sex.MAN,
            "seniority": self._any_of(_SENIORITIES),
        }

    def _event(self, incident, story):
        return {
            "activity": story.situation["activity"],
            "agent": story.situation["agent"],
            "was_alone": self._random.random() < 0.25,
            "part_of_day": _part_of_day(incident),
        }

    def _violence(self, incident, story):
        is_hurt = story.harm and story.harm.injury_type != "110"
        by = self._random.choice(story.situation["perpetrators"])
        violence = Violence.PHYSICAL if is_hurt else story.violence
        chance = 0 if by == _BY_CHILDREN else _REPORTED_TO_POLICE.get(violence, 0.25)
        is_reported = self._random.random() < chance
        drawn = self._random.randint(100_000, 999_999)
        year = incident.occurred_on.year % 100
        return {
            "violence": violence,
            "perpetrator": by,
            "had_weapon": story.has_weapon,
            "police_report": Police.MADE if is_reported else Police.NOT_MADE,
            "police_number": f"5000-K{drawn}-{year}" if is_reported else "",
            "crisis_support": self._any_of(_CRISIS),
        }

    def _consequence(self, incident, harm):
        days = self._days(harm)
        first = incident.occurred_on + timedelta(days=1)
        # Those who are still away have been so until now.
        days = max(0, min(days, (self._until - first).days))
        return {
            "injury_type": harm.injury_type,
            "body_part": harm.body_part,
            "several_injured": False,
            "absence": Absence.of(days),
            "absence_days": days,
            "first_absence_on": first if days else None,
            "claim_expected": True if days > _DAYS[Absence.FROM_4][1] else None,
        }

    def _days(self, harm):
        if harm.days is not None:
            return harm.days
        shares = dict(zip(Absence, _ABSENCES[harm.injury_type], strict=True))
        return round(self._random.triangular(*_DAYS[self._any_of(shares)]))

    def _coded(self, fields):
        codes = {
            list: self._codes[list, fields[list]] for list in _LISTS if list in fields
        }
        return fields | codes

    def _any_of(self, weights):
        return self._random.choices(list(weights), list(weights.values()))[0]


def _part_of_day(incident):
    if incident.kind == Kind.COMMUTING_ACCIDENT:
        return PartOfDay.OFF_WORK
    hour = incident.occurred_time.hour
    if hour < 8:
        return PartOfDay.START
    if hour == 12:
        return PartOfDay.BREAK
    return PartOfDay.END if hour >= 16 else PartOfDay.DURING
