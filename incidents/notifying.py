"""Who is told what about an incident, and when. No subject or address names a person."""

from django.urls import reverse

from incidents.models import Incident
from mailing import outbox
from mailing.models import Message
from organisation.models import Role
from organisation.roles import nearest, responsible_for

Kind = Incident.Kind


def incident_reported(incident, managers):
    """Tell those who act on it, HR where it is grave or no manager does; give a receipt.

    The managers are those who answer for it, whoever stands in for them among them.
    """
    told = {*managers, *nearest([Role.SAFETY_REPRESENTATIVE], incident.unit)}
    if not managers or incident.kind == Kind.DEATH:
        told.update(nearest([Role.HR], incident.unit))
    if incident.employed_unit:
        told.update(responsible_for(incident.employed_unit))
    for person in told:
        if person.pk not in incident.barred:
            _send(person, "incident_reported", incident, urgent=_is_urgent(incident))
    tell_reporter(
        incident,
        "incident_receipt",
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
    tell_reporter(
        incident,
        "incident_closed",
        about=f"incident_closed:{incident.pk}:{incident.closed_at.isoformat()}",
    )


def remark_made(remark):
    """Tell the other side that there is something to read; never what it says."""
    incident = remark.incident
    if not remark.is_from_reporter:
        tell_reporter(
            incident, "incident_question", about=f"incident_question:{remark.pk}"
        )
        return
    asked = incident.dialogue.filter(is_from_reporter=False).last()
    person = asked.by if asked else incident.responsible
    if person:
        _send(person, "incident_answer", incident, about=f"incident_answer:{remark.pk}")


def tell_reporter(incident, template, *, about=None, path=None):
    """In the account, else at the address that was given; who is unknown gets nothing.

    Without an account one comes in by the number and the words, which no e-mail has.
    """
    person = incident.reported_by
    if person and person.is_active:
        _send(person, template, incident, about=about, path=path)
    elif recipient := person or incident.reporter_email:
        _send(
            recipient,
            template,
            incident,
            about=about,
            path=reverse("public:follow"),
            needs_words=bool(incident.code_hash),
        )


def representative_commented(investigation):
    """Tell the responsible manager what the safety representative thinks of it."""
    incident, at = investigation.incident, investigation.representative_commented_at
    if incident.responsible:
        _send(
            incident.responsible,
            "incident_commented",
            incident,
            about=f"incident_commented:{incident.pk}:{at.isoformat()}",
        )


def persons_opened(access):
    """Tell the responsible manager that HR has seen who was affected."""
    if access.incident.responsible:
        _send(
            access.incident.responsible,
            "incident_persons_opened",
            access.incident,
            about=f"incident_persons_opened:{access.pk}",
        )


def undelivered(incident):
    """Messages about the report that the mail server refused for good."""
    facts = [
        _about("incident_reported", incident),
        _about("incident_receipt", incident),
    ]
    return Message.objects.failed().filter(about__in=facts)


def _is_urgent(incident):
    is_violent_injury = incident.is_violence and incident.kind == Kind.ACCIDENT
    return incident.kind == Kind.DEATH or is_violent_injury


def _send(
    person, template, incident, *, about=None, path=None, urgent=False, **context
):
    outbox.send(
        person,
        template,
        {"incident": incident, "path": path or incident.get_absolute_url(), **context},
        about=about or _about(template, incident),
        urgent=urgent,
    )


def _about(template, incident):
    return f"{template}:{incident.pk}"
