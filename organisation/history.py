"""Reorganisations: the dated placements of units, and today's state that follows them."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from organisation.models import Placement, Unit
from organisation.timeline import Own, Timeline
from sam.dates import today

_BATCH = 1_000


@transaction.atomic
def establish(code, *, name, level, parent=None, committee=None, since):
    """Found a unit that begins on the date `since`."""
    unit = Unit.objects.create(code=code, name=name, level=level)
    timeline = Timeline([unit.pk])
    timeline.found(unit.pk, since, Own(name, level, _pk(parent), _pk(committee)))
    timeline.write()
    refresh([unit])
    return unit


@transaction.atomic
def reorganise(unit, *, on, **changes):
    """Rename, move or give the unit another committee from a date on.

    Keyword arguments are those of `establish`. What lay before the date stays as it was,
    and so do later changes of something else; units below follow. Raises ValidationError
    when the unit does not exist on the date, when a later change of the same stands, or
    when it would hang below itself.
    """
    timeline = Timeline([unit.pk])
    said = {
        name: _pk(value) if name in ("parent", "committee") else value
        for name, value in changes.items()
    }
    timeline.alter(unit.pk, on, **said)
    take_over(timeline.write())


@transaction.atomic
def close(unit, *, on):
    """Let the unit end; `on` is the first day on which it does not exist."""
    timeline = Timeline([unit.pk])
    timeline.close(unit.pk, on)
    take_over(timeline.write())


def take_over(pks):
    """Let today's state follow what was written of the units with the ids."""
    refresh(Unit.objects.filter(pk__in=pks))


def refresh(units, *, on=None):
    """Write today's state of the units from their placements; safe to repeat."""
    on = on or today()
    units = list(units)
    placements = {}
    rows = Placement.objects.filter(unit__in=units).order_by("unit", "-valid")
    for placement in rows:
        # A unit that begins later is shown as it will be at first.
        now = placements.get(placement.unit_id)
        if now is None or now.valid.lower > on:
            placements[placement.unit_id] = placement
    for unit in units:
        if placement := placements.get(unit.pk):
            _show(unit, placement, on)
    Unit.objects.bulk_update(units, _SHOWN, batch_size=_BATCH)
    _hang_below_successors()


_SHOWN = ["name", "level", "parent", "lineage", "committee", "closed_on"]


def _show(unit, placement, on):
    ended = placement.valid.upper
    unit.name, unit.level = placement.name, placement.level
    unit.parent_id, unit.lineage = placement.parent_id, placement.lineage
    unit.committee_id = placement.answers_to_id
    unit.closed_on = ended if ended and ended <= on else None


def _hang_below_successors():
    """What is closed is reached, for rights and for lists, through what has taken it over."""
    closed = Unit.objects.exclude(closed_on=None)
    taken = {unit.pk: unit for unit in closed.filter(successor__isnull=False)}
    if not taken:
        return
    others = closed.filter(lineage__overlap=list(taken))
    reached = {unit.pk: unit for unit in others} | taken
    above = {unit.successor_id for unit in taken.values()}
    lineages = dict(Unit.objects.filter(pk__in=above).values_list("pk", "lineage"))

    def lineage_of(unit, seen=()):
        if unit.pk in taken and unit.successor_id not in seen:
            over = taken.get(unit.successor_id)
            path = (
                lineage_of(over, (*seen, unit.pk))
                if over
                else lineages[unit.successor_id]
            )
            return [*path, unit.pk]
        places = [place for place, pk in enumerate(unit.lineage[:-1]) if pk in taken]
        if not places or seen:
            return unit.lineage
        nearest = taken[unit.lineage[places[-1]]]
        return [*lineage_of(nearest), *unit.lineage[places[-1] + 1 :]]

    moved = []
    for unit in reached.values():
        lineage = lineage_of(unit)
        if lineage != unit.lineage:
            moved.append((unit, lineage))
    for unit, lineage in moved:
        unit.lineage = lineage
    Unit.objects.bulk_update([unit for unit, _path in moved], ["lineage"])


def _pk(row):
    return row and row.pk


def changed_since(date):
    """Units whose place begins or ends from the date until today."""
    days = (date, today() + timedelta(days=1))
    turns = Q(valid__startswith__range=days) | Q(valid__endswith__range=days)
    placements = Placement.objects.filter(turns)
    return Unit.objects.filter(placements__in=placements).distinct()
