"""What a person can have in hand that goes to another when they leave.

A room whose tasks are held by a person, and not by a role, adds itself to HANDS_OVER.
What is held by a role finds its next holder by itself.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actionplans import handing_over as measures
from actionplans.models import Measure
from incidents.models import Incident, IncidentTransition
from organisation.roles import responsible_for
from riskassessment.models import InspectionRound


class HandsOver(NamedTuple):
    """One kind of task."""

    kind: str
    label: str | Promise
    # person → a queryset of what is not finished; each row has a `unit`.
    held_by: Callable
    # row, person → whether that person may take it, when somebody is named.
    may: Callable
    # row, person who leaves → who takes it otherwise, the first of them first.
    takers: Callable
    # row, to= → whether it was still in the same hands.
    give: Callable


def _measures_of(person):
    rows = Measure.objects.filter(responsible=person).unfinished()
    return rows.select_related("unit")


def _incidents_of(person):
    return Incident.objects.open().filter(responsible=person).select_related("unit")


def _rounds_of(person):
    unfinished = InspectionRound.Status.unfinished
    rows = InspectionRound.objects.filter(planned_by=person, status__in=unfinished)
    return rows.select_related("unit")


def _answering_for_measure(measure, person):
    able = measures.answering(measure.unit, measure.responsible_role)
    return [each for each in able if each != person]


def _answering_for_incident(incident, person):
    return responsible_for(incident.unit, besides=[*incident.barred, person.pk])


def _leading_round(round, person):
    return responsible_for(round.unit, besides=[person.pk])


def _may_have_incident(incident, person):
    return person.has_perm("organisation.handle_incidents", incident)


def _may_lead_round(round, person):
    return person.has_perm("organisation.handle_rounds", round)


def _give_incident(incident, *, to):
    event = IncidentTransition.Event.PROPOSED
    return bool(incident.pass_on(responsible=to, event=event))


def _give_round(round, *, to):
    rows = InspectionRound.objects.filter(pk=round.pk, planned_by=round.planned_by_id)
    return bool(rows.update(planned_by=to))


HANDS_OVER = [
    HandsOver(
        "measure",
        _("Measures"),
        _measures_of,
        lambda measure, person: True,
        _answering_for_measure,
        measures.give,
    ),
    HandsOver(
        "incident",
        _("Incidents"),
        _incidents_of,
        _may_have_incident,
        _answering_for_incident,
        _give_incident,
    ),
    HandsOver(
        "round",
        _("Rounds"),
        _rounds_of,
        _may_lead_round,
        _leading_round,
        _give_round,
    ),
]


def of_kind(kind):
    return next((each for each in HANDS_OVER if each.kind == kind), None)


def still_held(record):
    """The task as it is in the hands of who was given it; nothing when it has gone on."""
    room = of_kind(record.kind)
    return room and room.held_by(record.to).filter(pk=record.object_id).first()
