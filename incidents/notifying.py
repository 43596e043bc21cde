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
    tell(told, "incident_reported", incident, urgent=_is_urgent(incident))
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
    people = answering(incident) or nearest([Role.HR], incident.unit)
    asked = incident.dialogue.filter(is_from_reporter=False).last()
    if asked and _handles(asked.by, incident):
        people = {*people, asked.by}
    for person in people:
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
    """Tell who answers for it what the safety representative thinks of it."""
    incident, at = investigation.incident, investigation.representative_commented_at
    about = f"incident_commented:{incident.pk}:{at.isoformat()}"
    for person in answering(incident):
        _send(person, "incident_commented", incident, about=about)


def persons_opened(access):
    """Tell who answers for it that HR has seen who was affected."""
    about = f"incident_persons_opened:{access.pk}"
    for person in answering(access.incident):
        _send(person, "incident_persons_opened", access.incident, about=about)


def answering(incident):
    """The responsible, or who would be in the place of one who cannot be any more."""
    responsible = incident.responsible
    if responsible and _handles(responsible, incident):
        return [responsible]
    return responsible_for(incident.unit, besides=incident.barred)


def _handles(user, incident):
    return user.has_perm("organisation.handle_incidents", incident)


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


def tell(people, template, incident, **how):
    """Each of them once, but nobody who has left or whom the incident concerns."""
    for person in dict.fromkeys(people):
        if person.pk not in incident.barred and person.is_active:
            _send(person, template, incident, **how)


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
