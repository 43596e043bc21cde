"""What a manager does with an incident and others are told about."""

from django.db import transaction

from incidents import notifying


@transaction.atomic
def hand_over(incident, *, by, responsible):
    transition = incident.hand_over(by=by, responsible=responsible)
    notifying.incident_handed_over(incident, transition)


@transaction.atomic
def close(incident, *, by, **feedback):
    incident.close(by=by, **feedback)
    notifying.incident_closed(incident)
