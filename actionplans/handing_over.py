"""Measures of those who are no longer here go to whoever answers for them now."""

from collections import defaultdict
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from actionplans.models import Measure, MeasureTransition
from mailing import outbox
from organisation.models import Unit, User
from organisation.roles import MANAGERS, appointments_by_unit, nearest
from sam.nightly import by_itself

# The longest e-mail that anybody reads.
MOST_LINES = 50


class Held(NamedTuple):
    """What the measures have in common that one person answers for in a unit."""

    unit_id: UUID
    responsible_id: UUID
    responsible_role: str


def hand_over_all():
    """Hand over all that is unfinished; each who takes over is told of theirs in one e-mail."""
    for person, held in _to_hand_over().items():
        with by_itself(person):
            _hand_over(person, held)


def _to_hand_over():
    """{who takes over: what is held by those who no longer can}."""
    rows = Measure.objects.unfinished().order_by()
    held = [Held(*each) for each in rows.values_list(*Held._fields).distinct()]
    units, among = Unit.objects.in_bulk(), appointments_by_unit()
    people = User.objects.in_bulk({each.responsible_id for each in held})
    places = _places(people.values(), units, among)
    to_hand_over = defaultdict(list)
    for each in held:
        unit, person = units[each.unit_id], people[each.responsible_id]
        able = answering(unit, each.responsible_role, among)
        if able and person not in able:
            at = places[person.pk]
            by_role = bool(each.responsible_role)
            if not _keeps(person, unit, by_role=by_role, places=at, units=units):
                to_hand_over[able[0]].append(each)
    return to_hand_over


def _keeps(person, unit, *, by_role, places, units):
    """Whether one who does not answer by role or as manager goes on answering for it."""
    # In a closed unit nobody works: its measures are moved by hand to where they belong.
    if not person.is_active or unit.closed_on:
        return person.is_active
    return not by_role and any(
        unit.pk in units[place].lineage or (has_role and place in unit.lineage)
        for place, has_role in places
    )


def answering(unit, role, among=None):
    """Who holds the role, else who manages the unit or the nearest above.

    Not whoever stands in for some days: a measure lasts longer.
    """
    by_role = nearest([role], unit, among=among) if role else []
    return by_role or nearest(MANAGERS, unit, among=among)


def _places(people, units, among):
    """{person's id: the units in which the person is employed or has a role}."""
    places = defaultdict(set)
    for person in people:
        if person.unit_id:
            places[person.pk].add((person.unit_id, False))
    for unit, appointments in among.items():
        for each in appointments:
            places[each.user_id].add((unit, True))
    return places


def _hand_over(person, held):
    """Repeated, or beside another run, it finds nothing that is still so held."""
    theirs = Q(*(Q(**each._asdict()) for each in held), _connector=Q.OR)
    rows = Measure.objects.unfinished().filter(theirs).select_related("unit")
    measures = list(rows.select_for_update(of=["self"], no_key=True))
    if not measures:
        return
    with override(settings.LANGUAGE_CODE):
        note = _("Handed over: the former responsible is no longer here.")
    logged = _give(measures, person, note)
    context = {
        "number": len(measures),
        "measures": measures[:MOST_LINES],
        "more": max(0, len(measures) - MOST_LINES),
        "path": reverse("actionplans:measure_list"),
    }
    about = f"measures_handed_over:{logged[0].pk}"
    outbox.send(person, "measures_handed_over", context, about=about)


def give(measure, *, to):
    """Whether it was still unfinished and in the same hands; the log says who has it now."""
    rows = Measure.objects.unfinished().filter(
        pk=measure.pk, responsible=measure.responsible_id
    )
    with override(settings.LANGUAGE_CODE):
        note = _("Handed over to another who answers for it.")
    found = list(rows.select_for_update(of=["self"], no_key=True))
    return bool(found and _give(found, to, note))


def _give(measures, person, note):
    """The rows of the log."""
    rows = Measure.objects.filter(pk__in=[each.pk for each in measures])
    rows.update(responsible=person)
    return MeasureTransition.objects.bulk_create(
        MeasureTransition(
            measure=each,
            from_status=each.status,
            to_status=each.status,
            by=person,
            note=note,
        )
        for each in measures
    )
