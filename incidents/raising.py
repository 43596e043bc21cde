"""No hole in the chain: what nobody answers for or begins with goes to who does."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from incidents import alerts, notifying
from incidents.models import Incident, IncidentTransition
from organisation.roles import level_above, responsible_for
from sam.nightly import by_itself

Event = IncidentTransition.Event
# So long an investigation may lie before the level above is asked to see to it.
STALLED_DAYS = 30


def propose_anew():
    """Give open incidents a responsible whose own is missing or may not handle them."""
    incidents = Incident.objects.open().select_related(
        "unit", "employed_unit", "responsible"
    )
    people = {}
    for incident in incidents.iterator(chunk_size=500):
        # One object for each person, so that their permissions are read once.
        incident.responsible = people.setdefault(
            incident.responsible_id, incident.responsible
        )
        with by_itself(incident):
            keep_answered(incident)


def keep_answered(incident):
    """Propose another responsible where there is none, or one who may not handle it."""
    responsible = incident.responsible
    if not responsible or not responsible.has_perm(
        "organisation.handle_incidents", incident
    ):
        _propose(incident)


@transaction.atomic
def _propose(incident):
    barred = {*incident.barred, incident.responsible_id}
    people = responsible_for(incident.unit, besides=barred)
    if not people:
        alerts.incident_without_responsible(incident)
    elif logged := incident.pass_on(responsible=people[0], event=Event.PROPOSED):
        notifying.incident_handed_over(incident, logged)


def raise_untouched():
    """Raise what nobody has begun with, or gone on with, for so many days, level by level."""
    not_begun = _untouched_for(settings.RAISE_AFTER_DAYS, Incident.Status.REPORTED)
    stalled = _untouched_for(STALLED_DAYS, Incident.Status.INVESTIGATING)
    for waiting in [not_begun, stalled]:
        for incident in waiting.iterator(chunk_size=500):
            with by_itself(incident):
                _raise(incident)


def _untouched_for(days, status):
    """Whoever saves a part of the investigation has touched it; who reads it has not."""
    latest = timezone.now() - timedelta(days=days)
    incidents = Incident.objects.filter(
        status=status, reported_at__lt=latest, external_id=""
    )
    touched = Exists(
        Incident.pgh_event_model.objects.filter(
            pgh_obj=OuterRef("pk"), pgh_created_at__gte=latest
        ).exclude(version=OuterRef("version"))
    )
    return (
        incidents.exclude(transitions__at__gte=latest)
        .exclude(touched)
        .select_related("unit", "responsible")
    )


def _raise(incident):
    before, people = incident.responsible, next_level(incident)
    if not people:
        alerts.incident_waits(incident)
    elif logged := incident.pass_on(
        responsible=people[0], event=Event.RAISED, raised_at=timezone.now()
    ):
        alerts.incident_raised(incident, logged, before=before)


def next_level(incident, *, besides=()):
    """The managers of the nearest level above that the incident does not concern.

    Above whoever answers for it, and above those with the ids in `besides`.
    """
    asked = {incident.responsible_id, *besides}
    while people := level_above(incident.unit, asked):
        able = [each for each in people if each.pk not in incident.barred]
        if able:
            return able
        asked.update(each.pk for each in people)
    return []
