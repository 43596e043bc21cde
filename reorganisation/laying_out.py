"""What a reorganisation does to the tree, in memory: to be looked at or to be written."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from organisation.models import Committee, Level, Unit
from organisation.timeline import CannotChange, Own, Timeline
from reorganisation.models import Part, Step

Kind = Step.Kind
# Units below a unit go where most of it goes, unless somebody chooses otherwise.
UNITS_BELOW = "units"


@dataclass(frozen=True)
class HandOver:
    """What hangs on the source goes to the receivers; the first takes what is left over."""

    step: Step
    source: UUID
    receivers: list[Part]
    closes: bool
    # {(kind, key of a row or ""): receiver}.
    chosen: dict

    @property
    def default(self):
        return self.receivers[0]

    def receiver_of(self, kind, row=""):
        of_kind = self.chosen.get((kind, ""), self.default)
        return self.chosen.get((kind, str(row)), of_kind)


def lay_out(steps, timeline, on):
    """Change the timeline as the steps say; gives the hand-overs that follow.

    Raises CannotChange.
    """
    handovers = []
    for step in steps:
        handovers += _ACTS[Kind(step.kind)](step, timeline, on)
    return handovers


def _found(step, timeline, on):
    for part in step.receivers:
        own = Own(part.name, part.level, step.parent_pk, step.committee_id)
        timeline.found(part.unit_pk, on, own)
    return []


def _rename(step, timeline, on):
    for part in step.sources:
        timeline.alter(part.unit_id, on, name=part.name)
    return []


def _move(step, timeline, on):
    for part in step.sources:
        timeline.alter(part.unit_id, on, parent=step.parent_pk)
    return []


def _give_committee(step, timeline, on):
    for part in step.sources:
        timeline.alter(part.unit_id, on, committee=step.committee_id)
    return []


def _hand_over(step, timeline, on):
    """Of a merge, a split and a closing: begin what is new, then end what goes into it."""
    first = timeline.at(step.sources[0].unit_id, on)
    if first is None:
        raise CannotChange(
            step.sources[0].unit_id, _("The unit does not exist on that date.")
        )
    for part in step.receivers:
        if part.is_new:
            timeline.found(
                part.unit_pk,
                on,
                Own(
                    part.name,
                    part.level or first.level,
                    step.parent_pk or first.parent,
                    step.committee_id or first.committee,
                ),
            )
        elif part.name:
            timeline.alter(part.unit_id, on, name=part.name)
    staying = {part.unit_pk for part in step.receivers}
    chosen = {(each.kind, each.row): each.receiver for each in step.choices.all()}
    handovers = [
        HandOver(
            step, part.unit_id, step.receivers, part.unit_id not in staying, chosen
        )
        for part in step.sources
    ]
    for handover in handovers:
        _let_units_below_follow(handover, timeline, on)
        if handover.closes:
            timeline.close(handover.source, on)
    return [each for each in handovers if each.receivers]


def _let_units_below_follow(handover, timeline, on):
    for unit in units_below(timeline, handover.source, on):
        if not handover.receivers:
            continue
        receiver = handover.receiver_of(UNITS_BELOW, unit).unit_pk
        if receiver not in (unit, handover.source):
            timeline.alter(unit, on, parent=receiver)


def units_below(timeline, unit, on):
    return [
        each
        for each in timeline.own
        if (own := timeline.at(each, on)) and own.parent == unit
    ]


_ACTS = {
    Kind.FOUND: _found,
    Kind.RENAME: _rename,
    Kind.MOVE: _move,
    Kind.COMMITTEE: _give_committee,
    Kind.MERGE: _hand_over,
    Kind.SPLIT: _hand_over,
    Kind.CLOSE: _hand_over,
}


class Node(NamedTuple):
    """A unit in the tree of an outlook; `mark` says in words what becomes of it."""

    name: str
    mark: str
    depth: int


@dataclass
class Outlook:
    """What would follow, and why it cannot be."""

    on: date
    before: list[Node] = field(default_factory=list)
    after: list[Node] = field(default_factory=list)
    # (name, committee before, committee after) of units that get another.
    committees: list[tuple] = field(default_factory=list)
    handovers: list[HandOver] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


# So many units are drawn; a reorganisation of all is told by its steps.
MOST_DRAWN = 300


def look_ahead(reorganisation, steps):
    outlook = Outlook(reorganisation.on)
    timeline = Timeline()
    before = _standing(timeline.places, reorganisation.on)
    try:
        outlook.handovers = lay_out(steps, timeline, reorganisation.on)
        after = _standing(timeline.worked_out(), reorganisation.on)
    except CannotChange as error:
        outlook.conflicts.append(error.messages[0])
        after = before
    outlook.conflicts += _codes_taken(steps)
    outlook.conflicts += _not_of_a_level(after, before)
    changed = {
        unit
        for unit in before.keys() | after.keys()
        if before.get(unit) != after.get(unit)
    }
    outlook.before = _drawn(before, changed, lambda unit: _becomes(unit, after))
    outlook.after = _drawn(after, changed, lambda unit: _became(unit, before, after))
    outlook.committees = _other_committees(before, after, changed)
    return outlook


def _standing(places, day):
    return {
        unit: stretch.what
        for unit, stretches in places.items()
        for stretch in stretches
        if stretch.covers(day)
    }


def _drawn(standing, changed, mark_of):
    """What changes, and the units above it, from the top down."""
    shown = {
        each for unit in changed & standing.keys() for each in standing[unit].lineage
    }
    ordered = sorted(
        shown & standing.keys(),
        key=lambda unit: [
            standing[each].own.name
            for each in standing[unit].lineage
            if each in standing
        ],
    )
    return [
        Node(
            standing[unit].own.name,
            mark_of(unit) if unit in changed else "",
            len(standing[unit].lineage),
        )
        for unit in ordered[:MOST_DRAWN]
    ]


def _becomes(unit, after):
    return "" if unit in after else pgettext("unit", "Closed")


def _became(unit, before, after):
    if unit not in before:
        return _("New")
    marks = []
    if before[unit].own.name != after[unit].own.name:
        marks.append(_("Before: %(name)s") % {"name": before[unit].own.name})
    if before[unit].own.parent != after[unit].own.parent:
        marks.append(_("Moved"))
    if before[unit].answers_to != after[unit].answers_to:
        marks.append(_("Another committee"))
    return ", ".join(marks)


def _other_committees(before, after, changed):
    rows = [
        (after[unit].own.name, before[unit].answers_to, after[unit].answers_to)
        for unit in changed & before.keys() & after.keys()
        if before[unit].answers_to != after[unit].answers_to
    ]
    names = dict(Committee.objects.values_list("pk", "name") if rows else ())
    return sorted((name, names.get(old), names.get(new)) for name, old, new in rows)[
        :MOST_DRAWN
    ]


def _codes_taken(steps):
    codes = [part.code for step in steps for part in step.receivers if part.is_new]
    if not codes:
        return []
    taken = list(
        Unit.objects.filter(code__in=codes)
        .exclude(pk__in=[part.unit_id for step in steps for part in step.receivers])
        .values_list("code", flat=True)
    )
    taken += [code for code in set(codes) if codes.count(code) > 1]
    return [
        _("There is a unit with the code %(code)s already.") % {"code": code}
        for code in taken
    ]


def _not_of_a_level(after, before):
    """There is one municipality, and it is not closed."""
    tops = [unit for unit, place in after.items() if place.own.parent is None]
    is_one = len(tops) == 1 and after[tops[0]].own.level == Level.MUNICIPALITY
    if is_one or after == before:
        return []
    return [_("All units must hang below the municipality, and it stays.")]
