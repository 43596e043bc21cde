"""Where the bodies meet incidents and measures: what a unit cannot solve, or wants ordered."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from actionplans.models import Measure
from incidents.models import Incident
from meetings.forms.lifting import GiveOrderForm, LiftForm, OrderForm
from meetings.views.items import find
from sam.access import get_allowed
from sam.sent import sent, takes_form
from sam.workflow import MOVED_ON
from ui.acting import form_page


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


@takes_form
def measure_order(request, pk):
    """For a measure that is not begun."""
    user, measures = request.user, Measure.objects.select_related("unit")
    measure = get_allowed(measures.led_by(user), measures.visible_to(user), pk=pk)
    if measure.status not in (Measure.Status.PLANNED, Measure.Status.WAITING):
        messages.error(request, MOVED_ON)
        return redirect(measure)
    return form_page(
        request,
        OrderForm(measure, sent(request), by=user),
        title=_("Ask for an order"),
        button=_("Send"),
        back=measure.get_absolute_url(),
        back_words=measure,
        done=_("It is sent, and the measure waits for the order."),
        lead=_(
            "It goes to the mailbox of the body. Meanwhile the measure is not late."
        ),
    )


@takes_form
def order_give(request, pk):
    """On a case that was decided and that is about a measure that waits for it."""
    item = find(request, pk)
    if not item.orders_measure:
        raise Http404
    form = GiveOrderForm(item, sent(request))
    if not form.measure.is_waiting and not form.is_bound:
        messages.error(request, MOVED_ON)
        return redirect(item)
    return form_page(
        request,
        form,
        title=_("It is ordered"),
        button=_("Let the measure begin"),
        back=item.get_absolute_url(),
        back_words=item,
        done=_("The measure is ordered and goes on."),
    )
