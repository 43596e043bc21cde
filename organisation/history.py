"""Reorganisations: the dated placements of units, and today's state that follows them."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organisation.models import Placement, Unit
from sam.dates import today

# What a placement says of a unit itself; lineage and answers_to are worked out.
_OWN = ["name", "level", "parent", "committee"]


@transaction.atomic
def establish(code, *, name, level, parent=None, committee=None, since):
    """Found a unit that begins on the date `since`."""
    unit = Unit.objects.create(code=code, name=name, level=level)
    _place(unit, since, name=name, level=level, parent=parent, committee=committee)
    refresh([unit])
    return unit


@transaction.atomic
def reorganise(unit, *, on, **changes):
    """Rename, move or give the unit another committee from a date on.

    Keyword arguments are those of `establish`. What lay before the date stays as it was;
    units below follow. Raises ValidationError when the unit does not exist on the date,
    when a later change already stands, or when it would hang below itself.
    """
    now = _placement(unit, on)
    below = list(
        Placement.objects.on(on)
        .filter(lineage__contains=[unit.pk])
        .exclude(unit=unit)
        .order_by("lineage__len")
        .select_related("unit", "parent", "committee")
    )
    _replace(now, on, **changes)
    for placement in below:
        _replace(placement, on)
    refresh([unit, *(placement.unit for placement in below)])


@transaction.atomic
def close(unit, *, on):
    """Let the unit end; `on` is the first day on which it does not exist."""
    if Placement.objects.on(on).filter(parent=unit).exists():
        raise ValidationError(_("Move or close the units below first."))
    _end(_placement(unit, on), on)
    refresh([unit])


def refresh(units, *, on=None):
    """Write today's state of the units from their placements; safe to repeat."""
    on = on or today()
    for unit in units:
        placement = (
            unit.placements.filter(valid__startswith__lte=on).order_by("-valid").first()
        )
        # A unit that begins later is shown as it will be.
        placement = placement or unit.placements.order_by("valid").first()
        ended = placement.valid.upper
        unit.name, unit.level = placement.name, placement.level
        unit.parent_id, unit.lineage = placement.parent_id, placement.lineage
        unit.committee_id = placement.answers_to_id
        unit.closed_on = ended if ended and ended <= on else None
        unit.save()


def _placement(unit, on):
    placement = Placement.objects.on(on).filter(unit=unit).first()
    if placement is None:
        raise ValidationError(_("The unit does not exist on that date."))
    return placement


def _replace(placement, on, **changes):
    """From the date on, the unit's placement with the changes and fresh lineage."""
    if placement.valid.upper is not None:
        raise ValidationError(
            _("A later change of %(unit)s already stands; take that back first.")
            % {"unit": placement.name}
        )
    own = {field: getattr(placement, field) for field in _OWN} | changes
    _end(placement, on)
    _place(placement.unit, on, **own)


def _end(placement, on):
    if placement.valid.lower >= on:
        placement.delete()
    else:
        placement.valid = (placement.valid.lower, on)
        placement.save(update_fields=["valid"])


def _place(unit, since, *, name, level, parent, committee):
    above = _placement(parent, since) if parent else None
    lineage = [*above.lineage, unit.pk] if above else [unit.pk]
    if unit.pk in lineage[:-1]:
        raise ValidationError(_("A unit cannot be part of itself."))
    Placement.objects.create(
        unit=unit,
        name=name,
        level=level,
        parent=parent,
        committee=committee,
        answers_to=committee or (above.answers_to if above else None),
        lineage=lineage,
        valid=(since, None),
    )


def changed_since(date):
    """Units whose place begins or ends from the date until today."""
    days = (date, today() + timedelta(days=1))
    began = Placement.objects.filter(valid__startswith__range=days)
    ended = Placement.objects.filter(valid__endswith__range=days)
    return Unit.objects.filter(placements__in=began | ended).distinct()
