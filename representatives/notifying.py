"""Who is told what of a request or a stop. No subject or address says what it is about."""

from django.urls import reverse

from mailing import outbox
from organisation.models import Municipality, Role
from organisation.roles import level_above, nearest, responsible_for
from representatives.law import law_of


def answering(unit, *, besides=()):
    """Who answers for the unit; with no manager anywhere above, HR."""
    return responsible_for(unit, besides=besides) or nearest([Role.HR], unit)


def request_sent(request):
    """Hand it over, and confirm to the representative at once when and to whom."""
    for person in request.handed_to.all():
        _send_request(person, "rep_request_sent", request, urgent=True)
    representative = request.representative
    _send_request(representative, "rep_request_confirmed", request, urgent=True)


def request_answered(request):
    at = request.answered_at.isoformat()
    about = f"rep_request_answered:{request.pk}:{at}"
    _send_request(request.representative, "rep_request_answered", request, about=about)


def request_settled(request):
    """Tell the employer what the representative says of it."""
    about = f"rep_request_settled:{request.pk}:{request.status}"
    for person in {*request.handed_to.all(), *answering(request.unit)}:
        _send_request(person, "rep_request_settled", request, about=about)


def request_reminder(request, step):
    """Once for each person and step, however many nights it is asked for."""
    people = {*answering(request.unit)}
    if step.tells_above:
        people |= {*level_above(request.unit, [each.pk for each in people])}
    if step.tells_representative:
        people.add(request.representative)
    about = f"rep_request_{step.name}:{request.pk}"
    for person in people:
        _send_request(
            person, "rep_request_reminder", request, about=about, urgent=step.is_late
        )


def stop_registered(stop):
    _send_stop("stop_registered", stop)


def stop_lifted(stop):
    _send_stop("stop_lifted", stop, stop.representative)


def _send_stop(template, stop, *others):
    """The managers of the unit, those above them, and HR."""
    managers = responsible_for(stop.unit)
    above = level_above(stop.unit, [each.pk for each in managers])
    people = {*managers, *above, *nearest([Role.HR], stop.unit), *others}
    context = {"stop": stop, "law": _law(), "path": stop.get_absolute_url()}
    about = f"{template}:{stop.pk}"
    for person in people:
        if person.is_active:
            outbox.send(person, template, context, about=about, urgent=True)


def _send_request(person, template, request, *, about="", urgent=False):
    context = {
        "request": request,
        "law": _law(),
        "path": reverse("representatives:request_detail", args=[request.pk]),
    }
    about = about or f"{template}:{request.pk}"
    if person.is_active:
        outbox.send(person, template, context, about=about, urgent=urgent)


def _law():
    return law_of(Municipality.objects.country())
