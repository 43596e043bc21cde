"""Where an incident and the bodies meet: what the unit cannot solve is lifted to both."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from incidents.models import Incident
from meetings.forms.lifting import LiftForm
from meetings.views.shared import form_page
from sam.access import get_allowed
from sam.sent import sent, takes_form
from sam.workflow import MOVED_ON


@takes_form
def incident_lift(request, pk):
    user, incidents = request.user, Incident.objects.select_related("unit")
    incident = get_allowed(
        incidents.handled_by(user), incidents.visible_to(user), pk=pk
    )
    if incident.status == Incident.Status.CLOSED:
        messages.error(request, MOVED_ON)
        return redirect(incident)
    return form_page(
        request,
        LiftForm(incident, sent(request), by=user),
        title=_("Outside my responsibility"),
        button=_("Lift"),
        back=incident.get_absolute_url(),
        back_words=incident,
        done=_("It is lifted. Whoever reported it sees where it is."),
        lead=_("The level above answers for it from now on, and is told."),
    )
