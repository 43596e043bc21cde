"""Which workplaces have made the rounds that they should, in twelve months.

What a workplace should make is said by the recurring rounds of itself and of those above
it, by what they survey; who has none of those should make one round, of whatever kind.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from organisation.models import Level, Placement
from riskassessment.models import Area, InspectionRound, Participant, RoundSchedule

# Any round, for workplaces for which nothing is planned to come back.
ANY = ""
Status = InspectionRound.Status


class State(StrEnum):
    """How far a workplace, or many, have come; the report's answers have the same words."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"

    @property
    def label(self):
        return {"yes": _("Yes"), "partly": _("Partly"), "no": _("No")}[self.value]

    @property
    def tone(self):
        return {"yes": "success", "partly": "warning", "no": "danger"}[self.value]

    @classmethod
    def of(cls, states):
        """Of many: yes when all are, no when all are; none of nothing."""
        states = set(states)
        if len(states) == 1:
            return states.pop()
        return cls.PARTLY if states else None


class Need(NamedTuple):
    """So many rounds within so many months."""

    rounds: int
    months: int


@dataclass(frozen=True)
class Workplace:
    """A unit as it was placed, with the state of each area that it should survey."""

    unit_id: int
    name: str
    lineage: tuple
    committee_id: int | None
    areas: dict
    # Areas for which a round is planned or going on, but not yet made.
    on_the_way: frozenset

    @cached_property
    def state(self):
        return State.of(self.areas.values())


class Share(NamedTuple):
    """So many of the workplaces that should have."""

    done: int
    all: int

    @property
    def is_whole(self):
        return self.done == self.all


class Coverage:
    """Of the twelve months that end on the day `until`, for units as they were that day.

    Four queries, however many units there are. `reached` narrows the units: a function of
    a unit's lineage.
    """

    def __init__(self, until, *, reached=None):
        self.until = until
        self.workplaces = list(self._read(reached or (lambda lineage: True)))

    @cached_property
    def areas(self):
        """The areas that any of them should survey, in the order of Area."""
        wanted = {area for each in self.workplaces for area in each.areas}
        return [area for area in [*Area.values, ANY] if area in wanted]

    @property
    def state(self):
        return State.of(each.state for each in self.workplaces)

    @property
    def lacking(self):
        """Those that make the answer another than yes."""
        return [each for each in self.workplaces if each.state != State.YES]

    def lacking_in(self, area):
        return [
            each
            for each in self.workplaces
            if area in each.areas and each.areas[area] != State.YES
        ]

    def below(self, unit_id):
        """The same of a unit and what hangs below it."""
        return self._narrowed(lambda each: unit_id in each.lineage)

    def of_committee(self, committee_id):
        return self._narrowed(lambda each: each.committee_id == committee_id)

    def _narrowed(self, belongs):
        narrowed = object.__new__(Coverage)
        narrowed.until = self.until
        narrowed.workplaces = [each for each in self.workplaces if belongs(each)]
        return narrowed

    def share(self, area=None):
        """Of those that should survey the area, or of all for all that they should."""
        if area is None:
            states = [each.state for each in self.workplaces]
        else:
            states = [
                each.areas[area] for each in self.workplaces if area in each.areas
            ]
        return Share(states.count(State.YES), len(states))

    def _read(self, reached):
        needs_of = _needs(self.until)
        placements = Placement.objects.on(self.until).order_by("name", "unit")
        placements = placements.values_list(
            "unit_id", "name", "level", "lineage", "answers_to_id"
        )
        rows = [
            (row, needs)
            for row in placements
            if (needs := needs_of(row[0], row[2], row[3])) and reached(row[3])
        ]
        longest = max(
            (need.months for _row, needs in rows for need in needs.values()), default=12
        )
        made = _made(self.until, longest)
        going_on = _going_on()
        for (unit_id, name, _level, lineage, committee), needs in rows:
            yield Workplace(
                unit_id,
                name,
                tuple(lineage),
                committee,
                {
                    area: _state(made[unit_id], area, need)
                    for area, need in needs.items()
                },
                frozenset(going_on[unit_id]),
            )


def _needs(until):
    """A function of unit, level and lineage: {area: Need}; nothing for what is no workplace.

    Of several recurring rounds about the same area the most frequent counts. One that has
    begun, or ended, within the time asks for no more rounds than its days in it.
    """
    own, below = defaultdict(list), defaultdict(list)
    since = until - relativedelta(months=12)
    schedules = RoundSchedule.objects.filter(first_on__lte=until)
    for schedule in schedules.exclude(ended_on__lte=since):
        place = below if schedule.is_for_each_below else own
        months = schedule.every_months
        begin = until - relativedelta(months=max(12, months))
        days = schedule.days(since=begin + relativedelta(days=1), until=until)
        if days:
            need = Need(len(days), max(12, months))
            place[schedule.unit_id].append((schedule.area, need))

    def needs_of(unit_id, level, lineage):
        found = list(own[unit_id]) if unit_id in own else []
        if level == Level.UNIT:
            found += [
                each for above in lineage if above in below for each in below[above]
            ]
            found = found or [(ANY, Need(1, 12))]
        needs = {}
        for area, need in found:
            needs[area] = min(
                needs.get(area, need),
                need,
                key=lambda each: (each.months, -each.rounds),
            )
        return needs

    return needs_of


def _made(until, months):
    """{unit: {(area, years back): rounds}}; a round of many areas counts once for each.

    Among them is what its recurring round surveys, if its checklist says another by now.
    """
    since = until - relativedelta(months=months)
    rounds = InspectionRound.objects.filter(
        carried_out_on__gt=since, carried_out_on__lte=until
    )
    rounds = rounds.exclude(status=Status.CANCELLED).order_by()
    made = defaultdict(Counter)
    seen = set()
    for pk, unit, day, *areas in rounds.values_list(
        "pk", "unit_id", "carried_out_on", "checklists__area", "schedule__area"
    ):
        back = relativedelta(until, day).years
        for area in {*areas, ANY} - {None}:
            if (pk, area) not in seen:
                seen.add((pk, area))
                made[unit][area, back] += 1
    return made


def _state(made, area, need):
    years = range(need.months // 12)
    rounds = sum(made[area, back] for back in years)
    if rounds >= need.rounds:
        return State.YES
    return State.PARTLY if rounds else State.NO


def _going_on():
    """{unit: areas} of the rounds that are planned or being walked."""
    rounds = InspectionRound.objects.filter(status__in=Status.walked).order_by()
    found = defaultdict(set)
    for unit, area in rounds.values_list("unit_id", "checklists__area"):
        found[unit] |= {area, ANY}
    return found


def took_part(rounds):
    """Of the rounds, in how many a safety representative took part, as a Share."""
    parts = [
        Participant.Part.SAFETY_REPRESENTATIVE,
        Participant.Part.CHIEF_REPRESENTATIVE,
    ]
    came = Q(participants__part__in=parts, participants__was_present=True)
    numbers = rounds.carried_out().aggregate(
        all=Count("pk", distinct=True), done=Count("pk", distinct=True, filter=came)
    )
    return Share(numbers["done"], numbers["all"])
