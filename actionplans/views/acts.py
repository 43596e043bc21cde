"""The page of a measure, and what one does with it there."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from actionplans import chains
from actionplans.effect import before_and_after, chosen_for
from actionplans.forms.acts import ACTS, acts_for, asked_of, proposed_after
from actionplans.forms.feedback import FeedbackForm
from actionplans.forms.measures import MeasureForm
from actionplans.models import Measure, WorkEnvironmentPlan
from actionplans.views.measures import render_measure_form
from sam.access import get_allowed
from sam.htmx import render_page_or_partial
from sam.sent import sent, takes_form
from sam.workflow import InvalidTransition


@require_safe
def measure_detail(request, pk):
    measures = Measure.objects.visible_to(request.user).in_full(request.user)
    measure = get_object_or_404(measures, pk=pk)
    return render_measure(request, measure, chosen=request.GET.get("act"))


@require_POST
def measure_act(request, pk, name):
    if name not in ACTS:
        raise Http404
    measures = Measure.objects.in_full(request.user)
    measure = get_allowed(
        measures.handled_by(request.user), measures.visible_to(request.user), pk=pk
    )
    form = ACTS[name](measure, request.POST)
    if not form.is_valid():
        return render_measure(request, measure, chosen=name, form=form, status=422)
    try:
        form.carry_out(by=request.user)
    except InvalidTransition as error:
        messages.error(request, error)
    else:
        messages.success(request, _("Saved."))
        if page := measure.next_page(request.user):
            return HttpResponseClientRedirect(page) if request.htmx else redirect(page)
    if not request.htmx:
        return redirect(measure)
    return render_measure(request, measures.get(pk=pk))


@takes_form
def measure_follow(request, pk):
    """Decide what more is needed after a measure that did not help enough."""
    measures, user = Measure.objects.with_source(), request.user
    measure = get_allowed(measures.led_by(user), measures.visible_to(user), pk=pk)
    source = measure.plan.source
    form = MeasureForm(
        sent(request),
        unit=measure.unit,
        by=user,
        source=source,
        initial=proposed_after(measure),
    )
    if form.is_valid():
        try:
            new = measure.follow(by=user, **form.cleaned_data)
        except InvalidTransition as error:
            messages.error(request, error)
            return redirect(measure)
        messages.success(request, _("The measure is added."))
        return redirect(new)
    reason = _("What more shall be done, after: %s") % measure
    return render_measure_form(request, form, source, reason=reason)


def _leads(user, measure):
    """As `Measure.objects.led_by` has it, without a question."""
    is_row_of_plan = isinstance(measure.plan.source, WorkEnvironmentPlan)
    return user.has_perm("organisation.handle_measures", measure) or (
        is_row_of_plan and user.has_perm("organisation.write_plans", measure)
    )


def render_measure(
    request, measure, *, chosen=None, form=None, feedback_form=None, status=200
):
    user = request.user
    leads = _leads(user, measure)
    is_handled = leads or measure.responsible_id == user.pk
    acts = acts_for(measure) if is_handled else {}
    if form is None and acts:
        chosen = chosen if chosen in acts else asked_of(acts)
        form = acts[chosen](measure) if chosen else None
    if feedback_form is None and is_handled:
        feedback_form = FeedbackForm(measure)
    lifted = chains.of_source(measure, user)
    is_lifted = any(each.first.is_open for each in lifted)
    context = {
        "measure": measure,
        "source": measure.plan.source,
        "leads": leads,
        "can_add": leads and measure.plan.takes_measures,
        "is_handled": is_handled,
        "transitions": measure.transitions.select_related("by"),
        "acts": acts,
        "chosen": chosen,
        "form": form,
        "effect": before_and_after(measure),
        "lacks_events": measure.status == measure.Status.DONE
        and not chosen_for(measure),
        "beside": measure.beside_it(user),
        "reminders": measure.reminders.select_related("recipient"),
        "lifted": lifted,
        "lift_url": leads
        and measure.is_open
        and not is_lifted
        and reverse("escalations:lift_measure", args=[measure.pk]),
        "feedback": measure.feedback.with_removable(user).select_related("by"),
        "feedback_form": feedback_form,
        "example": getattr(measure, "example", None),
    }
    return render_page_or_partial(
        request, "actionplans/measure_detail.html", "measure", context, status=status
    )
