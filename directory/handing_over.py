"""What a person can have in hand that goes to another when they leave.

A room whose tasks are held by a person, and not by a role, adds itself to HANDS_OVER.
What is held by a role finds its next holder by itself. Places that nobody inherits, such as
a seat in a committee, end with the person (`end_places`).
"""

from collections.abc import Callable
from typing import NamedTuple

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actionplans import handing_over as measures
from actionplans.models import Goal, Measure
from allocation.models import Assignment
from governing.models import GoverningDocument
from incidents.models import Incident, IncidentTransition
from introductions.models import Introduction
from meetings.models import Membership
from organisation.roles import responsible_for
from riskassessment.models import InspectionRound
from sam.dates import today
from talks.forms.early import contacts_of
from talks.models import EarlySupport


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


def _goals_of(person):
    year = today().year
    goals = Goal.objects.of_years(year, year + 1).filter(owner=person)
    return goals.select_related("unit")


def _documents_of(person):
    documents = GoverningDocument.objects.living().filter(owner=person)
    return documents.select_related("unit")


def _introductions_of(person):
    running = Introduction.objects.running().filter(supervisor=person)
    return running.select_related("unit")


def _early_support_of(person):
    return EarlySupport.objects.open().filter(hr_contact=person).select_related("unit")


def _leading(row, person):
    return responsible_for(row.unit, besides=[person.pk])


def _showing(introduction, person):
    """Nobody introduces themselves."""
    return responsible_for(
        introduction.unit, besides=[person.pk, introduction.person_id]
    )


def _contacts(support, person):
    """Others of HR there; whoever leads the employee is in it already."""
    others = contacts_of(support.unit).exclude(pk__in=[person.pk, support.employee_id])
    return list(others)


def _give(field):
    """Of rows that know by the field whose they are, and count their versions."""

    def give(row, *, to):
        held = type(row).objects.filter(pk=row.pk, **{field: getattr(row, field)})
        return bool(held.update(**{field: to, "version": F("version") + 1}))

    return give


def _give_early_support(support, *, to):
    give = _give("hr_contact")
    if given := give(support, to=to):
        support.log(by=to, note=str(_("HR's contact")))
    return given


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
        _leading,
        _give_round,
    ),
    HandsOver(
        "goal",
        _("Goals"),
        _goals_of,
        lambda goal, person: True,
        _leading,
        _give("owner"),
    ),
    HandsOver(
        "document",
        _("Governing documents"),
        _documents_of,
        lambda document, person: True,
        _leading,
        _give("owner"),
    ),
    HandsOver(
        "introduction",
        _("Introductions"),
        _introductions_of,
        lambda introduction, person: person.pk != introduction.person_id,
        _showing,
        _give("supervisor"),
    ),
    HandsOver(
        "early_support",
        _("Early actions"),
        _early_support_of,
        lambda support, person: person in contacts_of(support.unit),
        _contacts,
        _give_early_support,
    ),
]


def end_places(person, *, on):
    """Seats in bodies, and what the person is named for at a workplace: from the day on
    they are free, and seen to be so."""
    goes_on = Q(valid__endswith=None) | Q(valid__endswith__gt=on)
    for model in (Membership, Assignment):
        for place in model.objects.filter(goes_on, person=person):
            place.end(on=on)


def of_kind(kind):
    return next((each for each in HANDS_OVER if each.kind == kind), None)


def still_held(record):
    """The task as it is in the hands of who was given it; nothing when it has gone on."""
    room = of_kind(record.kind)
    return room and room.held_by(record.to).filter(pk=record.object_id).first()
