"""Who is told what about an incident, and when. No subject or address names a person."""

from django.urls import reverse

from mailing import outbox
from mailing.models import Message
from organisation.models import Role
from organisation.roles import nearest


def incident_reported(incident):
    """Tell those who act on it, HR where no manager does, and give a receipt."""
    representatives = nearest([Role.SAFETY_REPRESENTATIVE], incident.unit)
    managers = [incident.responsible] if incident.responsible else None
    for person in {*(managers or nearest([Role.HR], incident.unit)), *representatives}:
        _send(person, "incident_reported", incident)
    _send(
        incident.reported_by,
        "incident_receipt",
        incident,
        path=reverse("incidents:receipt", args=[incident.pk]),
    )


def incident_handed_over(incident, transition):
    _send(
        incident.responsible,
        "incident_handed_over",
        incident,
        about=f"incident_handed_over:{transition.pk}",
    )


def incident_closed(incident):
    """Tell the reporter what came of it, each time that it is closed."""
    _send(
        incident.reported_by,
        "incident_closed",
        incident,
        about=f"incident_closed:{incident.pk}:{incident.closed_at.isoformat()}",
    )


def undelivered(incident):
    """Messages about the report that the mail server refused for good."""
    facts = [
        _about("incident_reported", incident),
        _about("incident_receipt", incident),
    ]
    return Message.objects.failed().filter(about__in=facts)


def _send(person, template, incident, *, about=None, path=None):
    context = {"incident": incident, "path": path or incident.get_absolute_url()}
    outbox.send(person, template, context, about=about or _about(template, incident))


def _about(template, incident):
    return f"{template}:{incident.pk}"
